"""The overview against the raw rows: values, changes, intervals, groups, targets, suppression."""

import math
import statistics

import pytest
from scipy import stats

from analysis import factor_status, overview
from analysis.headlines import HEADLINES
from analysis.marts import Reader, open_marts
from analysis.selection import Selection, SelectionError
from etl.data_folder import DataFolder
from etl.rebuild import rebuild

BEFORE, LAST = "1404-05", "1404-06"
NORTH = Selection(provinces="IR-09", instrument="short")


def by_measure(answer):
    return {row["measure"]: row for row in answer.rows}


def here(raw, rows, month, province="IR-09"):
    return [r for r in rows if r["month"] == month and raw.province[r["branch"]] == province]


def parts(raw, rows):
    """Share → (how many, of how many) of some requests."""
    done = [r for r in rows if r["status"] == "completed"]
    known = [r for r in rows if raw.remote[r["channel"]] != "unknown"]
    due = [r for r in done if r["due_at"]]
    return {
        "completion_rate": (len(done), len(rows)),
        "digital_take_up": (sum(raw.remote[r["channel"]] == "yes" for r in known), len(known)),
        "on_time_share": (sum(r["completed_at"] <= r["due_at"] for r in due), len(due)),
    }


def overall(rows):
    return [r["overall"] for r in rows if r["overall"] is not None]


def test_every_measure_of_the_last_month_is_that_of_the_rows(marts, raw):
    answer = overview.ask(marts, NORTH)
    rows = by_measure(answer)
    assert list(rows) == list(HEADLINES)
    for month, n, value in ((LAST, "n", "value"), (BEFORE, "before_n", "before")):
        log, sheets = here(raw, raw.log, month), here(raw, raw.short, month)
        for name, (part, whole) in parts(raw, log).items():
            assert (rows[name][n], rows[name][value]) == (whole, pytest.approx(part / whole))
        given = overall(sheets)
        assert rows["satisfaction"][n] == len(given)
        assert rows["satisfaction"][value] == pytest.approx(statistics.fmean(given))
        hours = [r["seconds"] / 3600 for r in log if r["status"] == "completed"]
        assert rows["median_hours"][n] == len(hours)
        assert rows["median_hours"][value] == pytest.approx(statistics.median(hours), rel=0.1)
        one = Selection(provinces="IR-09", instrument="short", first_month=month, last_month=month)
        judged = factor_status.ask(marts, one, rule="evidence")
        assert rows["favourable_factors"][value] == judged.totals["favourable"]
    for row in rows.values():
        if row["value"] is not None:
            assert (row["month"], row["before_month"]) == (LAST, BEFORE)
            assert row["change"] == pytest.approx(row["value"] - row["before"])
    assert answer.n == sum(raw.province[r["branch"]] == "IR-09" for r in raw.log)


def test_the_months_behind_are_those_of_the_rows(marts, raw):
    months = overview.ask(marts, NORTH).totals["months"]
    told = {(row["measure"], row["month"]): row["value"] for row in months}
    for month in raw.months:
        for name, (part, whole) in parts(raw, here(raw, raw.log, month)).items():
            assert told[name, month] == pytest.approx(part / whole)


def test_the_month_compared_with_may_lie_outside_the_selection(marts):
    wide = by_measure(overview.ask(marts, NORTH))
    alone = Selection(provinces="IR-09", instrument="short", first_month=LAST, last_month=LAST)
    narrow = by_measure(overview.ask(marts, alone))
    for name, row in narrow.items():
        for key in ("value", "before_month", "before_n", "before", "change_low", "change_high"):
            assert row[key] == pytest.approx(wide[name][key]), (name, key)


def test_a_year_earlier_there_is_nothing_and_no_change_is_made_up(marts):
    rows = by_measure(overview.ask(marts, NORTH, compare="same_month_last_year"))
    for row in rows.values():
        assert row["before"] is None and row["change"] is None and row["change_low"] is None
    assert rows["satisfaction"]["before_month"] == "1403-06"


def test_the_interval_of_a_change_knows_the_branches_of_both_months(marts, raw):
    """By hand: Σ over branches of what each adds to the difference, squared; t with 3 df."""
    row = by_measure(overview.ask(marts, NORTH))["completion_rate"]
    months = [here(raw, raw.log, month) for month in (BEFORE, LAST)]
    added = []
    for branch in ("N1", "N2", "N3", "N4"):
        own = 0
        for sign, rows in zip((-1, 1), months, strict=True):
            mean = sum(r["status"] == "completed" for r in rows) / len(rows)
            distances = [(r["status"] == "completed") - mean for r in rows if r["branch"] == branch]
            own += sign * sum(distances) / len(rows)
        added.append(own)
    se = math.sqrt(4 / 3 * sum((each - statistics.fmean(added)) ** 2 for each in added))
    reach = stats.t.ppf(0.975, 3) * se
    assert row["change_low"] == pytest.approx(row["change"] - reach)
    assert row["change_high"] == pytest.approx(row["change"] + reach)


def test_by_province_each_measure_of_the_last_month(marts, raw):
    rows = overview.ask(marts, Selection(instrument="short"), by=("province",)).rows
    at = {(row["measure"], row["province"]): row for row in rows}
    for province in sorted(set(raw.province.values())):
        log = here(raw, raw.log, LAST, province)
        for name, (part, whole) in parts(raw, log).items():
            row = at[name, province]
            assert (row["n"], row["value"], row["month"]) == (
                whole, pytest.approx(part / whole), LAST,
            )  # fmt: skip
            assert row["low"] is None or 0 <= row["low"] <= row["value"] <= row["high"] <= 1
        row = at["satisfaction", province]
        given = overall(here(raw, raw.short, LAST, province))
        assert row["suppressed"] or row["value"] == pytest.approx(statistics.fmean(given))
    assert any(row["low"] is not None for row in rows)


def test_one_measure_alone_is_the_same(marts):
    rows = overview.ask(marts, NORTH, by=("province",)).rows
    alone = overview.ask(marts, NORTH, by=("province",), measure="on_time_share").rows
    assert alone == [row for row in rows if row["measure"] == "on_time_share"]
    assert [r["measure"] for r in overview.ask(marts, NORTH, measure="median_hours").rows] == [
        "median_hours"
    ]


def test_groups_are_of_the_month_that_the_place_has_last(surveyed):
    """As its cards are: elsewhere there are answers of a later month."""
    sheets = [{"branch": branch, "A1": 4, "overall": 6 + n % 3, "answered_on": f"{month}-10"}
              for month, branches in ((BEFORE, ("N1", "N2")), (LAST, ("S1", "S2")))
              for branch in branches for n in range(8)]  # fmt: skip
    marts = surveyed(sheets)
    for measure in ("satisfaction", "favourable_factors"):
        (card,) = overview.ask(marts, NORTH, measure=measure).rows
        groups = overview.ask(marts, NORTH, by=("branch",), measure=measure).rows
        assert [(row["branch"], row["month"]) for row in groups] == [("N1", BEFORE), ("N2", BEFORE)]
        assert card["month"] == BEFORE


def test_few_answers_are_hidden_from_headline_and_map(marts):
    tiny = Selection(instrument="tiny", branches="N3")  # four respondents
    row = by_measure(overview.ask(marts, tiny))["favourable_factors"]
    assert row["value"] is None and row["n"] is None and row["suppressed"]
    groups = overview.ask(marts, Selection(instrument="tiny"), by=("branch",)).rows
    hidden = {
        row["branch"] for row in groups
        if row["measure"] == "favourable_factors" and row["suppressed"]
    }  # fmt: skip
    assert {"N3", "S1", "S3", "K1"} <= hidden
    assert all(row["value"] is None for row in groups if row["suppressed"])


@pytest.mark.parametrize("wrong", [{"compare": "last_month"}, {"measure": "satisfacton"}])
def test_what_cannot_be_asked_for_is_refused(marts, wrong):
    with pytest.raises(SelectionError, match="is not one of"):
        overview.ask(marts, NORTH, **wrong)


TARGETS = """measure,province,target,from_month
on_time_share,,0.99,1404-01
on_time_share,,0.1,1404-06
on_time_share,,0.98,1404-07
on_time_share,IR-09,0.97,1404-05
median_hours,,100000,1404-01
satisfaction,IR-29,9,1404-01
"""


@pytest.fixture
def aimed(own_folder):
    """The warehouse with targets, published anew."""
    (own_folder / "targets.csv").write_text(TARGETS, "utf-8")
    rebuild(DataFolder(own_folder))
    return open_marts()


def test_a_target_is_that_of_the_place_and_of_the_month(aimed):
    def on_time(*provinces, last=LAST):
        asked = Selection(provinces=provinces, instrument="short", last_month=last)
        return by_measure(overview.ask(aimed, asked))

    everywhere, north = on_time(), on_time("IR-09")
    assert (everywhere["on_time_share"]["target"], everywhere["on_time_share"]["met"]) == (
        0.1,
        True,
    )
    assert (north["on_time_share"]["target"], north["on_time_share"]["met"]) == (0.97, False)
    assert on_time("IR-09", "IR-29")["on_time_share"]["target"] == 0.1
    assert on_time(last=BEFORE)["on_time_share"]["target"] == 0.99
    assert on_time("IR-29")["satisfaction"]["target"] == 9
    assert (
        everywhere["satisfaction"]["target"] is None and everywhere["satisfaction"]["met"] is None
    )
    assert everywhere["median_hours"]["met"] is True  # fewer hours are better


def test_a_reader_of_one_province_sees_no_target_of_another(aimed):
    limited = open_marts(Reader("north", ("IR-09",)))
    seen = limited.query("select province from targets")["province"].to_list()
    assert sorted(seen, key=str) == ["IR-09", None, None, None, None]


def test_a_version_from_before_there_were_targets_is_read_without(marts, monkeypatch):
    monkeypatch.setattr(marts, "tables", marts.tables - {"targets"})
    assert by_measure(overview.ask(marts, NORTH))["on_time_share"]["target"] is None
