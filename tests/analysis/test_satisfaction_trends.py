"""Satisfaction against plain Python on the raw answer sheets."""

import math
import statistics

import pytest
from scipy import stats

from analysis import satisfaction_trends
from analysis.selection import Selection, SelectionError


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


def taylor(sheets, province, first="1404-05", last="1404-06"):
    """Change, se and df of the mean of `overall`, from the rows: clusters within provinces."""
    answered = [sheet for sheet in sheets if sheet["overall"] is not None]
    z, means = {}, {}
    for month, sign in ((first, -1), (last, 1)):
        own = [sheet for sheet in answered if sheet["month"] == month]
        means[month] = statistics.fmean(sheet["overall"] for sheet in own)
        for sheet in own:
            part = sign * (sheet["overall"] - means[month]) / len(own)
            z[sheet["branch"]] = z.get(sheet["branch"], 0.0) + part
    variance = df = 0.0
    for stratum in {province[branch] for branch in z}:
        values = [z[branch] for branch in z if province[branch] == stratum]
        k = len(values)
        # A lone branch has no spread of its own: it counts about the mean of all z, which is 0.
        variance += k * statistics.variance(values) if k > 1 else values[0] ** 2
        df += k - 1
    return means[last] - means[first], math.sqrt(variance), df


@pytest.mark.parametrize("by", [("month",), ("month", "province")])
@pytest.mark.parametrize("places", [{}, {"provinces": "IR-09"}])
def test_the_change_from_the_first_to_the_last_month(marts, raw, by, places):
    answer = satisfaction_trends.ask(marts, Selection(instrument="short", **places), by=by)
    sheets = [s for s in raw.short if not places or raw.province[s["branch"]] == "IR-09"]
    change, se, df = taylor(sheets, raw.province)
    found = answer.totals["change"]
    assert (found["first"], found["last"]) == ("1404-05", "1404-06")
    assert found["difference"] == pytest.approx(change, rel=1e-8)
    assert found["p"] == pytest.approx(2 * stats.t.sf(abs(change / se), df), rel=1e-8)
    limits = stats.t.interval(0.95, df, change, se)
    assert (found["ci_low"], found["ci_high"]) == pytest.approx(limits, rel=1e-8)
    assert found["direction"] == "level"  # the extracts are random numbers


def months_of(before, after):
    """{branch: answers} in two months, as answer sheets."""
    return [
        {"branch": branch, "answered_on": day, "overall": value}
        for day, answers in (("1404-05-10", before), ("1404-06-10", after))
        for branch, values in answers.items()
        for value in values
    ]


MIXED = {"N1": [4, 5, 6, 5], "N2": [2, 3, 4, 3], "N3": [7, 8, 9, 8]}


@pytest.mark.parametrize(("step", "direction"), [(1, "up"), (-1, "down")])
def test_branches_that_all_move_prove_a_change_though_they_differ(surveyed, step, direction):
    # One answer of N1 moves further: where all move alike there is no spread, and no test.
    after = {b: [v + step * (1 + (b == "N1" and v == 6)) for v in MIXED[b]] for b in MIXED}
    trends = satisfaction_trends.ask(surveyed(months_of(MIXED, after)), Selection(), ("month",))
    found = trends.totals["change"]
    assert (found["direction"], found["p"] < 0.05) == (direction, True)
    # The two months' own intervals overlap: they hold the differences between branches.
    lows, highs = ([row[f"interval_{end}"] for row in trends.rows] for end in ("low", "high"))
    assert max(lows) < min(highs)


def test_one_branch_changes_as_its_answers_do(surveyed):
    marts = surveyed(months_of({"N1": [4, 5, 6, 5, 4]}, {"N1": [8, 9, 10, 7, 9]}))
    found = satisfaction_trends.ask(marts, Selection(branches="N1"), ("month",)).totals["change"]
    welch = stats.ttest_ind([8, 9, 10, 7, 9], [4, 5, 6, 5, 4], equal_var=False)
    assert found["p"] == pytest.approx(welch.pvalue, rel=1e-8)
    limits = tuple(welch.confidence_interval())
    assert (found["ci_low"], found["ci_high"]) == pytest.approx(limits, rel=1e-8)
    assert found["direction"] == "up"


def test_what_has_no_change_to_tell(surveyed):
    marts = surveyed(months_of(MIXED, {"N1": [9, 9, 1]}))  # of the last month nothing is shown
    assert satisfaction_trends.ask(marts, Selection(), ("month",)).totals["change"] is None
    assert satisfaction_trends.ask(marts, Selection(), ("province",)).totals["change"] is None


def test_where_every_branch_changes_by_the_same_there_is_no_spread_to_test_with(surveyed):
    after = {branch: [value + 1 for value in values] for branch, values in MIXED.items()}
    trends = satisfaction_trends.ask(surveyed(months_of(MIXED, after)), Selection(), ("month",))
    found = trends.totals["change"]
    assert (found["difference"], found["ci_low"], found["ci_high"]) == pytest.approx((1, 1, 1))
    assert (found["p"], found["direction"]) == (None, "level")


# N3 opens in the second month, with what no other branch has.
OPENED = months_of(
    {"N1": [4, 5, 6, 5], "N2": [2, 3, 4, 4]},
    {"N1": [4, 5, 6, 5], "N2": [3, 3, 4, 4], "N3": [10] * 8},
)


def test_the_constant_panel_follows_the_branches_that_are_in_every_month(surveyed):
    marts = surveyed(OPENED)
    everybody = satisfaction_trends.ask(marts, Selection(), ("month",))
    panel = satisfaction_trends.ask(marts, Selection(), ("month",), panel="constant")
    assert [everybody.totals[name] for name in ("panel", "panel_branches")] == ["all", None]
    assert [panel.totals[name] for name in ("panel", "panel_branches")] == ["constant", 2]
    assert [row["n"] for row in everybody.rows] == [8, 16]
    assert [row["n"] for row in panel.rows] == [8, 8] and panel.n == 16
    assert panel.rows[1]["mean"] == statistics.fmean([4, 5, 6, 5, 3, 3, 4, 4])
    assert panel.totals["change"]["difference"] == pytest.approx(1 / 8)
    assert panel.selection == everybody.selection
    alone = satisfaction_trends.ask(marts, Selection(branches=["N1", "N2"]), ("month",))
    assert panel.rows == alone.rows


def test_no_branch_in_every_month_leaves_no_panel(surveyed):
    marts = surveyed(months_of({"N1": [4, 5, 6, 5, 4]}, {"N2": [4, 5, 6, 5, 4]}))
    for by in ("month",), ():
        answer = satisfaction_trends.ask(marts, Selection(), by, panel="constant")
        assert (answer.rows, answer.n, answer.totals["mean"]) == ([], 0, None)
        assert "no_constant_panel" in [note.code for note in answer.notes]


def test_an_unknown_panel_is_refused(marts):
    with pytest.raises(SelectionError, match="closest: constant"):
        satisfaction_trends.ask(marts, Selection(), panel="constnat")
