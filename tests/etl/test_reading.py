"""A file as it arrived: cells and line numbers as a spreadsheet would show them."""

import polars as pl
import pytest

from etl.formats.layout import Layout
from etl.reading import Reading
from etl.refusal import Refusal


def read(tmp_path, content: bytes, layout=None, seals=None):
    path = tmp_path / "extract.csv"
    path.write_bytes(content)
    arrived = Reading(path, layout or Layout(), seals or {}).into(tmp_path / "arrived.parquet")
    return arrived, pl.read_parquet(arrived.cells).rows()


def test_lines_are_numbered_like_rows_of_a_spreadsheet(tmp_path):
    content = b'a,b\n1,"x\ny"\n\n2,z\n'
    _, rows = read(tmp_path, content)
    # The quoted line break stays inside line 2; the empty line 3 counts and is no row.
    assert rows == [(2, 2, "1", "x\ny"), (4, 2, "2", "z")]


def test_short_and_long_lines_are_kept_with_their_number_of_cells(tmp_path):
    _, rows = read(tmp_path, b"a,b\n1\n1,2,3\n")
    assert rows == [(2, 1, "1", None), (3, 3, "1", "2")]


@pytest.mark.parametrize(
    "encoding, layout",
    [
        ("utf-8", Layout()),
        ("utf-8-sig", Layout()),  # the byte order mark that Excel writes
        ("cp1256", Layout("cp1256")),
        ("utf-16", Layout("utf-16")),
        ("utf-16", Layout("cp1256")),  # a byte order mark is stronger than a mapping
    ],
)
def test_persian_in_several_encodings(tmp_path, encoding, layout):
    arrived, rows = read(tmp_path, "شعبه\nمشهد\n".encode(encoding), layout)
    assert arrived.headers == ["شعبه"] and rows[0][2] == "مشهد"


def test_another_encoding_is_refused_with_the_byte_and_the_way_out(tmp_path):
    with pytest.raises(Refusal, match=r"extract.csv: byte 2 is not UTF-8.*a mapping that names"):
        read(tmp_path, "a,성별\n1,여\n".encode("cp949"))


def test_an_encoding_told_wrongly_is_refused_near_the_line(tmp_path):
    with pytest.raises(Refusal, match=r"near line 1: not utf-8 text"):
        read(tmp_path, "شعبه\nمشهد\n".encode("cp1256"), Layout("utf-8"))


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"a,b\n\n\n", b"a,b\n,\n"])
def test_a_file_without_rows_is_refused(tmp_path, content):
    with pytest.raises(Refusal, match="right: a header and rows"):
        read(tmp_path, content)


def test_binary_rubbish_is_refused(tmp_path):
    with pytest.raises(Refusal, match="extract.csv"):
        read(tmp_path, b"PK\x03\x04\x00\x00\x00\xff\xfe")


def test_sealed_cells_never_reach_the_disk(tmp_path):
    _, rows = read(tmp_path, b"client,b\nsecret,1\n,2\n", seals={0: lambda c: c[::-1]})
    assert [row[2] for row in rows] == ["terces", ""]  # an empty cell stays empty
    assert b"secret" not in (tmp_path / "arrived.parquet").read_bytes()


def test_chunks_join_without_a_seam(tmp_path, monkeypatch):
    monkeypatch.setattr("etl.batches.CHUNK", 3)
    arrived, rows = read(tmp_path, b"a\n" + b"".join(b"%d\n" % n for n in range(10)))
    assert arrived.lines == 10 and [row[0] for row in rows] == list(range(2, 12))


def test_an_empty_line_at_a_seam_does_not_end_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr("etl.batches.CHUNK", 2)
    _, rows = read(tmp_path, b"a\n\n\n\n1\n")  # a whole chunk of empty lines
    assert [row[2] for row in rows] == ["1"]


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "extract.csv"
    path.write_bytes(b"a\n1\n")

    def grow(lines):
        path.write_bytes(b"a\n1\n2\n")

    with pytest.raises(Refusal, match="changed while it was read"):
        Reading(path, Layout(), progress=grow).into(tmp_path / "arrived.parquet")


def test_a_file_that_is_replaced_while_it_is_read_is_refused(tmp_path):
    path, other = tmp_path / "extract.csv", tmp_path / "other.csv"
    path.write_bytes(b"a\n1\n")
    other.write_bytes(b"a\n2\n")  # as long, and perhaps as old

    with pytest.raises(Refusal, match="changed while it was read: it is still being written"):
        Reading(path, Layout(), progress=lambda lines: other.replace(path)).into(
            tmp_path / "arrived.parquet"
        )


def test_half_a_file_that_still_grows_is_not_called_damaged(tmp_path, monkeypatch):
    """What is wrong with it, a quote that is not closed yet, is right a moment later."""
    monkeypatch.setattr("etl.batches.CHUNK", 1)
    path = tmp_path / "extract.csv"
    path.write_bytes(b'a\n1\n"half')

    def grow(lines):
        path.write_bytes(b'a\n1\n"half a cell"\n')

    layout = Layout("utf-8", ",", complete=True)
    with pytest.raises(Refusal, match="still being written.*once it has arrived completely"):
        Reading(path, layout, progress=grow).into(tmp_path / "arrived.parquet")
