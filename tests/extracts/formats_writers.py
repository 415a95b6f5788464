"""One table, written as each kind of file in which an extract may arrive."""

import csv
import gzip
import io
import zipfile
from pathlib import Path

import polars as pl
import pyreadstat
import xlsxwriter
import xlwt

Rows = list[list[str]]


def text(rows: Rows, encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n") -> bytes:
    """Rows as CSV in any encoding, cells quoted where they must be."""
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator=end).writerows(rows)
    return written.getvalue().encode(encoding)


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, 1)


def xlsx(path: Path, *sheets: Rows, titles: Rows = (), hidden: tuple[int, ...] = ()) -> Path:
    """A workbook of text cells; `titles` stand above the header of each sheet."""
    with xlsxwriter.Workbook(path) as book:
        for number, rows in enumerate(sheets, start=1):
            sheet = book.add_worksheet(f"Sheet{number}")
            for line, row in enumerate([*titles, *rows]):
                for column, cell in enumerate(row):
                    sheet.write_string(line, column, cell)
            if number in hidden:
                sheet.hide()
    return path


def xls(path: Path, rows: Rows) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(line, column, cell)
    book.save(str(path))
    return path


def frame(rows: Rows) -> pl.DataFrame:
    header, *cells = rows
    columns = [list(column) for column in zip(*cells, strict=True)] or [[] for _ in header]
    return pl.DataFrame(dict(zip(header, columns, strict=True)))


def sav(path: Path, rows: Rows, **labels) -> Path:
    pyreadstat.write_sav(frame(rows), path, **labels)
    return path


def parquet(path: Path, rows: Rows) -> Path:
    frame(rows).write_parquet(path)
    return path
