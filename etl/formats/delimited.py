"""Text with a sign between its cells: CSV, TSV and their relatives, read as a stream."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import BinaryIO

from etl.formats import delimiter, encoding, plain
from etl.formats.content import Content
from etl.formats.guard import BLOCK
from etl.formats.layout import FIRST_ROWS, Block, Layout, Row, Table
from etl.refusal import Refusal

SAMPLE = 64 * 2**10  # letters in which the sign between the cells is looked for


def tables(content: Content, layout: Layout) -> list[Table]:
    """The one table of a text, its encoding and its delimiter found out where not told."""
    known = replace(layout, encoding=_known_encoding(content, layout))
    text = _beginning(content, known)
    sign, line = delimiter.told(text)
    text = text[line:]
    sign = sign or layout.delimiter or delimiter.detected(text, len(text) < SAMPLE)
    known = replace(known, delimiter=sign, complete=True)
    first = list(islice(rows(content, known), FIRST_ROWS))
    return [Table(known, first, _found_out(layout, known))]


def _found_out(told: Layout, known: Layout) -> tuple[str, ...]:
    """What was not told and is not the usual: UTF-8 and commas need no word."""
    notes = []
    if known.encoding not in (told.encoding, "utf-8-sig"):
        notes.append(f"read as {encoding.name_of(known.encoding)}")
    if known.delimiter not in (told.delimiter, ","):
        sign = delimiter.CANDIDATES.get(known.delimiter, known.delimiter)
        notes.append(f"cells divided by {sign}")
    return tuple(notes)


def rows(content: Content, layout: Layout) -> Iterator[Row]:
    """The rows with their numbers; `layout` says encoding and delimiter."""
    with content.opened() as stream:
        yield from _rows(stream, content.file, layout)


def parts(content: Content, layout: Layout, first: int) -> Iterator[Row | Block]:
    """The same rows; those after the header in blocks, as far as the text is plain.

    The header is the first row from number `first` on that holds anything; rows before it are left
    out.
    """
    with content.opened() as stream:
        lines, line = plain.Lines(stream), 1
        block = lines.block()
        if header := _plain_header(block, layout, first):
            line, cells, end = header
            yield line, cells
            block, line = block[end:] or lines.block(), line + 1
            for part in plain.blocks(lines, block, line, layout.delimiter, len(cells)):
                if isinstance(part, Block):
                    yield part
                else:
                    block, line = part
            layout = replace(layout, encoding="utf-8")  # a mark is one at the beginning only
        if block:
            rest = io.BufferedReader(Rest(block, stream, lines.begun), BLOCK)
            yield from _rows(rest, content.file, layout, line)


def _plain_header(block: bytes, layout: Layout, first: int) -> tuple[int, list[str], int] | None:
    """The header where it is plain, and the rows after it may be: see `plain.header`."""
    if not plain.possible(layout.encoding, layout.delimiter):
        return None
    mark = 0
    if codecs.lookup(layout.encoding).name == "utf-8-sig" and block.startswith(codecs.BOM_UTF8):
        mark = len(codecs.BOM_UTF8)
    if delimiter.told(block[mark : mark + 20].decode(errors="replace"))[0]:
        return None
    if not plain.is_plain(block[mark:]):
        return None
    found = plain.header(block[mark:], layout.delimiter, first)
    if found is None or len(found[1]) < 2 or not found[1][-1]:  # rows may be wider than they seem
        return None
    return found[0], found[1], found[2] + mark


class Rest(io.RawIOBase):
    """What was read already, and the stream behind it."""

    def __init__(self, block: bytes, stream: BinaryIO, begun: bytes):
        self.read_already, self.stream = io.BytesIO(block + begun), stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        return self.read_already.readinto(buffer) or self.stream.readinto(buffer)


def _rows(stream, file: str, layout: Layout, begins: int = 1) -> Iterator[Row]:
    """The rows of a stream whose first line has the number `begins`."""
    line = begins - 1
    try:
        with _text(stream, file, layout) as text:
            first = text.readline()
            # Excel does not show its own line, and does not number it.
            own = begins == 1 and delimiter.told(first)[0]
            lines = text if own else chain([first], text)
            # Strict: a quote that is never closed would swallow the rest of the file.
            reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
            for line, row in enumerate(reader, start=begins):
                yield line, row
    except UnicodeError as error:
        raise Refusal(
            f"{file}, near line {line + 1}",
            f"not {encoding.name_of(layout.encoding)} text",
            "a file in one encoding, and if it is not UTF-8 a mapping that names it",
            code="encoding",
        ) from error
    except csv.Error as error:
        raise Refusal(
            f"{file}, line {line + 1}",
            f"not a row of cells: {error}",
            "every quote closed, cells of at most 131,072 letters",
            code="cells",
        ) from error


def _known_encoding(content: Content, layout: Layout) -> str:
    with content.opened() as stream:
        head = stream.peek(4)
        # A byte order mark is stronger than what a mapping says: it cannot stand there by chance.
        if marked := encoding.marked(head):
            return marked
        blocks = iter(lambda: stream.read(BLOCK), b"")
        return layout.encoding or encoding.detected(content.file, blocks)


def _beginning(content: Content, known: Layout) -> str:
    """The first letters of the text."""
    with content.opened() as stream, _text(stream, content.file, known, "replace") as text:
        return text.read(SAMPLE)


def _text(stream, file: str, layout: Layout, errors: str = "strict") -> io.TextIOWrapper:
    try:
        return io.TextIOWrapper(stream, layout.encoding, errors, newline="")
    except LookupError as error:
        right = "a name that Python knows, such as cp1256 or utf-16"
        raise Refusal(
            file, f"unknown encoding {layout.encoding!r}", right, code="settings"
        ) from error
