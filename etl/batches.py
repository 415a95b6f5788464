"""Lines of a file in columns, as many at a time as fit into memory.

Most files come row by row; plain text comes in blocks, which are columns already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from etl.formats.layout import Block, Row

CHUNK = 20_000  # lines in memory at a time,
CELLS = 2_000_000  # or fewer, where lines are wide


@dataclass(frozen=True)
class Batch:
    """lines: their numbers; counts: how many cells each has; columns: the text of the cells.

    plain: no cell holds a NUL, and none is missing.
    """

    lines: Sequence[int] | pl.Series
    counts: Sequence[int] | pl.Series
    columns: list[pl.Series]
    plain: bool = False


def batches(parts: Iterator[Row | Block], width: int) -> Iterator[Batch]:
    """Rows and blocks after the header in batches; rows without anything are left out."""
    at_a_time = min(CHUNK, max(1, CELLS // max(1, width)))
    rows = []
    for part in parts:
        if not isinstance(part, Block):
            rows.append(part)
        elif part.cells.width == width:
            yield from _of_block(part)  # blocks come before rows, if at all
        else:
            rows += part.rows()
        while len(rows) >= at_a_time:
            yield _of_rows(rows[:at_a_time], width)
            del rows[:at_a_time]
    if rows:
        yield _of_rows(rows, width)


def _of_block(block: Block) -> Iterator[Batch]:
    numbers = pl.int_range(block.line, block.line + block.cells.height, dtype=pl.Int64)
    cells = block.cells.with_columns(numbers.alias("line"))
    if (cells["c0"] == "").any():
        cells = cells.filter(pl.any_horizontal(pl.exclude("line") != ""))
    if cells.height:
        lines = cells.drop_in_place("line")
        counts = pl.repeat(cells.width, cells.height, dtype=pl.Int64, eager=True)
        yield Batch(lines, counts, cells.get_columns(), plain=True)


def _of_rows(rows: list[Row], width: int) -> Batch:
    padded = [cells[:width] + [None] * (width - len(cells)) for _, cells in rows]
    columns = [pl.Series(cells, dtype=pl.String) for cells in zip(*padded, strict=True)]
    return Batch([line for line, _ in rows], [filled(c, width) for _, c in rows], columns)


def filled(cells: list[str | None], width: int) -> int:
    """How many cells a row has; empty ones beyond the header do not count."""
    count = len(cells)
    while count > width and not cells[count - 1]:
        count -= 1
    return count
