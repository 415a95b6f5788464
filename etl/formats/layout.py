"""How a file becomes cells: what a mapping says of it, and what one of its tables looks like."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from etl.refusal import Refusal

MOST_COLUMNS = 16_384  # as many as a sheet of Excel can have
FREE_CELLS, CELLS_PER_BYTE = 20_000_000, 100
FIRST_ROWS = 30  # a header stands among these
Row = tuple[int, list[str | None]]  # the number a person sees beside it, and its cells


@dataclass(frozen=True)
class Block:
    """Lines that follow each other, all as wide as the header: text in columns c0, c1, …"""

    line: int  # the number of the first
    cells: pl.DataFrame

    def rows(self) -> Iterator[Row]:
        """Those that hold anything."""
        for line, cells in enumerate(self.cells.rows(), start=self.line):
            if any(cells):
                yield line, list(cells)


@dataclass(frozen=True)
class Layout:
    """What is told of a file; whatever is left empty is found out, and said."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""  # its name, or its number from 1
    header_row: int | None = None  # as the spreadsheet numbers it
    value_labels: tuple[str, ...] = ()  # columns of SPSS whose labels are read instead of the codes
    complete: bool = False  # nothing is left to find out


@dataclass(frozen=True)
class Table:
    """One table of a file: a workbook has one per sheet, every other file has one."""

    layout: Layout  # with nothing left empty that the format needs
    first_rows: list[Row]
    notes: tuple[str, ...] = ()  # what was found out and is to be said
    hidden: bool = False
    number: int = 1  # of a sheet, as the workbook counts them
    titles: dict[str, str] = field(default_factory=dict)  # header → the question behind it


def refuse_too_many_cells(cells: int, size: int) -> None:
    """Of what a file says of itself; real ones take a byte for each handful of cells."""
    if cells > FREE_CELLS + CELLS_PER_BYTE * size:
        right = f"at most {CELLS_PER_BYTE} cells for each byte, or the same table as CSV"
        raise Refusal(
            "",
            f"says to have {cells:,} cells: too many for the size of the file",
            right,
            code="too_large",
        )


def narrow(file: str, rows: Iterator[Row | Block]) -> Iterator[Row | Block]:
    """The rows, none of them wider than a sheet can be."""
    for part in rows:
        if isinstance(part, Block):  # no wider than the header before it
            yield part
            continue
        line, cells = part
        if len(cells) > MOST_COLUMNS:
            raise Refusal(
                f"{file}, line {line}",
                f"{len(cells):,} cells in one row",
                f"at most {MOST_COLUMNS:,} columns, as many as a sheet of Excel has",
                code="too_large",
            )
        yield line, cells
