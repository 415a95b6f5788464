"""Process charts: values as counted from the rows, lines as computed by hand, restarts, gaps."""

import statistics
from dataclasses import replace

import polars as pl
import pytest

from analysis import process_charts
from analysis.chart_rows import Place, drawn
from analysis.measures import LOGGED, SATISFACTION, VOLUME
from analysis.selection import Selection, SelectionError

MEAN = replace(SATISFACTION, lowest=1, highest=10)
MONTHS = [f"1403-{m:02d}" for m in range(1, 13)] + ["1404-01", "1404-02"]
VALUES = [3.4, 3.6, 3.5, 3.3, 3.5, 3.6, 3.4, 3.5, 3.3, 3.6, 3.4, 3.5, 3.4, 5.0]


def event(month, province=None, measure=None, restarts=True):
    return {"event": "e", "month": month, "province": province, "measure": measure,
            "restarts": restarts}  # fmt: skip


def place(events=(), provinces=None, by=()):
    return Place(by, MONTHS, list(events), provinces)


def series(values=VALUES, months=MONTHS):
    return pl.DataFrame({"month": months, "n": [100] * len(values), "value": values})


def test_shares_and_volumes_are_those_of_the_rows(marts, raw):
    answer = process_charts.ask(marts, Selection(provinces="IR-09"))
    at = {(row["measure"], row["month"]): row for row in answer.rows}
    for month in raw.months:
        own = [r for r in raw.log if r["month"] == month and raw.province[r["branch"]] == "IR-09"]
        done = [r for r in own if r["status"] == "completed"]
        known = [r for r in own if raw.remote[r["channel"]] != "unknown"]
        due = [r for r in done if r["due_at"]]
        for measure, part, whole in (
            ("completion_rate", len(done), own),
            ("digital_take_up", sum(raw.remote[r["channel"]] == "yes" for r in known), known),
            ("on_time_share", sum(r["completed_at"] <= r["due_at"] for r in due), due),
        ):
            assert at[measure, month]["n"] == len(whole)
            assert at[measure, month]["value"] == pytest.approx(part / len(whole))
        answers = [r["overall"] for r in raw.short
                   if r["month"] == month and raw.province[r["branch"]] == "IR-09"
                   and r["overall"] is not None]  # fmt: skip
        row = at["satisfaction", month]
        assert (row["n"], row["value"]) == (len(answers), pytest.approx(statistics.fmean(answers)))
    assert all(row["provisional"] for row in answer.rows)  # two months make no process
    assert answer.n == sum(raw.province[r["branch"]] == "IR-09" for r in raw.log)


def test_one_chart_per_province(marts):
    answer = process_charts.ask(marts, Selection(), by=("month", "province"))
    assert {c["province"] for c in answer.totals["charts"]} == {"IR-07", "IR-09", "IR-28", "IR-29"}
    alone = process_charts.ask(marts, Selection(provinces="IR-29"))
    own = [row for row in answer.rows if row["province"] == "IR-29"]
    assert [{k: v for k, v in row.items() if k != "province"} for row in own] == alone.rows


def test_the_lines_are_those_of_wheeler_with_the_outlying_point_left_out():
    rows, (chart,) = drawn(MEAN, series(), place(), target=3.0)
    kept = VALUES[:-1]
    centre = statistics.fmean(kept)
    sigma = statistics.fmean(abs(b - a) for a, b in zip(kept, kept[1:], strict=False)) / 1.128
    assert rows[0]["centre"] == pytest.approx(centre)
    assert rows[-1]["causes"] == "outside_up" and rows[-1]["variation"] == "special_improving"
    assert [row["variation"] for row in rows[:-1]] == ["common_cause"] * 13
    assert not rows[0]["provisional"]
    assert (chart["latest_month"], chart["special"], chart["chart"]) == ("1404-02", 1, "xmr")
    assert rows[0]["lower"] == pytest.approx(centre - 3 * sigma)
    assert rows[0]["upper"] == pytest.approx(centre + 3 * sigma)
    assert chart["assurance"] == "consistently_hit"


def test_a_month_is_judged_alike_whatever_else_is_shown():
    """The overview once called usual what the profile, with more history, called special."""
    every, (chart,) = drawn(MEAN, series(), place(), target=3.0)
    for first in (MONTHS[5], MONTHS[-1]):
        rows, (shown,) = drawn(MEAN, series(), replace(place(), first=first), target=3.0)
        assert rows == every[MONTHS.index(first) :]
        assert shown == chart  # the one special month is the last
    steady = series([*VALUES[:4], 5.0, *VALUES[5:-1], 3.4])
    _, (chart,) = drawn(MEAN, steady, replace(place(), first=MONTHS[5]), None)
    assert (chart["signals"], chart["special"]) == (0, 0)  # counted of what is shown


def test_a_group_without_data_in_what_is_shown_has_no_chart():
    gone = series(VALUES[:3], MONTHS[:3]).with_columns(province=pl.lit("IR-07"))
    here = series().with_columns(province=pl.lit("IR-09"))
    shown = replace(place(by=("province",)), first=MONTHS[5])
    rows, charts = drawn(MEAN, pl.concat([gone, here]), shown, None)
    assert {row["province"] for row in rows} == {"IR-09"} and len(charts) == 1


def test_the_months_asked_for_choose_what_is_shown_not_the_limits(marts, raw):
    first, last = min(raw.months), max(raw.months)
    every = process_charts.ask(marts, Selection(provinces="IR-09"))
    one = process_charts.ask(marts, Selection(provinces="IR-09", first_month=last))
    assert one.rows == [row for row in every.rows if row["month"] == last]
    assert one.totals["limits_from"] == every.totals["limits_from"] == first
    assert one.period["from"] == last
    assert one.n == sum(raw.province[r["branch"]] == "IR-09" and r["month"] == last
                        for r in raw.log)  # fmt: skip


def test_an_event_that_fits_restarts_the_baseline():
    fits = [event("1404-01"), event("1404-01", "IR-29"), event("1404-01", None, "satisfaction")]
    for one in fits:
        rows, _ = drawn(MEAN, series(), place([one], ("IR-29",)), None)
        assert [row["baseline"] for row in rows] == [0] * 12 + [1] * 2
        assert rows[12]["events"] == "e"
        assert rows[12]["provisional"] and not rows[0]["provisional"]
    for other in (event("1404-01", "IR-07"), event("1404-01", None, "on_time_share")):
        rows, _ = drawn(MEAN, series(), place([other], ("IR-29",)), None)
        assert {row["baseline"] for row in rows} == {0} and rows[12]["events"] is None


def test_an_event_of_one_province_is_marked_but_restarts_nothing_of_several():
    for events in ([event("1404-01", "IR-29")], [event("1404-01", restarts=False)]):
        rows, _ = drawn(MEAN, series(), place(events), None)
        assert {row["baseline"] for row in rows} == {0} and rows[12]["events"] == "e"


def test_a_month_without_data_is_a_gap():
    found = series(VALUES[:4] + VALUES[5:], MONTHS[:4] + MONTHS[5:])
    rows, (chart,) = drawn(VOLUME, found, place(), None)
    gap = rows[4]
    assert (gap["n"], gap["value"], gap["variation"], gap["causes"]) == (None,) * 4
    assert gap["centre"] is not None
    assert chart["assurance"] is None


def test_assurance_against_a_target():
    counts = pl.DataFrame({"month": MONTHS, "n": [1000] * 14, "count": [900, 902] * 7})
    for target, said in ((0.5, "consistently_hit"), (0.99, "consistently_missed")):
        _, (chart,) = drawn(LOGGED["completion_rate"], counts, place(), target)
        assert (chart["assurance"], chart["target"]) == (said, target)


def test_suppressed_months_are_gaps(marts):
    answer = process_charts.ask(
        marts, Selection(instrument="tiny", branches="N3"), measures=("satisfaction",)
    )
    assert all(row["n"] is None and row["value"] is None for row in answer.rows)
    assert any(row["suppressed"] for row in answer.rows)


@pytest.mark.parametrize("wrong", [{"measures": ("mood",)}, {"panel": "some"}])
def test_what_is_not_known_is_refused(marts, wrong):
    with pytest.raises(SelectionError, match="closest: "):
        process_charts.ask(marts, Selection(), **wrong)


def test_the_constant_panel_leaves_out_who_is_not_always_there(marts):
    # Every branch of the extracts reports in both months.
    every = process_charts.ask(marts, Selection())
    kept = process_charts.ask(marts, Selection(), panel="constant")
    pick = [[r["value"] for r in a.rows if r["measure"] in LOGGED] for a in (every, kept)]
    assert pick[0] == pick[1]
    assert every.totals["breaks"] == []
