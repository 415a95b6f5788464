"""What a row must look like."""

import pytest

from etl.publish import reading
from tests.etl.extracts import request, write_log
from tests.etl.warehouses import load


def test_rows_outside_the_month_of_the_name_are_turned_away(empty_folder):
    rows = [request(1), request(2, submitted_at="1404-06-31 09:00:00")]
    path = write_log(empty_folder.inbox / "service_log_1404-07.csv", rows)
    (report,) = load(empty_folder, path, limit=0.5)
    assert "'1404-06-31 09:00:00' is not in 1404-07" in "\n".join(report.lines())


@pytest.mark.parametrize(
    "changes, column, said",
    [
        ({"completed_at": ""}, "completed_at", "the time of completion"),
        ({"status": "pending"}, "completed_at", "no time of completion"),
        ({"completed_at": "1404-07-02 09:00:00"}, "completed_at", "a time not before"),
        ({"status": "done"}, "status", "one of completed, failed, abandoned, pending"),
        ({"submitted_at": ""}, "submitted_at", "a value"),
        ({"submitted_at": "1404-12-30 09:00:00"}, "submitted_at", "a date"),  # no leap year
        ({"submitted_at": "2025-02-30 09:00:00"}, "submitted_at", "a Jalali or Gregorian date"),
        ({"submitted_at": "1404-07-03 25:00:00"}, "submitted_at", "a Jalali or Gregorian date"),
        ({"submitted_at": "1352-07-03 09:00:00"}, "submitted_at", "a Jalali or Gregorian date"),
        ({"customer_group": "insurd"}, "customer_group", "one of insured, pensioner"),
        ({"request_id": ""}, "request_id", "a value"),
    ],
)
def test_what_a_row_must_look_like(empty_folder, changes, column, said):
    path = write_log(empty_folder.inbox / "log.csv", [request(1), request(2, **changes)])
    (report,) = load(empty_folder, path, limit=0.5)
    (problem,) = report.problems[:1]
    assert (problem.line, problem.column) == (3, column)
    assert said in str(problem) or said == "a date"


def test_persian_digits_slashes_and_gregorian_dates_are_read(empty_folder):
    rows = [
        request(1, submitted_at="۱۴۰۴/۷/۳ ۰۹:۰۰", completed_at="1404-07-03T11:00:00"),
        request(2, submitted_at="2025-09-25 09:00:00", completed_at="2025-09-25 11:00:00"),
    ]
    load(empty_folder, write_log(empty_folder.inbox / "log.csv", rows))
    with reading(empty_folder) as con:
        found = con.execute(
            "select distinct submitted_at::varchar, month, "
            f"epoch(completed_at - submitted_at) from '{empty_folder.loads}/1/accepted.parquet'"
        ).fetchall()
    assert found == [("2025-09-25 09:00:00", "1404-07", 7200.0)]  # 3 Mehr 1404, two hours


def test_the_thirtieth_of_esfand_1403_exists(empty_folder):
    """1403 is a leap year: 2025-03-20 is 1403-12-30."""
    rows = [request(1, submitted_at="1403-12-30 09:00", completed_at="2025-03-20 10:00")]
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "log.csv", rows))
    assert report.outcome == "loaded"
