"""A random table, written in a random format and spelling, reads back the same values."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.formats import content_of, tables_of
from etl.formats.layout import Layout
from etl.reading import Reading
from tests.extracts import formats_writers as writers

# What people and systems write into cells; no control characters, which XML cannot carry.
LETTERS = st.sampled_from("ابپتچدرسکگیآ‌ءئ abcXYZ0123456789۰۱۲۳.,;|؛\"'=+-@<>&\t\n") | st.characters(
    codec="utf-8", categories=("L", "N", "P", "S", "Zs")
)
CELL = st.text(LETTERS, max_size=12)
NAME = st.text(st.sampled_from("abcdefghijklmnop"), min_size=1, max_size=8)


@st.composite
def tables(draw, rows=8):
    """A header of unique names, and rows that each hold something."""
    header = draw(st.lists(NAME, min_size=2, max_size=6, unique=True))
    row = st.lists(CELL, min_size=len(header), max_size=len(header)).filter(any)
    return [header, *draw(st.lists(row, min_size=1, max_size=rows))]


def read(content: bytes | None, path: Path, layout: Layout) -> list[list[str]]:
    if content is not None:
        path.write_bytes(content)
    reading = Reading(path, layout)
    return [[cell or "" for cell in cells] for _, cells in reading.rows()]


MANY = settings(max_examples=100, deadline=None)
# Each of these starts a process: fewer tables, but longer ones.
FEW = settings(max_examples=8, deadline=None)


@MANY
@given(
    rows=tables(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]),
    delimiter=st.sampled_from([",", ";", "\t", "|", "؛"]),
    end=st.sampled_from(["\n", "\r\n"]),
    pack=st.sampled_from(["", "gzip", "zip"]),
)
def test_text_whose_layout_is_told(rows, encoding, delimiter, end, pack):
    content = writers.text(rows, encoding, delimiter, end)
    if pack:
        content = writers.gzipped(content) if pack == "gzip" else writers.zipped("x", content)
    with TemporaryDirectory() as folder:
        assert read(content, Path(folder) / "x", Layout(encoding, delimiter)) == rows


@MANY
@given(
    rows=tables(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    delimiter=st.sampled_from([",", ";", "\t", "|", "؛"]),
)
def test_text_whose_layout_is_found_out(rows, encoding, delimiter):
    """Excel's own first line says the sign where cells are so wild that no rule could tell it."""
    content = f"sep={delimiter}\r\n".encode(encoding)
    body = writers.text(rows, encoding, delimiter)
    marks = {"utf-8-sig": 3, "utf-16": 2, "utf-32": 4}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        assert read(content + body[marks.get(encoding, 0) :], path, Layout()) == rows
        (table,) = tables_of(content_of(path), Layout())
        assert table.layout.delimiter == delimiter


WORDS = st.sampled_from(["مشهد", "نيشابور", "تربت حيدريه", "كاشمر", "سابقه بيمه", "درمان", "12"])


@MANY
@given(
    rows=st.lists(st.lists(WORDS, min_size=4, max_size=4), min_size=5, max_size=30),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"]),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
def test_ordinary_text_of_which_nothing_is_told(rows, encoding, delimiter):
    header = ["شعبه", "خدمت", "مشهد", "درمان"]
    with TemporaryDirectory() as folder:
        content = writers.text([header, *rows], encoding, delimiter)
        assert read(content, Path(folder) / "x", Layout()) == [header, *rows]


@FEW
@given(rows=tables(rows=60), titles=st.integers(0, 3))
def test_workbooks(rows, titles):
    with TemporaryDirectory() as folder:
        path = writers.xlsx(Path(folder) / "x.xlsx", rows, titles=[["t"]] * titles)
        layout = Layout(sheet="Sheet1", header_row=titles + 1, complete=True)
        assert read(None, path, layout) == spelled(rows)


@FEW
@given(rows=tables(rows=60))
def test_old_workbooks(rows):
    with TemporaryDirectory() as folder:
        path = writers.xls(Path(folder) / "x.xls", rows)
        assert read(None, path, Layout(sheet="Sheet1", complete=True)) == spelled(rows)


@FEW
@given(rows=tables(rows=60))
def test_spss(rows):
    with TemporaryDirectory() as folder:
        path = writers.sav(Path(folder) / "x.sav", rows)
        # SPSS fills texts with spaces at their end.
        trimmed = [[cell.rstrip(" ") for cell in row] for row in rows]
        assert read(None, path, Layout(complete=True)) == [row for row in trimmed if any(row)]


@FEW
@given(rows=tables(rows=60))
def test_parquet(rows):
    with TemporaryDirectory() as folder:
        path = writers.parquet(Path(folder) / "x.parquet", rows)
        assert read(None, path, Layout(complete=True)) == rows


def spelled(rows):
    """In a workbook a line break is a line feed."""
    return [[cell.replace("\r\n", "\n") for cell in row] for row in rows]
