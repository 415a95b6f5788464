"""Text in any encoding and with any sign between its cells: found out, read alike, and said."""

import gzip

import pytest

from etl.formats import content_of, rows_of, tables_of
from etl.formats.layout import Layout
from etl.load import Loading
from etl.refusal import Refusal
from tests.etl.extracts import LOG, request
from tests.extracts.formats_writers import gzipped, text, zipped

PERSIAN = [
    ["شماره", "شعبه", "یادداشت"],
    ["۱", "مشهد", "پیگیری شد؛ «سابقه» ثبت گردید، ولی نه"],
    ["2", "نیشابور", "خط اول\r\nخط دوم"],
    ["3", "کاشمر", 'گفت: "بله"'],
]


def table(path, content: bytes, layout=None):
    path.write_bytes(content)
    (found,) = tables_of(content_of(path), layout or Layout())
    rows = list(rows_of(path, found.layout))
    assert rows[:5] == found.first_rows[:5]
    return [cells for _, cells in rows], list(found.notes)


@pytest.mark.parametrize(
    "encoding, said",
    [
        ("utf-8", []),
        ("utf-8-sig", []),  # the byte order mark that Excel writes
        ("utf-16", ["read as UTF-16"]),  # with a mark: Excel's "Unicode text"
        ("utf-16-le", ["read as UTF-16"]),  # without
        ("utf-16-be", ["read as UTF-16"]),
        ("utf-32", ["read as UTF-32"]),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "؛"])
def test_unicode_and_delimiters(tmp_path, encoding, said, delimiter):
    rows, notes = table(tmp_path / "x.csv", text(PERSIAN, encoding, delimiter))
    assert rows == PERSIAN
    assert notes[: len(said)] == said
    assert len(notes) == len(said) + (delimiter != ",")  # a comma needs no word


@pytest.mark.parametrize(
    "encoding, lacks, has",
    [
        ("cp1256", "یک۱", "يك1"),  # no Persian ya, and in most files the Arabic kaf
        ("iso8859_6", "یک۱پگچژ«»", "يك1بكجز  "),
    ],
)
def test_arabic_code_pages(tmp_path, encoding, lacks, has):
    arabic = [[c.translate(str.maketrans(lacks, has)) for c in row] for row in PERSIAN]
    rows, notes = table(tmp_path / "x.csv", text(arabic, encoding, ";"))
    assert rows == arabic
    assert len(notes) == 2


def test_a_word_of_persian_in_much_ascii_is_told(tmp_path):
    """A general detector takes these two words for Korean."""
    rows = [
        LOG,
        *([*request(n).values()] for n in range(3000)),
        [*request(9, client="تلفني پيگيري شد").values()],
    ]
    read, notes = table(tmp_path / "x.csv", text(rows, "cp1256"))
    assert read == rows and notes == ["read as Windows-1256"]


def test_what_is_told_is_not_said_again(tmp_path):
    rows, notes = table(
        tmp_path / "x.csv", text([["شعبه", "b"]], "cp1256", ";"), Layout("cp1256", ";")
    )
    assert rows == [["شعبه", "b"]] and not notes


def test_another_language_is_not_guessed(tmp_path):
    with pytest.raises(Refusal, match="x.csv: byte 2 is not UTF-8.*a mapping that names its enc"):
        table(tmp_path / "x.csv", "a,성별\n1,여\n".encode("cp949"))
    rows, _ = table(tmp_path / "x.csv", "a,성별\n1,여\n".encode("cp949"), Layout("cp949"))
    assert rows[0] == ["a", "성별"]


def test_an_unknown_encoding_in_a_mapping_is_named(tmp_path):
    with pytest.raises(Refusal, match="unknown encoding 'cp12566'"):
        table(tmp_path / "x.csv", b"a,b\n", Layout("cp12566"))


def test_excels_own_first_line_decides_and_is_not_numbered(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"sep=;\r\na,1;b\r\n1;2\r\n")
    assert list(rows_of(path, Layout())) == [(1, ["a,1", "b"]), (2, ["1", "2"])]
    path.write_bytes("sep=|\r\na;1|b\r\n".encode("utf-16"))
    assert list(rows_of(path, Layout(delimiter=";"))) == [(1, ["a;1", "b"])]


@pytest.mark.parametrize(
    "content, cells",
    [
        ("a;b;c\n1,5;2,5;3\n2,5;1,5;4\n", ["a", "b", "c"]),  # decimal commas
        ("گزارش مهر\n\nid|name\n1|x\n2|y\n", ["گزارش مهر"]),  # a title above
        ("a,b\n", ["a", "b"]),  # a header alone
        ("one\ntwo\n", ["one"]),  # no sign at all
        ("a\tb\n1,2\t3\n4\t5\n", ["a", "b"]),
        ('"a;b","c"\n"1;2","3"\n', ["a;b", "c"]),  # a sign inside quotes
    ],
)
def test_the_sign_between_cells(tmp_path, content, cells):
    rows, _ = table(tmp_path / "x.csv", content.encode())
    assert rows[0] == cells


@pytest.mark.parametrize("pack", [gzipped, lambda content: zipped("export/x.csv", content)])
def test_packed_text_reads_the_same(tmp_path, pack):
    rows, notes = table(tmp_path / "x.csv.gz", pack(text(PERSIAN, "utf-16", ";")))
    assert rows == PERSIAN
    assert notes[0].startswith("unpacked from ")


def test_what_macos_adds_to_a_zip_is_not_a_second_file(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(zipped("x.csv", b"a,b\n1,2\n"))
    import zipfile

    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/._x.csv", b"\0\5\x16\7")
        archive.writestr("folder/", b"")
    assert len(list(rows_of(path, Layout()))) == 2


def test_a_packed_extract_is_loaded_and_its_format_said(empty_folder, tmp_path):
    path = tmp_path / "service_log_1404-07.csv.gz"
    rows = [LOG, *([*request(n).values()] for n in range(20))]
    path.write_bytes(gzip.compress(text(rows, "utf-16", "\t")))
    report = Loading(empty_folder).check(path)
    assert (report.outcome, report.rows_taken) == ("checked", 20)
    said = "\n".join(report.lines())
    for note in ("unpacked from gzip", "read as UTF-16", "cells divided by tab"):
        assert note in said


def test_a_mapping_knows_a_packed_file_by_the_name_inside(empty_folder, tmp_path):
    columns = "\n".join(f'"X {c}" = "{c}"' for c in LOG)
    mapping = f'kind = "service_log"\nfiles = "calls_*.csv"\n[columns]\n{columns}\n'
    (empty_folder.mappings / "calls.toml").write_text(mapping)
    path = tmp_path / "export.zip"
    rows = [[f"X {c}" for c in LOG], [*request(1).values()]]
    path.write_bytes(zipped("calls_7.csv", text(rows)))
    assert Loading(empty_folder).check(path).outcome == "checked"


def test_empty_cells_beyond_the_header_and_empty_rows_do_not_count(empty_folder, tmp_path):
    path = tmp_path / "x.csv"
    line = ",".join(request(1).values())
    path.write_text(f"{','.join(LOG)},,\n{line},,\n,,,,,,,,,,,\n{line.replace('r1', 'r2')}\n")
    report = Loading(empty_folder).check(path)
    assert (report.outcome, report.rows_taken) == ("checked", 2), list(report.lines())
