"""A file as it arrived: text cells with line numbers, whatever the format.

Lines are numbered as a spreadsheet numbers its rows: the header is line 1, a quoted line break
stays inside its row, an empty line counts. The cells land in one Parquet file with the columns
`line`, `cells` (how many were found in that line) and `c0`, `c1`, … in the order of the header.
"""

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from etl import national_number
from etl.persian_text import normalised
from etl.refusal import Refusal

CHUNK = 20_000  # lines in memory at a time
Seal = Callable[[str], str]


@dataclass(frozen=True)
class Layout:
    """How the bytes become cells."""

    encoding: str = "utf-8-sig"
    delimiter: str = ","


@dataclass(frozen=True)
class Arrived:
    """A file that was read: its headers, and its cells in a Parquet file."""

    file: str
    headers: list[str]
    cells: Path
    lines: int
    sha256: str
    bytes: int


@dataclass
class Reading:
    """One pass over one file."""

    path: Path
    layout: Layout
    seals: dict[int, Seal] = field(default_factory=dict)
    progress: Callable[[int], None] = lambda lines: None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows with their line numbers, header included."""
        line = 0
        try:
            with self.path.open(encoding=self.layout.encoding, newline="") as text:
                # Strict: a quote that is never closed would swallow the rest of the file.
                reader = csv.reader(text, delimiter=self.layout.delimiter, strict=True)
                for line, row in enumerate(reader, start=1):
                    yield line, row
        except UnicodeError as error:
            where = f"byte {error.start} is" if isinstance(error, UnicodeDecodeError) else "is"
            raise Refusal(
                self.path.name,
                f"{where} not {self.layout.encoding.removesuffix('-sig')} text",
                "a file in UTF-8, or a mapping that names its encoding",
            ) from error
        except csv.Error as error:
            raise Refusal(
                f"{self.path.name}, line {line + 1}",
                f"not a row of cells: {error}",
                "every quote closed, cells of at most 131,072 letters",
            ) from error

    def headers(self) -> list[str]:
        if not self.path.stat().st_size:
            raise Refusal(self.path.name, "the file is empty", "a header and rows")
        header = next(self.rows(), (1, []))[1]
        return [normalised(cell) for cell in header]

    def into(self, parquet: Path) -> Arrived:
        """Write all cells to `parquet`; refuses a file whose cells are national numbers."""
        rows = self.rows()
        headers = [normalised(cell) for cell in next(rows, (1, []))[1]]
        watch = national_number.Watch(len(headers))
        before, sha256 = self.path.stat(), file_hash(self.path)
        filled = (row for row in rows if row[1])
        lines, writer = 0, None
        try:
            while chunk := list(islice(filled, CHUNK)):
                table = self._table(chunk, len(headers), watch)
                self._refuse_national_numbers(watch, headers)
                writer = writer or pq.ParquetWriter(parquet, table.schema)
                writer.write_table(table)
                lines += len(chunk)
                self.progress(lines)
        finally:
            if writer:
                writer.close()
        if not lines:
            raise Refusal(self.path.name, "no line after the header", "a header and rows")
        self._refuse_if_changed(before)
        return Arrived(self.path.name, headers, parquet, lines, sha256, before.st_size)

    def _table(self, chunk: list[tuple[int, list[str]]], width: int, watch):
        numbers = [line for line, _ in chunk]
        padded = [cells[:width] + [None] * (width - len(cells)) for _, cells in chunk]
        columns = {"line": numbers, "cells": [len(cells) for _, cells in chunk]}
        for position, cells in enumerate(zip(*padded, strict=True)):
            column = pl.Series(cells, dtype=pl.String)
            watch.look(position, column, numbers)
            seal = self.seals.get(position)
            if seal:
                column = pl.Series([seal(c) if c else c for c in cells], dtype=pl.String)
            columns[f"c{position}"] = column
        schema = {"line": pl.Int64, "cells": pl.Int64}
        return pl.DataFrame(columns, schema_overrides=schema).to_arrow()

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
        )

    def _refuse_if_changed(self, before) -> None:
        after = self.path.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise Refusal(
                self.path.name,
                "the file changed while it was read",
                "load it again once it has arrived completely",
            )


def file_hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
