"""SPSS files, .sav and .zsav: one row per case, numbered as SPSS numbers them.

Cells hold the codes, since the check of answers wants numbers; the labels replace them in the
columns that a mapping lists as `value_labels`. What SPSS holds for missing is empty. A column's
header is the variable's name, and a mapping may also name it by the variable's label.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyreadstat

from etl.formats.archive import damaged
from etl.formats.cell_text import text_of
from etl.formats.layout import FIRST_ROWS, MOST_COLUMNS, Layout, refuse_too_many_cells
from etl.refusal import Refusal

BATCH = 500  # rows in one message
BLOCK = 500_000  # cells decoded at a time
MEMORY_TIMES = 2
# A damaged file may also hold days that no calendar has.
DAMAGED = (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OverflowError, ValueError)
ALL = "*"  # in place of names: the labels of all variables


def size(path: Path) -> tuple[int, int]:
    """Bytes of the file, and how many times that reading it may take in memory."""
    return path.stat().st_size, MEMORY_TIMES


def tables(path: Path, layout: Layout) -> Iterator[dict]:
    """The one table: names of the variables as its header, which is row 0."""
    names, labels = _header(path, layout)
    first = next(_blocks(path, layout, names, FIRST_ROWS), [])
    titles = {name: labels.column_names_to_labels.get(name) for name in names}
    yield {
        "first_rows": [[0, names], *first[: FIRST_ROWS - 1]],
        "layout": vars(replace(layout, sheet="data", complete=True, header_row=0)),
        "notes": _notes(labels, layout),
        "titles": {name: title for name, title in titles.items() if title},
    }


def rows(path: Path, layout: Layout) -> Iterator[dict]:
    """All cases, after the header."""
    names, _ = _header(path, layout)
    yield {"rows": [[0, names]]}
    for block in _blocks(path, layout, names, max(BATCH, BLOCK // max(1, len(names)))):
        for start in range(0, len(block), BATCH):
            yield {"rows": block[start : start + BATCH]}


def _header(path: Path, layout: Layout):
    _, labels = _read(path, layout, metadataonly=True)
    if len(labels.column_names) > MOST_COLUMNS:
        raise Refusal(
            "",
            f"{len(labels.column_names):,} variables",
            f"at most {MOST_COLUMNS:,}",
            code="too_large",
        )
    refuse_too_many_cells((labels.number_rows or 0) * len(labels.column_names), path.stat().st_size)
    if not labels.column_names:
        raise Refusal("", "no variables", "a file with variables and cases", code="no_rows")
    return labels.column_names, labels


def _blocks(path: Path, layout: Layout, names: list[str], rows: int) -> Iterator[list]:
    """The cases in blocks, each a list of rows with their numbers."""
    start = 0
    while True:
        columns, found = _read(path, layout, row_offset=start, row_limit=rows)
        words = [_words(found, name, layout) for name in names]
        texts = [
            [words_of.get(cell) or text_of(cell) for cell in columns[name]]
            for name, words_of in zip(names, words, strict=True)
        ]
        block = [[start + n, list(cells)] for n, cells in enumerate(zip(*texts, strict=True), 1)]
        yield block
        if len(block) < rows:
            return
        start += rows


def _words(found, name: str, layout: Layout) -> dict:
    """Code → label of a column whose labels are wanted."""
    if name in layout.value_labels or ALL in layout.value_labels:
        return found.variable_value_labels.get(name, {})
    return {}


def _read(path: Path, layout: Layout, **how):
    try:
        return pyreadstat.read_sav(path, output_format="dict", **how)
    except DAMAGED as error:
        if "encoding" not in str(error):
            raise damaged("", error) from error
        # The file says its encoding itself; a mapping is asked only where that is wrong.
        if layout.encoding and "encoding" not in how:
            return _read(path, layout, encoding=layout.encoding, **how)
        right = "a mapping that names its encoding, such as cp1256"
        raise Refusal("", f"its text cannot be read ({error})", right, code="encoding") from error


def _notes(found, layout: Layout) -> list[str]:
    labelled = [name for name in found.variable_value_labels if name not in layout.value_labels]
    if not labelled or ALL in layout.value_labels:
        return []
    return [f"codes read, not their labels, in {len(labelled)} columns with value labels"]
