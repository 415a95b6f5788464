"""A file as it arrived: text cells with line numbers, whatever the format.

Lines are numbered as a spreadsheet numbers its rows: the header is line 1, a quoted line break
stays inside its row, an empty line counts. The cells land in one Parquet file with the columns
`line`, `cells` (how many were found in that line) and `c0`, `c1`, … in the order of the header.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from etl import national_number
from etl.batches import Batch, batches
from etl.formats import parts_of, rows_of
from etl.formats.layout import Block, Layout, Row
from etl.persian_text import normalised
from etl.refusal import Refusal
from etl.returned import is_returned, restored_header, restored_rows

Seal = Callable[[str], str]


@dataclass(frozen=True)
class Arrived:
    """A file that was read: its headers, and its cells in a Parquet file."""

    file: str
    headers: list[str]
    cells: Path
    lines: int
    sha256: str
    bytes: int
    long: "Long | None" = None  # the file as it came, where several of its lines make one row


@dataclass(frozen=True)
class Long:
    """The lines behind the rows: a Parquet file with `line` (of the row), `column`, `sent`."""

    arrived: Arrived
    lines_behind: Path


@dataclass
class Reading:
    """One pass over one file."""

    path: Path
    layout: Layout
    seals: dict[int, Seal] = field(default_factory=dict)
    free_text: frozenset[int] = frozenset()  # columns in which numbers of persons are masked
    progress: Callable[[int], None] = lambda lines: None

    def rows(self) -> Iterator[Row]:
        """The header and all rows after it that hold anything, with their line numbers."""
        header_row = self.layout.header_row or 0
        with closing(rows_of(self.path, self.layout)) as rows:
            yield from restored_rows(row for row in rows if row[0] >= header_row and any(row[1]))

    def _parts(self) -> Iterator[Row | Block]:
        """The same, plain lines in blocks."""
        first = self.layout.header_row or 0
        with closing(parts_of(self.path, self.layout)) as read:
            parts = (p for p in read if isinstance(p, Block) or p[0] >= first and any(p[1]))
            header = next(parts, None)
            if header and is_returned(header[1]):
                rows = (row for p in parts for row in (p.rows() if isinstance(p, Block) else [p]))
                yield from restored_rows(chain([header], rows))
            elif header:
                yield header
                yield from parts

    def headers(self) -> list[str]:
        with closing(self.rows()) as rows:
            return headers_of(next(rows, (1, []))[1])

    def into(self, parquet: Path) -> Arrived:
        """Write all cells to `parquet`; refuses a file whose cells are national numbers."""
        before, sha256 = self.path.stat(), file_hash(self.path)
        try:
            with closing(self._parts()) as parts:
                headers = headers_of(next(parts, (1, []))[1])
                lines = self._write(parts, headers, parquet)
        finally:
            # Before anything that is wrong with it: half a file is wrong in many ways.
            self._refuse_if_changed(before)
        if not lines:
            raise Refusal(
                self.path.name, "no line after the header", "a header and rows", code="no_rows"
            )
        return Arrived(self.path.name, headers, parquet, lines, sha256, before.st_size)

    def _write(self, parts: Iterator[Row | Block], headers: list[str], parquet: Path) -> int:
        watch = national_number.Watch(len(headers))
        lines, writer = 0, None
        try:
            for batch in batches(parts, len(headers)):
                table = self._table(batch, watch)
                self._refuse_national_numbers(watch, headers)
                writer = writer or pq.ParquetWriter(parquet, table.schema)
                writer.write_table(table)
                lines += len(batch.lines)
                self.progress(lines)
        finally:
            if writer:
                writer.close()
        return lines

    def _table(self, batch: Batch, watch):
        columns = {"line": batch.lines, "cells": batch.counts}
        for position, column in enumerate(batch.columns):
            if not batch.plain:
                self._refuse_nul(column, batch.lines)
            if position not in self.free_text:
                watch.look(position, column, batch.lines)
            if seal := self.seals.get(position):
                column = pl.Series([seal(c) if c else c for c in column.to_list()], dtype=pl.String)
            columns[f"c{position}"] = column
        schema = {"line": pl.Int64, "cells": pl.Int64}
        return pl.DataFrame(columns, schema_overrides=schema).to_arrow()

    def _refuse_nul(self, column: pl.Series, numbers: Sequence[int]) -> None:
        found = column.str.contains("\0", literal=True).fill_null(False).arg_true()
        if len(found):
            raise Refusal(
                f"{self.path.name}, line {numbers[found[0]]}",
                "NUL bytes: the file is damaged, or is no text",
                "the file exported once more",
                code="cells",
            )

    def _refuse_national_numbers(self, watch, headers: list[str]) -> None:
        column = watch.suspicious()
        if column is None:
            return
        lines = ", ".join(str(line) for line in watch.lines[column][:10])
        raise Refusal(
            self.path.name,
            f"column {headers[column]}: most ten-digit values are national numbers "
            f"(lines {lines}, …; the numbers are not repeated here)",
            "a pseudonym made by the sending system, or an empty column",
            code="national_numbers",
        )

    def _refuse_if_changed(self, before) -> None:
        after = self.path.stat()
        same = ("st_ino", "st_size", "st_mtime_ns")
        if any(getattr(before, what) != getattr(after, what) for what in same):
            raise Refusal(
                self.path.name,
                "the file changed while it was read: it is still being written",
                "load it again once it has arrived completely",
                code="changing",
            )


def headers_of(cells: list[str | None]) -> list[str]:
    """A header as it is compared; empty cells after the last one with a name do not count."""
    headers = [normalised(cell or "") for cell in restored_header(cells)]
    while headers and not headers[-1]:
        headers.pop()
    return headers


def file_hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
