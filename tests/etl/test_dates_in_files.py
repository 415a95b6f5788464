"""Dates of a whole file: from a workbook, by a mapping, in any spelling beside the usual one."""

import pytest
import xlsxwriter

from etl.load import Loading
from etl.publish import reading
from tests.etl.extracts import LOG, request, write_log

NINE = "2025-09-25 09:00:00"


def submitted(folder, path) -> list[str]:
    """The times of submission that were taken, and that nothing was refused."""
    (report,) = Loading(folder, limit=0.9).load([path])
    assert (report.outcome, report.rows_refused) == ("loaded", 0), list(report.lines())
    with reading(folder) as con:
        accepted = folder.loads / str(report.load) / "accepted.parquet"
        rows = con.execute(f"select submitted_at::varchar from '{accepted}' order by line")
        return [moment for (moment,) in rows.fetchall()]


def test_usual_and_other_spellings_in_one_column(empty_folder, tmp_path):
    spelled = [
        "1404-07-03 09:00:00",
        "۳ مهر ۱۴۰۴ ساعت ۰۹:۰۰",
        "1404/07/03 9:00",
        "2025-09-25T09:00",
    ]
    rows = [request(n, submitted_at=cell) for n, cell in enumerate(spelled)]
    assert submitted(empty_folder, write_log(tmp_path / "x.csv", rows)) == [NINE] * 4


def workbook(path, numbers):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, LOG)
        for line, number in enumerate(numbers, start=1):
            row = request(line, completed_at="", due_at="", status="pending")
            for position, column in enumerate(LOG):
                if column == "submitted_at":
                    sheet.write_number(line, position, number)
                else:
                    sheet.write_string(line, position, row[column])
    return path


def test_numbers_of_days_are_dates_in_a_workbook(empty_folder, tmp_path):
    assert submitted(empty_folder, workbook(tmp_path / "x.xlsx", [45925.375])) == [NINE]


def test_numbers_of_days_are_dates_where_a_mapping_says_so(empty_folder, tmp_path):
    (empty_folder.mappings / "x.toml").write_text(
        'kind = "service_log"\ndate_format = "excel"\n', encoding="utf-8"
    )
    rows = [request(1, submitted_at="45925.375"), request(2)]  # and usual dates beside them
    assert submitted(empty_folder, write_log(tmp_path / "x.csv", rows)) == [NINE, NINE]


@pytest.mark.parametrize(
    "told, cell",
    [
        ('date_format = "%d/%m/%Y %H:%M"', "25/09/2025 09:00"),
        ('date_format = "%d/%m/%Y %H:%M"', "3/7/1404 09:00"),
        ('date_format = "%y/%m/%d %H:%M"\ncalendar = "jalali"', "04/07/03 09:00"),
        ('[values.submitted_at]\n"افتتاح" = "3 مهر 1404 ساعت 9:00"', "افتتاح"),
    ],
)
def test_a_mapping_answers_the_question(empty_folder, tmp_path, told, cell):
    text = f'kind = "service_log"\n{told}\n'
    (empty_folder.mappings / "x.toml").write_text(text, encoding="utf-8")
    row = request(1, submitted_at=cell, completed_at="", due_at="", status="pending")
    assert submitted(empty_folder, write_log(tmp_path / "x.csv", [row])) == [NINE]
