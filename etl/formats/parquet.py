"""Parquet files, read batch by batch: columns of plain values as text, rows numbered from 1."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from etl.formats.archive import damaged
from etl.formats.cell_text import text_of
from etl.formats.layout import FIRST_ROWS, MOST_COLUMNS, Layout, refuse_too_many_cells
from etl.refusal import Refusal

BATCH = 500  # rows in one message
BLOCK = 200_000  # cells decoded at a time
MEMORY_TIMES = 4
NO_CELLS = (
    pa.types.is_nested, pa.types.is_binary, pa.types.is_large_binary,
    pa.types.is_fixed_size_binary,
)  # fmt: skip
MOST_FOOTER = 16 * 2**20


def size(path: Path) -> tuple[int, int]:
    """Bytes of the file, and how many times that reading it may take in memory."""
    return path.stat().st_size, MEMORY_TIMES


def tables(path: Path, layout: Layout) -> Iterator[dict]:
    """The one table, its header as row 0."""
    batches = (message["rows"] for message in rows(path, layout))
    header, first = next(batches), next(batches, [])
    yield {
        "first_rows": [*header, *first[: FIRST_ROWS - 1]],
        "layout": vars(replace(layout, sheet="data", complete=True, header_row=0)),
        "notes": [],
    }


def rows(path: Path, layout: Layout) -> Iterator[dict]:
    """The header, then all rows."""
    _refuse_vast_footer(path)
    try:
        with pq.ParquetFile(path) as file:
            _refuse_unreadable(file, path.stat().st_size)
            names = file.schema_arrow.names
            yield {"rows": [[0, names]]}
            line = 0
            for batch in file.iter_batches(max(BATCH, BLOCK // len(names)), use_threads=False):
                columns = [[text_of(cell) for cell in column.to_pylist()] for column in batch]
                found = [[line + n, list(c)] for n, c in enumerate(zip(*columns, strict=True), 1)]
                line += len(found)
                for start in range(0, len(found), BATCH):
                    yield {"rows": found[start : start + BATCH]}
    except (pa.ArrowException, OSError) as error:
        raise damaged("", str(error).splitlines()[0]) from error


def _refuse_vast_footer(path: Path) -> None:
    """The description of the columns is read whole before anything can be asked of it."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 8))
        end = stream.read()
    length = int.from_bytes(end[:4], "little")
    if end[4:] != b"PAR1":
        raise damaged("", "its end is missing")
    if length > MOST_FOOTER:
        what = f"the description of its columns takes {length / 2**20:,.0f} MB"
        raise Refusal("", what, f"at most {MOST_COLUMNS:,} columns", code="too_large")


def _refuse_unreadable(file: pq.ParquetFile, size: int) -> None:
    schema = file.schema_arrow
    refuse_too_many_cells(file.metadata.num_rows * len(schema.names), size)
    if not 0 < len(schema.names) <= MOST_COLUMNS:
        raise Refusal(
            "",
            f"{len(schema.names):,} columns",
            f"from 1 to {MOST_COLUMNS:,} columns",
            code="too_large",
        )
    for column in schema:
        if any(is_one(column.type) for is_one in NO_CELLS):
            what = f"column {column.name} holds {column.type}, not one value in each cell"
            raise Refusal("", what, "columns of texts, numbers and dates", code="cells")
