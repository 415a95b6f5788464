"""Workbooks as people make them: titles, merged cells, dates, errors, several sheets."""

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from etl.formats import content_of, rows_of, tables_of
from etl.formats.layout import Layout
from etl.load import Loading
from etl.mappings import recognise
from etl.refusal import Refusal
from tests.etl.extracts import LOG, request
from tests.extracts import formats_hostile, formats_writers
from tests.extracts.formats_hostile import SHEET

PASSWORD = Path(__file__).parents[2] / "extracts" / "formats_password.xlsx"
LOG_ROWS = [LOG, *([*request(n).values()] for n in range(3))]


def filled(path: Path, fill, **options) -> Path:
    """A workbook whose first sheet `fill` writes, with the workbook at hand for formats."""
    with xlsxwriter.Workbook(path, options) as book:
        fill(book.add_worksheet("مهر"), book)
    return path


def cells(path: Path) -> list:
    return [(line, row) for line, row in rows_of(path, Layout())]


def checked(folder, path: Path):
    report = Loading(folder).check(path)
    return report.outcome, report.rows_taken, "\n".join(report.lines())


def test_every_kind_of_value_becomes_the_text_one_would_type(tmp_path):
    def fill(sheet, book):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        jalali = book.add_format({"num_format": "[$-fa-IR,16]yyyy/mm/dd;@"})
        hours = book.add_format({"num_format": "[h]:mm"})
        sheet.write_row(0, 0, [5.0, 0.25, 1404, 12345678901, "0012", "5.0"])
        sheet.write_datetime(1, 0, dt.datetime(2025, 9, 25), day)
        sheet.write_datetime(1, 1, dt.datetime(2025, 9, 25, 9, 30, 1), day)
        sheet.write_datetime(1, 2, dt.datetime(2025, 9, 25), jalali)
        sheet.write_datetime(1, 3, dt.time(9, 30), book.add_format({"num_format": "h:mm"}))
        sheet.write(1, 4, 1.25, hours)  # thirty hours
        sheet.write_boolean(1, 5, True)

    found = cells(filled(tmp_path / "x.xlsx", fill))
    assert found[0] == (1, ["5", "0.25", "1404", "12345678901", "0012", "5.0"])
    # A Jalali format shows another calendar; what is stored is the same day.
    days = ["2025-09-25", "2025-09-25 09:30:01", "2025-09-25"]
    assert found[1] == (2, [*days, "09:30:00", "30:00:00", "true"])


def test_days_of_the_other_epoch(tmp_path):
    def fill(sheet, book):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(0, 0, dt.datetime(2025, 9, 25), day)

    assert cells(filled(tmp_path / "x.xlsx", fill, date_1904=True)) == [(1, ["2025-09-25"])]


def test_old_workbooks_too(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("مهر")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, value in enumerate(["شعبه", 5, 0.25, True]):
        sheet.write(2, column, value)
    sheet.write(4, 0, dt.date(2025, 9, 25), day)
    book.save(str(tmp_path / "x.xls"))
    assert cells(tmp_path / "x.xls") == [
        (3, ["شعبه", "5", "0.25", "true"]),
        (5, ["2025-09-25", None, None, None]),
    ]


def test_rows_keep_the_numbers_that_excel_shows(tmp_path):
    """Titles, an empty row, columns that begin at C: row 7 is row 7."""

    def fill(sheet, book):
        sheet.write("C3", "گزارش")
        sheet.write_row("C5", ["a", "b"])
        sheet.write_row("C7", ["1", "2"])

    found = cells(filled(tmp_path / "x.xlsx", fill))
    assert [line for line, _ in found] == [3, 5, 7]


def test_title_rows_and_merged_cells_above_the_header_are_passed_over(empty_folder, tmp_path):
    def fill(sheet, book):
        sheet.merge_range("A1:J1", "سازمان تأمین اجتماعی")
        sheet.merge_range("A2:E2", "گزارش مهر ۱۴۰۴")
        sheet.write("A3", "branch")  # a word of the header, but not the header
        for line, row in enumerate(LOG_ROWS, start=4):
            sheet.write_row(line, 0, row)

    path = filled(tmp_path / "x.xlsx", fill)
    outcome, taken, said = checked(empty_folder, path)
    assert (outcome, taken) == ("checked", 3), said
    assert "header found in row 5" in said


def test_a_wrong_cell_is_named_by_its_row_in_excel(empty_folder, tmp_path):
    rows = [*LOG_ROWS, [*request(9, channel="fax").values()]]
    path = formats_writers.xlsx(tmp_path / "x.xlsx", rows, titles=[["title"], []])
    report = Loading(empty_folder, limit=0.5).check(path)
    assert "x.xlsx, line 7: channel: 'fax' is not one of" in str(report.problems[0])


def test_errors_of_excel_are_said_and_turn_their_rows_away(empty_folder, tmp_path):
    def fill(sheet, book):
        for line, row in enumerate(LOG_ROWS):
            sheet.write_row(line, 0, row)
        sheet.write_formula(2, LOG.index("branch"), "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, LOG.index("client"), "=NA()", None, "#N/A")

    report = Loading(empty_folder, limit=0.5).check(filled(tmp_path / "x.xlsx", fill))
    assert "x.xlsx, line 3: branch: '#DIV/0!' is not" in str(report.problems[0])
    said = "\n".join(report.lines())
    assert "cells that hold an error of Excel: 2 (#DIV/0! in row 3, #N/A in row 4)" in said


def test_formulas_give_the_value_that_was_stored_with_them(tmp_path):
    stored = (
        '<c r="A1"><f>1+1</f><v>3</v></c>'  # not what it would compute
        '<c r="B1" t="str"><f>HYPERLINK("http://x")</f><v>text</v></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c>'  # an empty text is a value
    )
    path = tmp_path / "x.xlsx"
    formats_hostile.rewritten(path, {SHEET: formats_hostile.sheet(f'<row r="1">{stored}</row>')})
    assert cells(path) == [(1, ["3", "text", ""])]


def test_two_sheets_that_fit_are_a_question(empty_folder, tmp_path):
    path = formats_writers.xlsx(tmp_path / "x.xlsx", LOG_ROWS, LOG_ROWS)
    with pytest.raises(Refusal, match="Sheet1 and Sheet2 could each be service_log.*`sheet`"):
        recognise(path, empty_folder)


def test_the_one_sheet_that_fits_is_taken_and_the_others_are_named(empty_folder, tmp_path):
    path = formats_writers.xlsx(tmp_path / "x.xlsx", [["راهنما"]], LOG_ROWS)
    outcome, taken, said = checked(empty_folder, path)
    assert (outcome, taken) == ("checked", 3)
    assert "sheet Sheet2 read; not read: Sheet1" in said


def test_a_hidden_sheet_is_not_read_but_named(empty_folder, tmp_path):
    path = formats_writers.xlsx(tmp_path / "x.xlsx", LOG_ROWS, LOG_ROWS, hidden=(2,))
    outcome, taken, said = checked(empty_folder, path)
    assert (outcome, taken) == ("checked", 3)
    assert "not read: Sheet2 (hidden)" in said


@pytest.mark.parametrize("sheet", ['"Sheet2"', "2", '"sheet2 "'])
def test_a_mapping_names_the_sheet_and_the_header_row(empty_folder, tmp_path, sheet):
    sheet = sheet.replace("sheet2 ", "Sheet2 ")
    columns = "\n".join(f'"{c}" = "{c}"' for c in LOG)
    (empty_folder.mappings / "x.toml").write_text(
        f'kind = "service_log"\nfiles = "x.xlsx"\nsheet = {sheet}\nheader_row = 2\n'
        f"[columns]\n{columns}\n"
    )
    path = formats_writers.xlsx(tmp_path / "x.xlsx", LOG_ROWS, LOG_ROWS, titles=[LOG], hidden=(2,))
    found = recognise(path, empty_folder)
    assert (found.layout.sheet, found.layout.header_row) == ("Sheet2", 2)


def test_a_mapping_for_a_sheet_that_is_not_there_says_so(empty_folder, tmp_path):
    (empty_folder.mappings / "x.toml").write_text(
        'kind = "service_log"\nfiles = "x.xlsx"\nsheet = "آبان"\n[columns]\n"A" = "branch"\n'
    )
    path = formats_writers.xlsx(tmp_path / "x.xlsx", [["A"], ["1"]])
    with pytest.raises(Refusal, match="the mapping x reads the sheet آبان, not there"):
        recognise(path, empty_folder)


def test_an_empty_workbook_and_one_with_a_password(tmp_path):
    path = formats_writers.xlsx(tmp_path / "x.xlsx", [])
    with pytest.raises(Refusal, match="no sheet with data"):
        tables_of(content_of(path), Layout())
    with pytest.raises(Refusal, match="has a password; right: the workbook saved without"):
        tables_of(content_of(PASSWORD), Layout())


def test_a_packed_workbook_never_touches_the_disk(empty_folder, tmp_path):
    book = formats_writers.xlsx(tmp_path / "book.xlsx", LOG_ROWS)
    path = tmp_path / "x.zip"
    path.write_bytes(formats_writers.zipped("book.xlsx", book.read_bytes()))
    outcome, taken, said = checked(empty_folder, path)
    assert (outcome, taken) == ("checked", 3)
    assert "unpacked from zip" in said
