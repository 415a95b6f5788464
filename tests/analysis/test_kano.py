"""Kano pairs by branch: small groups are hidden, and no other question takes their mean."""

import polars as pl
import pytest

from analysis import factor_status, gaps, kano, kano_rows, questionnaire_quality, scale_status
from analysis.marts import ALL
from analysis.selection import Selection, SelectionError

TINY = Selection(instrument="tiny")
NAMES = ("must_be", "one_dimensional", "attractive", "indifferent", "reverse", "questionable")


def test_categories_are_counted_from_the_pairs(marts, raw):
    (row,) = kano.ask(marts, TINY).rows
    table = {(1, 5): 1, (1, 4): 2, (2, 5): 0, (2, 4): 3, (3, 5): 0, (3, 4): 3}  # place in NAMES
    counts = [0] * 6
    for sheet in raw.tiny:
        counts[table[sheet["k1.functional"], sheet["k1.dysfunctional"]]] += 1
    assert [row[name] for name in NAMES] == counts
    assert row["n"] == sum(counts) == len(raw.tiny)
    judged = sum(counts[:4])
    assert row["better"] == pytest.approx((counts[1] + counts[2]) / judged)
    assert row["worse"] == pytest.approx(-(counts[0] + counts[1]) / judged)
    assert row["must_be_share"] == pytest.approx(counts[0] / len(raw.tiny))


def test_better_and_worse_need_five_pairs_that_are_judged():
    """Six pairs of which four are questionable: two persons are behind both figures."""
    rows = pl.DataFrame([dict.fromkeys(NAMES, 0) | {"questionable": 4, "attractive": judged}
                         for judged in (2, 5)])  # fmt: skip
    estimates = {"weighted_mean": [1.0, 1.0], "n_effective": [2.0, None], "df_design": [1, 4]}
    found = kano_rows._side(rows, "better", pl.DataFrame(estimates), "survey").rows()
    assert found[0] == (None, None, None)
    assert found[1][0] == found[1][2] == 1.0 and 0 < found[1][1] < 1  # and never beyond 1


def test_small_groups_are_hidden(marts):
    rows = {row["branch"]: row for row in kano.ask(marts, TINY, by=("branch",)).rows}
    for branch in ("N3", "N4", "S1", "S3"):  # as of any answer, see conftest
        assert rows[branch]["suppressed"]
        told = (*NAMES, "n", "category", "better", "worse", "low", "p_adjusted", "sure", "fong")
        assert {rows[branch][name] for name in told} == {None}
    assert rows["T1"]["category"] is not None


def test_a_questionnaire_without_such_pairs_says_so(marts):
    told = kano.ask(marts, Selection(instrument="short"))
    assert (told.rows, told.n, told.totals["problem"]) == ([], 0, "no_kano")


def test_no_other_question_knows_of_them(marts):
    for question in (factor_status, gaps, questionnaire_quality):
        told = question.ask(marts, TINY)
        assert not [row for row in told.rows if row["item"] == "k1"]
    assert {row["scale"] for row in scale_status.ask(marts, TINY).rows} == {"total"}
    with pytest.raises(SelectionError, match="battery: 'functional' is not a battery of tiny"):
        factor_status.ask(marts, Selection(instrument="tiny", battery="functional"))
    stored = marts.query("select distinct battery from scores where instrument = 'tiny'", ALL)
    assert sorted(stored["battery"]) == ["quality", "value"]
