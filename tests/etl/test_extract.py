"""Which load does an extract correct or stand beside, and when are too many of its rows wrong?"""

import pytest

from etl.extract import month_of_name
from etl.history import history
from etl.publish import current
from tests.etl.extracts import LOG, request, write_log
from tests.etl.warehouses import load, requests_of


def test_too_many_wrong_rows_refuse_the_file_unless_accepted_knowingly(empty_folder):
    rows = [request(1), request(2, channel="fax")]
    path = write_log(empty_folder.inbox / "log.csv", rows)
    (refused,) = load(empty_folder, path)
    assert refused.failed and "1 of 2 rows (50.0%)" in refused.message
    assert "--limit" in refused.message
    assert current(empty_folder) is None
    (taken,) = load(empty_folder, path, limit=0.5)
    assert (taken.outcome, taken.rows_taken) == ("loaded", 1)


@pytest.mark.parametrize(
    ("lines", "taken"),
    [
        (["جمع کل,,,,,,,,,7", "جمع,,,,,,,,,7"], True),
        ([",".join(LOG)] * 3, True),
        (["* شامل پیش‌خوان‌ها نمی‌شود,,,,,,,,,"] * 2, True),
        (["r8,,,,,,,,,"] * 6, False),  # more than a few are rows whose cells are missing
        (["r8,B0901,,,,,,,,"], False),
    ],
)
def test_lines_that_are_no_rows_are_no_wrong_ones(empty_folder, lines, taken):
    """Of a report of seven rows its total alone would be more than the limit."""
    rows = [request(n) for n in range(7)]
    path = write_log(empty_folder.inbox / "log.csv", rows, last="\n".join(lines))
    (report,) = load(empty_folder, path)
    assert (report.outcome == "loaded") == taken
    assert (report.rows_taken, report.rows_refused) == (7, len(lines))


def test_a_total_alone_is_no_extract(empty_folder):
    path = write_log(empty_folder.inbox / "log.csv", [], last="جمع کل,,,,,,,,,7")
    (report,) = load(empty_folder, path)
    assert report.failed and "1 of 1 rows (100.0%) are not right" in report.message


def test_a_corrected_file_replaces_its_predecessor(empty_folder):
    path = write_log(empty_folder.inbox / "service_log_1404-07.csv", [request(1), request(2)])
    load(empty_folder, path)
    write_log(path, [request(1), request(2), request(3)])
    (corrected,) = load(empty_folder, path)
    assert corrected.replaces == 1 and "replaces load 1" in corrected.message
    assert requests_of(empty_folder) == {2: 3}  # nothing doubled, nothing of load 1 left
    assert [entry["replaces"] for entry in history(empty_folder)] == [None, 1]


def test_another_part_of_the_month_stands_beside(empty_folder):
    """Two branches of one province, each in a file of its own: no row in common."""
    load(empty_folder, write_log(empty_folder.inbox / "a.csv", [request(1)]))
    other = [request(2, branch="B0902")]
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "b.csv", other))
    assert report.replaces is None
    assert requests_of(empty_folder) == {1: 1, 2: 1}


def test_a_file_with_few_rows_of_a_load_is_not_guessed_at(empty_folder):
    rows = [request(n) for n in range(10)]
    load(empty_folder, write_log(empty_folder.inbox / "a.csv", rows))
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "b.csv", rows[:3]))
    assert report.failed and "only 3 of the 10 rows of load 1" in report.message
    assert requests_of(empty_folder) == {1: 10}


def test_two_branches_that_both_number_from_one_do_not_replace_each_other(empty_folder):
    load(empty_folder, write_log(empty_folder.inbox / "a.csv", [request(n) for n in range(10)]))
    rows = [request(n, branch="B0902") for n in range(10)]  # the same names, in the same province
    other = write_log(empty_folder.inbox / "b.csv", rows)
    (report,) = load(empty_folder, other)
    assert report.failed and report.code == "same_names"
    assert "10 of its rows are called as rows of load 1" in report.message
    assert "etl undo 1" in report.message  # a correction of the branches is taken after that
    assert requests_of(empty_folder) == {1: 10}


def test_a_correction_may_move_a_few_rows_to_their_branch(empty_folder):
    load(empty_folder, write_log(empty_folder.inbox / "a.csv", [request(n) for n in range(10)]))
    moved = [request(n, branch="B0902" if n < 5 else "B0901") for n in range(10)]
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "b.csv", moved))
    assert report.replaces == 1 and requests_of(empty_folder) == {2: 10}


def test_another_province_of_the_same_month_stands_beside(empty_folder):
    load(empty_folder, write_log(empty_folder.inbox / "a.csv", [request(1)]))
    other = [request(2, branch="B2301")]
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "b.csv", other))
    assert report.replaces is None
    assert requests_of(empty_folder) == {1: 1, 2: 1}


def test_a_request_that_another_load_of_the_month_has_is_turned_away(empty_folder):
    load(empty_folder, write_log(empty_folder.inbox / "a.csv", [request(1)]))
    rows = [request(1), request(2, branch="B2301")]
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "b.csv", rows), limit=0.5)
    assert "request_id: 'r1' is not new: load 1" in "\n".join(report.lines())
    assert requests_of(empty_folder) == {1: 1, 2: 1}


@pytest.mark.parametrize(
    "file, month",
    [
        ("service_log_1404-07.csv", "1404-07"),
        ("survey_remote_services_42_1404-05.csv", "1404-05"),  # 42_1404 is no month
        ("export_1404_07_rev2.csv", "1404-07"),
        ("log_1404-13.csv", None),  # there is no thirteenth month
        ("nyc_311_2022-05-01.csv", None),  # a Gregorian date gives no Jalali month
        ("from_1404-05_to_1404-07.csv", None),  # two months: the rows decide
    ],
)
def test_the_month_that_a_name_gives(file, month):
    assert month_of_name(file) == month
