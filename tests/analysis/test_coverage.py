"""Coverage against the rows: who reported, who did not, and how many of the invited answered."""

import dataclasses

import pytest

from analysis import coverage
from analysis.disclosure import SMALL
from analysis.marts import open_marts
from analysis.selection import Selection
from etl.data_folder import DataFolder
from etl.load import Loading
from tests.browser.extracts import Extracts

NORTH = Selection(provinces="IR-09", instrument="short")


def test_the_branches_that_reported_are_those_of_the_rows(marts, raw):
    rows = coverage.ask(marts, NORTH).rows
    assert [row["month"] for row in rows] == list(raw.months)
    for row in rows:
        for source, written in (("log", raw.log), ("survey", raw.short)):
            seen = {r["branch"] for r in written if r["month"] == row["month"]}
            here = {branch for branch in seen if raw.province[branch] == "IR-09"}
            assert row[f"branches_{source}"] == len(here)
        assert row["branches"] == sum(place == "IR-09" for place in raw.province.values())


def test_one_row_per_month_and_province(marts, raw):
    rows = coverage.ask(marts, Selection(instrument="short"), by=("province", "channel")).rows
    assert {(row["month"], row["province"]) for row in rows} == {
        (month, province) for month in raw.months for province in set(raw.province.values())
    }
    for row in rows:
        at = (row["month"], row["province"])
        seen = {r["branch"] for r in raw.log if (r["month"], raw.province[r["branch"]]) == at}
        assert row["branches_log"] == len(seen)


def test_a_filter_of_channels_makes_no_branch_silent(marts):
    narrow = dataclasses.replace(NORTH, channels=("kiosk",), customer_groups=("employer",))
    whole, narrowed = (coverage.ask(marts, each) for each in (NORTH, narrow))
    assert narrowed.totals["log"] == whole.totals["log"]
    assert narrowed.selection.channels == ("kiosk",)


def test_who_is_silent_who_had_closed_and_which_month_is_missing(surveyed, tmp_path):
    """N3 had closed before, N4 has not opened yet; K1 is open and says nothing."""
    sheets = [{"branch": branch, "answered_on": f"1404-{month}-10", "A1": 4}
              for month in ("05", "07") for branch in ("N1", "N2") for _ in range(6)]  # fmt: skip
    surveyed(sheets)
    path = tmp_path / "reference" / "branches.csv"
    text = path.read_text("utf-8")
    for branch, opened, closed in (("N3", "2001-01-01", "2025-07-01"), ("N4", "2026-01-01", "")):
        text = text.replace(f"{branch},IR-09,2001-01-01,,", f"{branch},IR-09,{opened},{closed},")
    path.write_text(text, "utf-8")
    marts = with_one_more_file(tmp_path)
    totals = coverage.ask(marts, Selection(provinces=("IR-09", "IR-28"))).totals
    assert totals["survey"] == {
        "month": "1404-07", "reported": 2, "expected": 3, "silent": ["K1"],
        "missing_months": ["1404-06"],
    }  # fmt: skip
    assert totals["log"]["month"] is None and totals["log"]["reported"] == 0
    assert totals["log"]["missing_months"] == ["1404-05", "1404-06", "1404-07"]


def with_one_more_file(root):
    """What was loaded and one sheet more: with it the edited list of branches is published."""
    path = root / "inbox" / "survey_short_2.csv"
    text = "respondent,branch,answered_on,A1,A2,A3,A4,overall\nlate,N1,1404-07-11,5,,,,\n"
    path.write_text(text, "utf-8")
    reports = list(Loading(DataFolder(root)).load([path]))
    assert [report.outcome for report in reports] == ["loaded"], reports
    return open_marts()


def test_the_response_rate_is_that_of_the_waves(sample_data):
    files = Extracts(sample_data)
    province, month = "IR-09", "1404-07"
    marts = open_marts()
    found = coverage.ask(marts, Selection(provinces=province)).rows
    row = next(row for row in found if row["month"] == month)
    waves = list(files.waves(month, province))
    assert row["invited"] == sum(int(wave["invited"]) for wave in waves)
    assert row["answered"] == sum(int(wave["answered"]) for wave in waves)
    assert row["response_rate"] == pytest.approx(row["answered"] / row["invited"])


@pytest.mark.parametrize("finer", [{"branches": "N1"}, {"channels": "kiosk"}])
def test_a_wave_says_nothing_of_a_branch_or_a_channel(waved, finer):
    whole, fine = (coverage.ask(waved, Selection(**more)).rows for more in ({}, finer))
    assert whole[0]["invited"] and all(row["invited"] is None for row in fine)


def test_groups_beside_their_total_are_not_counted_twice(waved):
    row = coverage.ask(waved, Selection(provinces="IR-09")).rows[0]
    assert (row["invited"], row["answered"], row["response_rate"]) == (200, 50, 0.25)
    pensioners = Selection(provinces="IR-09", customer_groups="pensioner")
    assert coverage.ask(waved, pensioners).rows[0]["response_rate"] == pytest.approx(0.2)


def test_few_who_answered_are_not_told(waved):
    row = next(r for r in coverage.ask(waved, Selection(), by=("province",)).rows
               if r["province"] == "IR-28")  # fmt: skip
    assert row["suppressed"] and row["response_rate"] is None and row["answered"] is None


@pytest.fixture
def waved(surveyed, tmp_path):
    """IR-09 with its groups and its total, IR-29 with a total, IR-28 with few who answered."""
    surveyed([{"branch": branch, "A1": 4} for branch in ("N1", "S1", "K1") for _ in range(10)])
    lines = [
        "instrument,wave,province,customer_group,invited,answered,population",
        "short,1404-06,IR-09,,200,50,1000",
        "short,1404-06,IR-09,pensioner,100,20,500",
        "short,1404-06,IR-09,insured,100,30,500",
        "short,1404-06,IR-29,,100,40,1000",
        f"short,1404-06,IR-28,,100,{SMALL - 1},1000",
    ]
    path = tmp_path / "inbox" / "survey_wave.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert [r.outcome for r in Loading(DataFolder(tmp_path)).load([path])] == ["loaded"]
    return open_marts()
