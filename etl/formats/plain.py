"""Plain lines of a text, read many at a time.

A block of whole lines is plain when nothing in it can be read in two ways: UTF-8, no quote, no NUL,
no line break but that at the end of a line, no line so long that a cell may be too long, and in
every line as many cells as in the header. Then to divide it at its signs is all that the csv module
would do, and Arrow does that ten times as fast. The first block that is not plain, and everything
after it, is left to the csv module.
"""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow import csv

from etl.formats.layout import Block

SIZE = 4 * 2**20  # bytes of a block
LONGEST = 131_072  # bytes of a line; a cell of more letters is refused
UTF8 = ("utf-8", "utf-8-sig")
SIGNS = (",", ";", "\t", "|")  # of one byte
SPECIAL = (b'"', b"\0")


class Lines:
    """A stream of bytes in blocks of whole lines."""

    def __init__(self, stream: BinaryIO, size: int = SIZE):
        self.stream, self.size, self.begun = stream, size, b""

    def block(self) -> bytes:
        """The next lines; empty at the end."""
        parts = [self.begun]
        while data := self.stream.read(self.size):
            end = data.rfind(b"\n") + 1
            if end:
                self.begun = data[end:]
                return b"".join([*parts, data[:end]])
            parts.append(data)
        self.begun = b""
        return b"".join(parts)


def possible(encoding: str, delimiter: str) -> bool:
    """Whether a text may have plain lines at all: UTF-8 with one of the usual signs."""
    try:
        return codecs.lookup(encoding).name in UTF8 and delimiter in SIGNS
    except LookupError:
        return False


def is_plain(block: bytes) -> bool:
    """Whether each line of a block ends where it seems to end, and no cell is too long."""
    if any(sign in block for sign in SPECIAL) or block.startswith(codecs.BOM_UTF8):
        return False
    if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
        return False
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n"))
    return int(np.diff(ends, prepend=-1, append=len(block)).max()) <= LONGEST


def header(block: bytes, delimiter: str, first: int) -> tuple[int, list[str], int] | None:
    """The first line from number `first` on that holds anything: number, cells, where it ends."""
    line = end = 0
    while (begin := end) < len(block):
        line, end = line + 1, block.find(b"\n", begin) + 1 or len(block)
        try:
            text = block[begin:end].decode().rstrip("\r\n")
        except UnicodeDecodeError:
            return None
        cells = text.split(delimiter)
        if line >= first and any(cells):
            return line, cells, end
    return None


def divided(block: bytes, delimiter: str, width: int) -> pl.DataFrame | None:
    """The cells of a block, in columns c0, c1, …; nothing where it is not plain."""
    if not is_plain(block):
        return None
    names = [f"c{n}" for n in range(width)]
    try:
        table = csv.read_csv(
            pa.py_buffer(block),
            csv.ReadOptions(column_names=names, block_size=len(block) + 1),
            csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
            csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except pa.ArrowInvalid:  # another number of cells somewhere, or not UTF-8
        return None
    return pl.from_arrow(table)


def blocks(lines: Lines, block: bytes, line: int, delimiter: str, width: int) -> Iterator:
    """Blocks as long as they are plain; last what is left, as (bytes, number of its first line)."""
    while block and (cells := divided(block, delimiter, width)) is not None:
        yield Block(line, cells)
        line += cells.height
        block = lines.block()
    yield block, line
