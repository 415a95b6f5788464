"""Awkward files that are not text, each named after its trouble; written when a test asks for them.

Those of text lie in `files/` as they are.
"""

import csv
import gzip
import zipfile
from pathlib import Path

import polars as pl
import pyreadstat
import xlsxwriter

from tests.etl.extracts import LOG, request, respondent

ITEMS = [f"R{n}" for n in range(1, 43)]


def log_rows(count: int = 20) -> list[list[str]]:
    """The header and the rows of a log that is right."""
    return [LOG, *([request(n)[column] for column in LOG] for n in range(1, count + 1))]


def text(rows: list[list[str]]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


def sheet(book: xlsxwriter.Workbook, name: str, rows: list[list], start: int = 0):
    written = book.add_worksheet(name)
    for number, row in enumerate(rows, start=start):
        written.write_row(number, 0, row)
    return written


def workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet(book, "log", log_rows())


def title_rows(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        written = sheet(book, "log", log_rows(), start=3)
        written.merge_range(0, 0, 0, 9, "گزارش خدمات غیرحضوری")
        written.write(1, 0, "مهر ۱۴۰۴")


def merged_cells_in_the_data(path: Path) -> None:
    """A merged cell has its value in the first of its rows only: the second row lacks a branch."""
    rows = log_rows()
    with xlsxwriter.Workbook(path) as book:
        sheet(book, "log", rows).merge_range(1, 1, 2, 1, rows[1][1])


def hidden_column_and_notes_below(path: Path) -> None:
    """A report of a portal: a column and a row that Excel hides, a total, a note."""
    rows = log_rows(40)
    with xlsxwriter.Workbook(path) as book:
        written = sheet(book, "log", rows)
        written.set_column(9, 9, None, None, {"hidden": True})
        written.set_row(5, None, None, {"hidden": True})
        written.write_row(len(rows), 0, ["جمع کل", 40])
        written.write(len(rows) + 2, 0, "توضیح: این گزارش از سامانهٔ خدمات غیرحضوری است.")


def group_headers_above(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        written = sheet(book, "log", log_rows(), start=1)
        written.merge_range(0, 0, 0, 4, "درخواست")
        written.merge_range(0, 5, 0, 6, "زمان")


def group_headers_that_tell_the_channel(path: Path) -> None:
    """The same two headers under each channel: only a mapping could tell them apart."""
    header = ["period", "province", "requests", "completed", "requests", "completed"]
    rows = [["1404-07", f"IR-{n:02d}", 100, 90, 50, 40] for n in range(20)]
    with xlsxwriter.Workbook(path) as book:
        written = sheet(book, "counts", [header, *rows], start=1)
        written.merge_range(0, 2, 0, 3, "درگاه اینترنتی")
        written.merge_range(0, 4, 0, 5, "حضوری در شعبه")


def months_as_sheets(path: Path) -> None:
    header = ["province", "channel", "requests"]
    rows = [header, *([f"IR-{n:02d}", "web_portal", 100] for n in range(20))]
    with xlsxwriter.Workbook(path) as book:
        sheet(book, "مهر ۱۴۰۴", rows)
        sheet(book, "آبان ۱۴۰۴", rows)


def two_sheets_with_a_log(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet(book, "mehr", log_rows())
        sheet(book, "aban", log_rows())


def a_sheet_of_notes_beside(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet(book, "notes", [["made by", "the portal"], ["on", "1404-08-01"]])
        sheet(book, "log", log_rows())


def error_cells(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        written = sheet(book, "log", log_rows())
        written.write_formula(3, 1, "=VLOOKUP(1,A1:A2,1)", None, "#N/A")


def formulas_with_values(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        written = sheet(book, "log", log_rows())
        for row in range(1, 21):
            written.write_formula(row, 1, '="B"&"0901"', None, "B0901")


def dates_as_dates(path: Path) -> None:
    """Cells that Excel shows as dates, which it keeps as serial numbers."""
    rows = log_rows()
    with xlsxwriter.Workbook(path) as book:
        written = sheet(book, "log", rows)
        shown = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for number in range(1, 21):
            written.write_number(number, 5, 45925.375, shown)  # 2025-09-25 09:00
            written.write_number(number, 6, 45925.5, shown)


def empty_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("log")


def log_in_a_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("log.csv", text(log_rows()))


def two_logs_in_a_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mehr.csv", text(log_rows()))
        archive.writestr("aban.csv", text(log_rows()))


def log_in_a_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(text(log_rows()).encode()))


def gzip_cut(path: Path) -> None:
    packed = gzip.compress(text(log_rows(2000)).encode())
    path.write_bytes(packed[: len(packed) // 2])


def workbook_cut(path: Path) -> None:
    workbook(path)
    path.write_bytes(path.read_bytes()[:3000])


def spss(path: Path) -> None:
    sheets = [
        respondent(n, ITEMS) | {item: 1 + (n * 31 + k * k) % 5 for k, item in enumerate(ITEMS)}
        | {"overall": 1 + n % 5}
        for n in range(20)
    ]  # fmt: skip
    pyreadstat.write_sav(pl.DataFrame(sheets), path)


def spss_cut(path: Path) -> None:
    spss(path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def parquet(path: Path) -> None:
    rows = log_rows()
    pl.DataFrame(rows[1:], schema=rows[0], orient="row").write_parquet(path)


def parquet_cut(path: Path) -> None:
    parquet(path)
    path.write_bytes(path.read_bytes()[:-200])


def rejected_rows_corrected(path: Path) -> None:
    """What `etl.rejected` writes, the wrong word mended; an apostrophe and the reasons are left."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["line of the file", *LOG, "reasons"])
        mended = request(7, request_id="'=r7", client="")
        writer.writerow(["8", *(mended[column] for column in LOG), "channel: Unknown code"])


RECIPES = {
    "workbook.xlsx": workbook,
    "title_rows.xlsx": title_rows,
    "merged_cells_in_the_data.xlsx": merged_cells_in_the_data,
    "hidden_column_and_notes_below.xlsx": hidden_column_and_notes_below,
    "group_headers_above.xlsx": group_headers_above,
    "group_headers_that_tell_the_channel.xlsx": group_headers_that_tell_the_channel,
    "months_as_sheets.xlsx": months_as_sheets,
    "two_sheets_with_a_log.xlsx": two_sheets_with_a_log,
    "a_sheet_of_notes_beside.xlsx": a_sheet_of_notes_beside,
    "error_cells.xlsx": error_cells,
    "formulas_with_values.xlsx": formulas_with_values,
    "dates_as_dates.xlsx": dates_as_dates,
    "empty_workbook.xlsx": empty_workbook,
    "workbook_called_csv.csv": workbook,
    "workbook_cut.xlsx": workbook_cut,
    "log_in_a_zip.zip": log_in_a_zip,
    "two_logs_in_a_zip.zip": two_logs_in_a_zip,
    "log_in_a_gzip.csv.gz": log_in_a_gzip,
    "gzip_cut.csv.gz": gzip_cut,
    "spss.sav": spss,
    "spss_cut.sav": spss_cut,
    "parquet.parquet": parquet,
    "parquet_cut.parquet": parquet_cut,
    "rejected_rows_corrected.csv.rejected.csv": rejected_rows_corrected,
}
