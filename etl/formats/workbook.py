"""Excel workbooks, .xlsx and .xls: the stored values of a sheet as text, row by row.

Dates come as ISO dates, whole numbers without a fraction, formulas as the value that was stored
with them: nothing is computed. A cell that holds an error keeps its name, such as #REF!, so that
the check of its row can say so.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import fastexcel

from etl.formats import workbook_parts
from etl.formats.archive import damaged
from etl.formats.cell_text import of_excel
from etl.formats.layout import FIRST_ROWS, Layout
from etl.formats.workbook_parts import WITHOUT_PASSWORD
from etl.refusal import Refusal

BATCH = 500  # rows in one message
LOOK = 1_000  # rows among which the first ones with something in them are looked for
AS_TEXT = {"header_row": None, "skip_rows": 0, "dtypes": "string"}  # rows as the sheet numbers them
# Beside its unpacked size: a cell of 20 bytes becomes one of 24, and a text.
MEMORY_TIMES = 6
ERRORS = {
    "Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!",
    "Ref": "#REF!", "Value": "#VALUE!", "GettingData": "#GETTING_DATA",
}  # fmt: skip


def size(path: Path) -> tuple[int, int]:
    """Bytes that the file unpacks to, and how many times that its cells may take in memory."""
    return workbook_parts.checked_size(path), MEMORY_TIMES


def tables(path: Path, layout: Layout) -> Iterator[dict]:
    """One message per sheet with data; hidden ones are told as such."""
    book, found = _book(path), []
    for number, name in enumerate(book.sheet_names, start=1):
        sheet = _sheet(book, name)
        if sheet.height:
            found.append((number, name, sheet.visible != "visible", *_look(sheet)))
    for number, name, hidden, first, errors in found:
        others = [(other, veiled) for _, other, veiled, *_ in found if other != name]
        yield {
            "first_rows": first,
            "layout": vars(replace(layout, sheet=name, complete=True)),
            "notes": _notes(name, others, errors),
            "hidden": hidden,
            "number": number,
        }


def rows(path: Path, layout: Layout) -> Iterator[dict]:
    """All rows of the sheet that the layout names."""
    found = _rows(*_cells(_sheet(_book(path), layout.sheet)))
    while batch := list(islice(found, BATCH)):
        yield {"rows": batch}


def _book(path: Path):
    return _understood(lambda: fastexcel.read_excel(path))


def _sheet(book, name: str):
    return _understood(lambda: book.load_sheet(name, **AS_TEXT))


def _understood(read: Callable):
    """What the reader makes of a part of the workbook; refused where it is no workbook's."""
    try:
        return read()
    except fastexcel.FastExcelError as error:
        said = str(error).splitlines()[0]
        if "password" in said.lower():
            what = "the workbook has a password"
            raise Refusal("", what, WITHOUT_PASSWORD, code="archive") from error
        raise damaged("", said) from error


def _cells(sheet) -> tuple[list, dict]:
    """The columns of a sheet as text, and its errors by place."""
    batch, errors = sheet.to_arrow_with_errors()
    places = {}
    for error in errors.errors if errors else ():
        kind = error.detail.partition("Error(")[2].partition(")")[0]
        places[error.offset_position] = ERRORS.get(kind, "#ERROR!")
    return batch.columns, places


def _rows(columns: list, errors: dict) -> Iterator[list]:
    """Rows with their numbers; empty ones are left out, empty cells at the end cut off."""
    height = len(columns[0]) if columns else 0
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), name in errors.items():
        by_row.setdefault(row, {})[column] = name
    for start in range(0, height, BATCH):
        block = [of_excel(column[start : start + BATCH].to_pylist()) for column in columns]
        for row, cells in enumerate(zip(*block, strict=True), start=start):
            cells = list(cells)
            for column, name in by_row.get(row, {}).items():
                cells[column] = name
            if any(cells):
                yield [row + 1, cells]


def _look(sheet) -> tuple[list, dict]:
    columns, errors = _cells(sheet)
    return list(islice(_rows([column[:LOOK] for column in columns], {}), FIRST_ROWS)), errors


def _notes(name: str, others: list[tuple[str, bool]], errors: dict) -> list[str]:
    notes = []
    if others:
        listed = ", ".join(f"{other} (hidden)" if hidden else other for other, hidden in others)
        notes.append(f"sheet {name} read; not read: {listed}")
    if errors:
        shown = [f"{said} in row {row + 1}" for (row, _), said in sorted(errors.items())[:5]]
        more = ", …" if len(errors) > 5 else ""
        notes.append(
            f"cells that hold an error of Excel: {len(errors):,} ({', '.join(shown)}{more})"
        )
    return notes
