"""In which sheet, and in which of its first rows, does the header stand?

A mapping may say it; else it is the first row that has all columns asked for. Title rows above it
are passed over, whatever stands in them.
"""

from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from etl.column_names import Names
from etl.formats import content_of, tables_of
from etl.formats.layout import Layout, Row, Table
from etl.persian_text import normalised
from etl.reading import headers_of
from etl.refusal import Refusal
from etl.returned import sent_as

MOST_CELLS = 20_000  # that are looked at for a header


@dataclass(frozen=True)
class Header:
    """A row that may be the header, and the table below it."""

    table: Table
    row: int
    names: Names

    @property
    def headers(self) -> list[str]:
        return self.names.headers

    def layout(self, told: Layout) -> Layout:
        """How to read the rows below it."""
        return replace(self.table.layout, header_row=self.row, value_labels=told.value_labels)

    @property
    def notes(self) -> list[str]:
        ordinary = self.row <= self.table.first_rows[0][0]
        return [*self.table.notes, *([] if ordinary else [f"header found in row {self.row}"])]


class FirstLook:
    """One file, looked at once for each way of reading it that the mappings propose."""

    def __init__(self, path: Path):
        self.path, self.content = path, content_of(path)
        self.seen: dict[tuple, list[Table]] = {}

    def headers(self, layout: Layout) -> list[Header]:
        """The rows that may be the header, from top to bottom, read as a layout says."""
        if sent_as(self.path.name) != self.path.name:
            layout = Layout()  # rejected rows come back as we wrote them, not as they were sent
        return [
            Header(table, row, Names(headers_of(cells), table.titles))
            for table in self._tables(layout)
            if self._wanted(table, layout)
            for row, cells in _few(table.first_rows)
            if any(cells) and layout.header_row in (None, row)
        ]

    def _tables(self, layout: Layout) -> list[Table]:
        """Of what a mapping tells only this changes the bytes' meaning, and not for every file."""
        told = {
            "delimited": (layout.encoding, layout.delimiter),
            "spss": (layout.encoding, ""),
        }.get(self.content.family, ("", ""))
        if told not in self.seen:
            self.seen[told] = tables_of(self.content, Layout(*told))
        return self.seen[told]

    def _wanted(self, table: Table, layout: Layout) -> bool:
        """A hidden sheet is read only where a mapping names it."""
        if not layout.sheet or self.content.family != "workbook":
            return not table.hidden
        return normalised(layout.sheet) in (normalised(table.layout.sheet), str(table.number))


def _few(rows: list[Row]) -> list[Row]:
    """Fewer rows where they are wide: each of their cells is compared with every name."""
    seen = list(accumulate(len(cells) for _, cells in rows))
    return [row for row, before in zip(rows, [0, *seen], strict=False) if before < MOST_CELLS]


def only(file: str, headers: list[Header], taken_for: str) -> Header | None:
    """The first row of the one sheet that has a header; two sheets are a question."""
    sheets = list(dict.fromkeys(header.table.layout.sheet for header in headers))
    if len(sheets) > 1:
        raise Refusal(
            file,
            f"the sheets {' and '.join(sheets)} could each be {taken_for}",
            "a mapping that names the `sheet`, or a workbook with one of them",
            code="sheets",
        )
    return headers[0] if headers else None
