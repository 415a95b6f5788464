"""Plain lines are read many at a time, and whatever stands in a text, as the csv module reads it.

The text row by row, through `rows_of`, is the reference: it is the csv module and nothing else.
"""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.formats import parts_of, plain, rows_of
from etl.formats.layout import Block, Layout
from etl.refusal import Refusal

# What may be read in two ways, and what only looks like it.
PIECES = st.sampled_from(
    ["a", "شعبه", "12", " ", ",", ",", ";", "\n", "\n", "\r\n", "\r", '"', '""', "'", "\0",
     "\ufeff", "\u2028", "\x0b", "\x1c", "\x85", "\\", "#", "NA", "null", "sep=;\n", "\t"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def read(read_parts, path, layout):
    """All rows from the header on that hold anything, or what was refused."""
    found = []
    try:
        for part in read_parts(path, layout):
            found += part.rows() if isinstance(part, Block) else [part]
    except Refusal as refusal:
        # Row by row the place is that of the first letters that were decoded with it
        return re.sub(r"near line \d+", "near some line", str(refusal))
    first = layout.header_row or 0
    return [(line, list(cells)) for line, cells in found if line >= first and any(cells)]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("plain") / "text.csv"


def same(path, data: bytes, layout: Layout) -> None:
    path.write_bytes(data)
    assert read(parts_of, path, layout) == read(rows_of, path, layout)


@settings(deadline=None, max_examples=300)
@given(TEXTS, TEXTS, st.sampled_from(["utf-8", "utf-8-sig"]), st.integers(0, 3))
@example("a,b\n1,2\n", '"x\ny",2\n3,4', "utf-8", 0)  # a quoted line break
@example("a,b\n1,2\n", "3,4\r5,6\n", "utf-8", 0)  # a line break of old Macs
@example("a,b\n1,2\n", "3,4,5\n6\n\n,\n7,8", "utf-8", 0)  # other numbers of cells, empty lines
@example("\n\na,b\n1,2\n", "", "utf-8", 2)  # a header that is not the first row
def test_any_text_is_read_as_the_csv_module_reads_it(path, monkeypatch_module, one, two, code, row):
    same(path, (one + two).encode(code) or b"x", Layout(code, ",", header_row=row, complete=True))


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=60), st.sampled_from([",", ";", "\t", "|", "؛", "x"]))
def test_any_bytes_too(path, monkeypatch_module, rest, sign):
    data = f"a{sign}b\n1{sign}2\n".encode() + rest
    same(path, data, Layout("utf-8-sig", sign, complete=True))


@pytest.fixture(scope="module")
def monkeypatch_module():
    """Blocks of a few bytes, so that the end of one falls anywhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain.Lines.__init__, "__defaults__", (7,))
        yield


def parts(path, text: str) -> list:
    path.write_text(text, encoding="utf-8", newline="")
    return list(parts_of(path, Layout("utf-8-sig", ",", complete=True)))


def test_plain_lines_come_in_blocks(path):
    """Else the tests above would compare the csv module with itself."""
    header, block = parts(path, "a,b\n1,2\n3,\n")
    assert header == (1, ["a", "b"])
    assert (block.line, block.cells.rows()) == (2, [("1", "2"), ("3", "")])


@pytest.mark.parametrize(
    "text",
    [
        'a,b\n1,"2"\n',
        "a,b\n1,2\r3,4\n",
        "a,b\n1,2,3\n",
        "a,b,\n1,2,3\n",  # a header that ends before its rows may
        "a\n1\n",
        "sep=,\na,b\n1,2\n",
        f"a,b\n1,{'x' * (plain.LONGEST + 1)}\n",
    ],
)
def test_what_is_not_plain_does_not(path, text):
    try:
        assert not any(isinstance(part, Block) for part in parts(path, text))
    except Refusal as refusal:
        assert "cells of at most 131,072 letters" in str(refusal)
