"""Gaps against scipy and svy on the rows that were loaded; `paired` has two items, one reversed."""

import numpy as np
import polars as pl
import pytest
import svy
from scipy import stats

from analysis import gaps
from analysis.selection import Selection, SelectionError

PAIRED = Selection(instrument="paired")
ITEMS = ("x1", "x2")


def differences(raw, item) -> pl.DataFrame:
    """One row per respondent: province, branch, expected, perceived, gap; NaN without a pair."""
    rows = []
    for sheet in raw.paired:
        sides = [sheet[f"{item}.{battery}"] for battery in ("expectation", "satisfaction")]
        if None in sides:
            sides = [np.nan, np.nan]
        elif item == "x2":  # more is better once it is turned, on a scale of 1 to 7
            sides = [8 - value for value in sides]
        branch = sheet["branch"]
        rows.append((raw.province[branch], branch, *map(float, sides)))
    frame = pl.DataFrame(rows, schema=["province", "branch", "expected", "perceived"], orient="row")
    return frame.with_columns(gap=pl.col("perceived") - pl.col("expected"))


@pytest.mark.parametrize("item", ITEMS)
def test_answers_one_by_one_are_the_paired_test_of_scipy(marts, raw, item):
    told = gaps.ask(marts, PAIRED, design="simple")
    row = next(row for row in told.rows if row["item"] == item)
    pairs = differences(raw, item).drop_nans("gap")
    expected = stats.ttest_rel(pairs["perceived"], pairs["expected"])
    assert row["n"] == pairs.height < len(raw.paired)  # some answered only one of the two
    assert row["gap"] == pytest.approx(pairs["gap"].mean())
    assert row["expected"] == pytest.approx(pairs["expected"].mean())
    assert row["perceived"] - row["expected"] == pytest.approx(row["gap"])
    assert row["t_design"] == pytest.approx(expected.statistic)
    assert row["p_two_sided"] == pytest.approx(expected.pvalue)
    assert row["effect_size"] == pytest.approx(pairs["gap"].mean() / pairs["gap"].std())


@pytest.mark.parametrize("item", ITEMS)
def test_by_the_design_a_gap_and_both_means_are_those_of_svy(marts, raw, item):
    row = next(row for row in gaps.ask(marts, PAIRED).rows if row["item"] == item)
    frame = differences(raw, item)
    frame = frame.with_columns(w=pl.lit(1.0), met=pl.col("gap").is_not_nan()).fill_nan(0)
    design = svy.Design(stratum="province", psu="branch", wgt="w", singleton="center")
    for value in ("gap", "expected", "perceived"):
        sample = svy.Sample(frame, design)
        found = sample.estimation.mean(value, where=svy.col("met")).estimates[0]
        assert row[value] == pytest.approx(found.est)
        if value == "gap":
            assert row["se_design"] == pytest.approx(found.se, rel=1e-8)
        else:  # their own intervals are adjusted for nothing
            assert row[f"{value}_low"] == pytest.approx(found.lci, rel=1e-8)


def test_a_verdict_is_read_from_the_adjusted_test_and_agrees_with_its_interval(marts):
    told = gaps.ask(marts, PAIRED)
    family = [row for row in told.rows if row["kind"] == "item"]
    adjusted = stats.false_discovery_control([row["p_two_sided"] for row in family])
    assert [row["p_adjusted"] for row in family] == pytest.approx(adjusted.tolist())
    for row in told.rows:
        apart = row["low"] > 0 or row["high"] < 0
        assert (row["verdict"] != "undetermined") == apart == (row["p_adjusted"] < 0.05)


def test_a_scale_is_the_mean_gap_of_each_respondent_over_half_of_its_items(marts, raw):
    total = gaps.ask(marts, PAIRED, design="simple").rows[-1]
    both = np.column_stack([differences(raw, item)["gap"] for item in ITEMS])
    own = np.nanmean(both[~np.isnan(both).all(axis=1)], axis=1)  # one of two items is half
    assert (total["item"], total["n"]) == ("total", len(own))
    assert total["gap"] == pytest.approx(own.mean())
    assert total["t_design"] == pytest.approx(stats.ttest_1samp(own, 0).statistic)


def test_small_groups_are_hidden_with_both_of_their_means(marts):
    told = gaps.ask(marts, Selection(instrument="tiny"), by=("branch",))
    shown = {(row["branch"], row["item"]): row for row in told.rows}
    for branch in ("N3", "N4", "S1", "S3"):  # as of any answer, see conftest
        row = shown[branch, "q1"]
        assert row["suppressed"]
        figures = ("n", "gap", "low", "expected", "expected_low", "perceived", "verdict")
        assert {row[figure] for figure in figures} == {None}
    assert shown["N2", "q2"]["suppressed"]  # 3 pairs among 9 respondents
    assert shown["T1", "q1"]["gap"] is not None


def test_a_questionnaire_that_compares_nothing_says_so(marts):
    told = gaps.ask(marts, Selection(instrument="short"))
    assert (told.rows, told.n, told.totals["problem"]) == ([], 0, "no_pair")


def test_an_unknown_design_is_refused(marts):
    with pytest.raises(SelectionError, match="design: 'simpel' is not one of survey, simple"):
        gaps.ask(marts, PAIRED, design="simpel")
