"""How far each factor has moved, against plain Python and statsmodels on the raw answer sheets."""

import statistics

import pytest
from statsmodels.stats.multitest import multipletests

from analysis import factor_changes
from analysis.selection import Selection, SelectionError

SHORT = Selection(instrument="short")


def test_every_factor_from_one_month_to_the_next(marts, raw):
    answer = factor_changes.ask(marts, SHORT)
    assert (answer.totals["before"], answer.totals["after"]) == ("1404-05", "1404-06")
    assert [row["item"] for row in answer.rows] == ["A1", "A2", "A3", "A4"]
    for row in answer.rows:
        for month, key in (("1404-05", "before"), ("1404-06", "after")):
            sheets = [sheet for sheet in raw.short if sheet["month"] == month]
            given = [s[row["item"]] for s in sheets if s[row["item"]] is not None]
            assert row[f"n_{key}"] == len(given)
            assert row[key] == pytest.approx(statistics.fmean(given))
        assert row["change"] == pytest.approx(row["after"] - row["before"])


def test_the_factors_are_one_family(marts):
    rows = factor_changes.ask(marts, SHORT).rows
    expected = multipletests([row["p"] for row in rows], method="fdr_bh")[1]
    assert [row["p_adjusted"] for row in rows] == pytest.approx(list(expected))


def test_a_change_that_was_made(surveyed):
    sheets = [
        {"branch": branch, "answered_on": f"1404-{month}-10", "A1": level + jump, "A2": level}
        for month, jump in (("05", 0), ("06", 1))
        for branch in ("N1", "N2", "N3", "S1", "S2")
        for level in (2, 3, 3, 4)
    ]
    moved, still, *unasked = factor_changes.ask(surveyed(sheets), SHORT).rows
    assert moved["change"] == pytest.approx(1)
    assert still["change"] == pytest.approx(0)
    assert [row["change"] for row in unasked] == [None, None]  # nobody answered them


@pytest.mark.parametrize(
    "fields",
    [
        {"first_month": "1399-01", "last_month": "1399-01"},  # no data
        {"last_month": "1404-05"},  # nothing before it
    ],
)
def test_nothing_to_compare(marts, fields):
    answer = factor_changes.ask(marts, Selection(instrument="short", **fields))
    assert len(answer.rows) == 4
    assert all(row["change"] is row["p_adjusted"] is None for row in answer.rows)
    assert (answer.n, answer.totals["tested"]) == (0, 0)


def test_a_month_of_few_respondents_has_no_change(surveyed):
    many = [{"branch": "N1", "answered_on": "1404-06-10", "A1": 3} for _ in range(20)]
    few = [{"branch": "N1", "answered_on": "1404-05-10", "A1": 4} for _ in range(3)]
    rows = factor_changes.ask(surveyed(many + few), SHORT).rows
    assert all(row["before"] is row["n_before"] is row["change"] is None for row in rows)


def test_what_cannot_be_asked_for(marts):
    with pytest.raises(SelectionError, match="whole selection"):
        factor_changes.ask(marts, SHORT, by=("province",))
    with pytest.raises(SelectionError, match="is not one of"):
        factor_changes.ask(marts, SHORT, compare="yesterday")
