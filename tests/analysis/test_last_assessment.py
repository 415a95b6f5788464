"""Who filled in a sheet, and when: told where it is known, of files and of what the page saved."""

import csv
import datetime as dt

import pytest

from analysis import last_assessment
from analysis.marts import open_marts
from etl.desk.self_assessing import Sheet, fill_in
from etl.load import Loading
from etl.publish import working_as

ROUND = "1404-07"
COLUMNS = ("round", "framework", "province", "statement", "score", "filled_at")


@pytest.fixture
def by_file(empty_folder, tmp_path):
    """Load two provinces in the name of the data desk; each says when it was filled in, or not."""

    def load(**filled_at):
        path = tmp_path / "a.csv"
        with path.open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text)
            writer.writerow(COLUMNS)
            writer.writerows(
                (ROUND, "cx_readiness", province.replace("_", "-"), "cx01", 1, at)
                for province, at in filled_at.items()
            )
        with working_as("میز داده"):
            (report,) = Loading(empty_folder).load([path])
        assert report.outcome == "loaded"
        return empty_folder

    return load


def save(folder, province, by, seen=1):
    sheet = Sheet("cx_readiness", ROUND, province, None, {"cx01": 2}, {"cx01": seen})
    with working_as(by):
        fill_in(folder, sheet)


def told(province):
    sheet, _ = last_assessment.of_unit(open_marts(), "cx_readiness", province, None, ROUND)
    return sheet["at"], sheet["by"]


def just_now(at):
    return dt.timedelta(0) <= dt.datetime.now(dt.UTC) - at < dt.timedelta(minutes=2)


def test_a_file_that_says_nothing_is_told_by_its_load(by_file):
    by_file(IR_07="", IR_09="")
    at, by = told("IR-09")
    assert just_now(at) and by == "میز داده"


def test_who_corrects_one_sheet_did_not_fill_in_its_neighbour(by_file):
    folder = by_file(IR_07="", IR_09="")
    save(folder, "IR-09", "مریم")
    at, by = told("IR-09")
    assert just_now(at) and by == "مریم"
    assert told("IR-07") == (None, None)


def test_a_sheet_tells_its_own_moment_though_its_neighbour_was_corrected(by_file):
    folder = by_file(IR_07="1404-07-20 10:30:00", IR_09="1404-07-21 09:00:00")
    moment = dt.datetime(2025, 10, 12, 7, 0, tzinfo=dt.UTC)  # half past ten in Tehran
    assert told("IR-07") == (moment, None)  # whoever loaded the file did not fill it in
    save(folder, "IR-09", "مریم")
    assert told("IR-07") == (moment, None)


def test_of_two_sheets_saved_one_after_the_other_only_the_later_is_signed(by_file):
    """Both in the last minutes: the load is in the name of the later."""
    folder = by_file(IR_07="", IR_09="")
    save(folder, "IR-07", "زهرا")
    assert told("IR-07")[1] == "زهرا"
    save(folder, "IR-09", "مریم")
    assert told("IR-09")[1] == "مریم"
    at, by = told("IR-07")
    assert just_now(at) and by is None
