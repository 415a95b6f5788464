"""The formats in which extracts arrive, one module per family: text, workbook, SPSS, Parquet.

A family has `tables(content, layout)`, what is in the file and how its first rows look, and
`rows(content, layout)`, all rows of one table as text cells with the numbers a person sees.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from etl.formats import delimited, isolated
from etl.formats.content import Content, content_of
from etl.formats.layout import Block, Layout, Row, Table, narrow
from etl.refusal import Refusal

__all__ = ["Block", "Layout", "Table", "rows_of", "parts_of", "tables_of", "Content", "content_of"]


def tables_of(content: Content, layout: Layout) -> list[Table]:
    """The tables of a file as a mapping's layout reads them; what is left open is found out."""
    content.refuse_bomb()
    tables = _family(content).tables(content, layout)
    if not tables:
        raise Refusal(content.file, "no sheet with data", "a header and rows", code="no_rows")
    packed = (f"unpacked from {content.packing}",) if content.packing else ()
    for table in tables:
        list(narrow(content.file, iter(table.first_rows)))
    return [replace(table, notes=(*packed, *table.notes)) for table in tables]


def rows_of(path: Path, layout: Layout) -> Iterator[Row]:
    """All rows of one table; a layout that leaves anything open is completed first."""
    content = content_of(path)
    if not layout.complete:
        layout = _only(content, tables_of(content, layout)).layout
    with closing(_family(content).rows(content, layout)) as rows:
        yield from narrow(content.file, rows)


def parts_of(path: Path, layout: Layout) -> Iterator[Row | Block]:
    """The rows of one table from its header on, many of them at once where that can be done."""
    content = content_of(path)
    if content.family != "delimited" or not layout.complete:
        yield from rows_of(path, layout)
        return
    with closing(delimited.parts(content, layout, layout.header_row or 0)) as parts:
        yield from narrow(content.file, parts)


def _family(content: Content):
    return delimited if content.family == "delimited" else isolated


def _only(content: Content, tables: list[Table]) -> Table:
    seen = [table for table in tables if not table.hidden]
    if len(seen) != 1:
        names = ", ".join(table.layout.sheet for table in seen)
        raise Refusal(
            content.file, f"has {len(seen)} sheets with data: {names}", "one of them", code="sheets"
        )
    return seen[0]
