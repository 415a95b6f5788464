"""Satisfaction against plain Python on the raw answer sheets."""

import statistics

import pytest
from scipy import stats

from analysis import satisfaction_trends
from analysis.selection import Selection


def assert_figures(row, values):
    assert row["n"] == len(values)
    assert row["mean"] == pytest.approx(statistics.fmean(values), rel=1e-9)
    assert row["sd"] == pytest.approx(statistics.stdev(values), rel=1e-7)
    assert row["se"] == pytest.approx(stats.sem(values), rel=1e-7)
    interval = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(tuple(interval), rel=1e-7)


def overall(sheets):
    return [sheet["overall"] for sheet in sheets if sheet["overall"] is not None]


def test_the_overall_item_by_month_and_province(marts, raw):
    answer = satisfaction_trends.ask(marts, Selection(instrument="short"))
    assert answer.totals["measure"] == {
        "kind": "overall", "item": "overall", "title_fa": "رضایت کلی",
        "title_en": "Overall satisfaction",
    }  # fmt: skip
    assert [answer.totals[name] for name in ("lowest", "highest", "reference")] == [1, 10, 5]
    assert_figures(answer.totals, overall(raw.short))
    assert answer.n == answer.totals["n"] == len(overall(raw.short))
    shown = [row for row in answer.rows if not row["suppressed"]]
    assert len(shown) >= 6
    for row in shown:
        sheets = [
            sheet for sheet in raw.short
            if (sheet["month"], raw.province[sheet["branch"]]) == (row["month"], row["province"])
        ]  # fmt: skip
        assert_figures(row, overall(sheets))


def test_rows_are_in_the_order_of_time(marts):
    rows = satisfaction_trends.ask(marts, Selection(instrument="short")).rows
    assert [(row["month"], row["province"]) for row in rows] == sorted(
        (row["month"], row["province"]) for row in rows
    )


@pytest.mark.parametrize("battery", ["expectation", "satisfaction"])
def test_without_an_overall_item_the_mean_score(marts, raw, battery):
    answer = satisfaction_trends.ask(
        marts, Selection(instrument="paired", battery=battery), by=("customer_group",)
    )
    assert answer.totals["measure"]["kind"] == "total"
    assert answer.totals["measure"]["title_fa"] and answer.totals["measure"]["title_en"]
    assert [answer.totals[name] for name in ("lowest", "highest", "reference")] == [1, 7, 4]
    assert_figures(answer.totals, scores(raw.paired, battery))
    for row in answer.rows:
        sheets = [s for s in raw.paired if s["customer_group"] == row["customer_group"]]
        assert_figures(row, scores(sheets, battery))


def scores(sheets, battery):
    """Each respondent's mean; one answer of two items is half of them, which is enough."""
    found = []
    for sheet in sheets:
        first, second = sheet[f"x1.{battery}"], sheet[f"x2.{battery}"]
        answers = [first, None if second is None else 8 - second]  # x2 is reversed
        given = [answer for answer in answers if answer is not None]
        if given:
            found.append(sum(given) / len(given))
    return found


def test_filters_and_no_grouping(marts, raw):
    answer = satisfaction_trends.ask(
        marts, Selection(instrument="short", branches=["N1", "N2"], services="history"), by=()
    )
    sheets = [s for s in raw.short if s["branch"] in ("N1", "N2") and s["service"] == "history"]
    assert len(answer.rows) == 1
    assert_figures(answer.rows[0], overall(sheets))


def test_the_loads_are_those_of_the_survey(marts):
    answer = satisfaction_trends.ask(marts, Selection(instrument="short"))
    assert [(load["kind"], load["file"]) for load in answer.loads] == [
        ("survey", "survey_short.csv")
    ]
