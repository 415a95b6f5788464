"""The kiosk study's 24 items through the gap analysis, against scipy on the file's 207 rows."""

import numpy as np
import pytest
from scipy import stats

from analysis import gaps, priorities
from analysis.marts import open_marts
from analysis.selection import Selection
from tests.real import kiosk_file


@pytest.fixture
def marts(kiosk, monkeypatch):
    monkeypatch.setenv("PAYESH_DATA", str(kiosk.root))
    return open_marts()


@pytest.fixture(scope="module")
def answers(real_extracts, kiosk):
    """battery → (207, 24) in the order x1 … x24."""
    rows = kiosk_file.rows(real_extracts, kiosk.mappings)
    batteries = ("expectation", "perception", "importance", "satisfaction")
    return {
        battery: rows[[f"x{n}.{battery}" for n in range(1, 25)]].to_numpy(float)
        for battery in batteries
    }


@pytest.mark.parametrize("design", ["survey", "simple"])  # the file names no branch: the same
def test_24_paired_tests_equal_scipy(marts, answers, design):
    told = gaps.ask(marts, Selection(), design=design)
    rows = told.rows[:24]
    expected = stats.ttest_rel(answers["perception"], answers["expectation"])
    assert (told.n, [row["item"] for row in rows]) == (207, [f"x{n}" for n in range(1, 25)])
    assert {row["n"] for row in rows} == {207}
    assert [row["t_design"] for row in rows] == pytest.approx(expected.statistic, abs=1e-9)
    assert [row["p_two_sided"] for row in rows] == pytest.approx(expected.pvalue, abs=1e-12)
    adjusted = stats.false_discovery_control(expected.pvalue)
    assert [row["p_adjusted"] for row in rows] == pytest.approx(adjusted, abs=1e-12)
    assert told.totals["falls_short"] == np.sum((adjusted < 0.05) & (expected.statistic < 0)) == 20
    assert told.totals["exceeds"] == np.sum((adjusted < 0.05) & (expected.statistic > 0)) == 1


def test_six_dimensions_and_the_score_weighted_by_importance(marts, answers):
    told = gaps.ask(marts, Selection())
    gap = answers["perception"] - answers["expectation"]
    means, weights = {}, {}
    for name, items in kiosk_file.FACTORS.items():
        places = [int(item[1:]) - 1 for item in items]
        means[name] = gap[:, places].mean(axis=1)
        weights[name] = answers["importance"][:, places].mean()
    rows = {row["item"]: row for row in told.rows if row["kind"] == "subscale"}
    for name, each in means.items():
        test = stats.ttest_1samp(each, 0)
        assert rows[name]["gap"] == pytest.approx(each.mean())
        assert rows[name]["t_design"] == pytest.approx(test.statistic, abs=1e-6)
    dimensions = np.array([each.mean() for each in means.values()])
    importance = np.array(list(weights.values()))
    assert told.totals["dimension"] == "subscale"
    assert told.totals["unweighted"] == pytest.approx(dimensions.mean())
    weighted = (importance * dimensions).sum() / importance.sum()
    assert told.totals["weighted"] == pytest.approx(weighted)


def test_quadrants_of_the_batteries_that_the_questionnaire_names(marts, answers):
    told = gaps.ask(marts, Selection())
    assert (told.totals["importance"], told.totals["performance"]) == ("importance", "satisfaction")
    selection = Selection(battery=told.totals["performance"])
    rows = priorities.ask(marts, selection, importance="stated").rows
    found = {row["item"]: (row["mean"], row["importance"], row["quadrant"]) for row in rows}
    performance, importance = (answers[b].mean(axis=0) for b in ("satisfaction", "importance"))
    for n, (mean, stated) in enumerate(zip(performance, importance, strict=True), start=1):
        important, below = stated >= np.median(importance), mean < 4
        quadrant = {(1, 1): "first", (1, 0): "keep", (0, 1): "later", (0, 0): "enough"}
        told = found[f"x{n}"]
        assert told[:2] == pytest.approx((mean, stated))
        assert told[2] == quadrant[important, below]
