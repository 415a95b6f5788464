"""Files made to break whoever reads them, each named after its trouble; written when asked for.

None is kept in the repository: some unpack to ten gigabytes.
"""

import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import xlsxwriter

from tests.etl.extracts import LOG, request, respondent, write_log

TEN_GB = 10 * 2**30
BLOCK = 64 * 2**20
SHEET = "xl/worksheets/sheet1.xml"
SCRIPT = "<script>alert(1)</script>"
CORNERS = (
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="{}1048576"><v>1</v></c></row>'
)
ENTITY = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


def deflated(first: bytes, block: bytes, times: int = 160) -> bytes:
    """Some bytes, then a block so many times, in the time that packing it once takes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    begins = packer.compress(first) + packer.flush(zlib.Z_FULL_FLUSH)
    once = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return begins + once * times + packer.flush(zlib.Z_FINISH)


def zip_of(name: str, packed: bytes, declared: int) -> bytes:
    """A zip with one member that claims to unpack to `declared` bytes, true or not.

    The check sum is that of as many bytes, if they are few: nothing tells that more will come.
    """
    wide = struct.pack("<HHQQ", 1, 16, declared, len(packed))
    begins = zlib.decompressobj(-15).decompress(packed, declared if declared < BLOCK else 1)
    head = struct.pack("<HHHHHI", 45, 0x800, 8, 0, 0x21, zlib.crc32(begins))
    sizes = struct.pack("<IIHH", 0xFFFFFFFF, 0xFFFFFFFF, len(name.encode()), len(wide))
    local = b"PK\3\4" + head + sizes + name.encode() + wide + packed
    entry = b"PK\1\2" + struct.pack("<H", 45) + head + sizes + struct.pack("<HHHII", 0, 0, 0, 0, 0)
    central = entry + name.encode() + wide
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + b"PK\5\6" + end


def _log_bomb() -> bytes:
    line = ",".join(request(1).values()) + "\n"
    return deflated((",".join(LOG) + "\n").encode(), line.encode() * (BLOCK // len(line)))


LOG_BOMB = _log_bomb()
SPACES = deflated(b"<worksheet/>" + b" " * 1012, b" " * BLOCK)


def zip_that_unpacks_to_10_gb(path: Path) -> None:
    path.write_bytes(zip_of("log.csv", LOG_BOMB, TEN_GB))


def zip_that_hides_10_gb(path: Path) -> None:
    path.write_bytes(zip_of("log.csv", LOG_BOMB, 2**31))


def gzip_that_unpacks_to_10_gb(path: Path) -> None:
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    path.write_bytes(head + LOG_BOMB + b"\0" * 8)


def zip_of_a_zip(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("log.csv", ",".join(LOG) + "\n")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())


def zip_of_two_files(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mehr.csv", "a\n1\n")
        archive.writestr("aban.csv", "a\n1\n")


def zip_of_100000_files(path: Path) -> None:
    one = zip_of("log.csv", b"\3\0", 0)  # an empty file
    at, end = one.index(b"PK\1\2"), one.index(b"PK\5\6")
    central = one[at:end] * 100_000
    tail = struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(central), at, 0)
    path.write_bytes(one[:at] + central + b"PK\5\6" + tail)


def zip_with_a_path_in_a_name(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../../etc/cron.d/log.csv", ",".join(LOG) + "\n")


def zip_with_a_password(path: Path) -> None:
    zip_of_one = io.BytesIO()
    with zipfile.ZipFile(zip_of_one, "w") as archive:
        archive.writestr("log.csv", "a\n1\n")
    content = bytearray(zip_of_one.getvalue())
    content[6] |= 1  # the flag in the local header, then in the directory
    content[content.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)


def header_of_1000000_columns(path: Path) -> None:
    path.write_text(",".join(f"c{n}" for n in range(1_000_000)) + "\n" + "1," * 999_999 + "1\n")


def parquet_of_17000_columns(path: Path) -> None:
    pl.DataFrame({f"column{n}": [1] for n in range(17_000)}).write_parquet(path)


def parquet_of_40000000_rows(path: Path) -> None:
    """All of them the same: written in a few kilobytes, read in a minute."""
    pq.write_table(pa.table({"a": pa.repeat(pa.scalar(1, pa.int8()), 40_000_000)}), path)


def line_without_end(path: Path) -> None:
    path.write_bytes(b"x" * 200 * 2**20)


def quote_that_is_never_closed(path: Path) -> None:
    write_log(path, [request(n) for n in range(5)], last='"' + "r,B0901\n" * 100_000)


def nul_bytes(path: Path) -> None:
    write_log(path, [request(1), request(2, client="a\0b")])


def zeros_only(path: Path) -> None:
    path.write_bytes(bytes(50 * 2**20))


def html_and_script_in_every_name(path: Path) -> None:
    path.write_text(f"{SCRIPT},<img src=x onerror=alert(1)>\n1,2\n")


def control_codes_in_a_header(path: Path) -> None:
    path.write_text("\x1b[2J\x1b[31mred,\x07bell\n1,2\n")


def web_page_called_xls(path: Path) -> None:
    path.write_text(f"<html><body><table><tr><td>{SCRIPT}</td></tr></table></body></html>")


def write_sav(path: Path) -> None:
    sheets = [respondent(n, [f"R{n}" for n in range(1, 43)] + ["overall"]) for n in range(200)]
    pyreadstat.write_sav(pl.DataFrame(sheets), path)


def sav_cut_in_half(path: Path) -> None:
    write_sav(path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def workbook(path: Path, fill) -> None:
    with xlsxwriter.Workbook(path) as book:
        fill(book.add_worksheet("log"))


def rewritten(path: Path, change: dict[str, bytes], packing=zipfile.ZIP_DEFLATED) -> None:
    """A workbook with some of its parts replaced."""
    parts = io.BytesIO()
    workbook(parts, lambda sheet: sheet.write_row(0, 0, LOG))
    with zipfile.ZipFile(parts) as old, zipfile.ZipFile(path, "w", packing) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))


def sheet(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def workbook_of_formulas_without_values(path: Path) -> None:
    cells = "".join(f"<c r='{c}{{n}}'><f>1+1</f></c>".replace("'", '"') for c in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{n}">{cells.format(n=n)}</row>' for n in range(1, 2000))
    rewritten(path, {SHEET: sheet(rows)})


def workbook_with_an_external_entity(path: Path) -> None:
    inside = '<row r="1"><c r="A1" t="inlineStr"><is><t>&secret;</t></is></c></row>'
    rewritten(path, {SHEET: ENTITY.encode() + sheet(inside)})


def workbook_with_an_entity_in_utf_16(path: Path) -> None:
    prolog = '<?xml version="1.0" encoding="UTF-16"?>' + " " * 100_000 + ENTITY
    rewritten(path, {SHEET: (prolog + sheet("").decode()).encode("utf-16")})


def workbook_that_unpacks_to_10_gb(path: Path) -> None:
    rewritten(path, {})
    _append(path, zip_of(SHEET.replace("1", "2"), SPACES, TEN_GB))


def workbook_that_hides_10_gb(path: Path) -> None:
    """Claims a sheet of 1 kB, and has the check sum of one."""
    rewritten(path, {})
    with zipfile.ZipFile(path) as book:
        others = {name: book.read(name) for name in book.namelist() if name != SHEET}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in others.items():
            book.writestr(name, content)
    _append(path, zip_of(SHEET, SPACES, 1024))


def _append(path: Path, bomb: bytes) -> None:
    """Put the one member of another zip into a zip, its packed bytes as they are."""
    with zipfile.ZipFile(path) as book:
        start, entries = book.start_dir, book.infolist()
    content = path.read_bytes()
    at, end = bomb.index(b"PK\1\2"), bomb.rindex(b"PK\5\6")
    directory = content[start : content.rindex(b"PK\5\6")]
    entry = bytearray(bomb[at:end])
    entry[42:46] = struct.pack("<I", start)
    central = directory + bytes(entry)
    count, offset = len(entries) + 1, start + at
    tail = struct.pack("<HHHHIIH", 0, 0, count, count, len(central), offset, 0)
    path.write_bytes(content[:start] + bomb[:at] + central + b"PK\5\6" + tail)


def workbook_with_two_far_corners(path: Path) -> None:
    """Two cells, and all that lies between them: 17 thousand million."""
    rewritten(path, {SHEET: sheet(CORNERS.format("XFD"))})


def workbook_padded_with_two_far_corners(path: Path) -> None:
    """The same, with spaces that make it look as large as its cells would."""
    rewritten(path, {SHEET: sheet(CORNERS.format("Z") + " " * 60 * 2**20)})


def workbook_cut_in_half(path: Path) -> None:
    workbook(path, lambda sheet: sheet.write_row(0, 0, LOG))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def gzip_cut_in_half(path: Path) -> None:
    write_log(path, [request(n) for n in range(1000)])
    packed = gzip.compress(path.read_bytes())
    path.write_bytes(packed[: len(packed) // 2])


# name → how it is written, what its refusal says
HOSTILE = {
    "10_gb.zip": (zip_that_unpacks_to_10_gb, "unpacks to 10.0 GB; right: at most 4 GB"),
    "hidden_10_gb.zip": (zip_that_hides_10_gb, "out of proportion to its size"),
    "10_gb.csv.gz": (gzip_that_unpacks_to_10_gb, "out of proportion to its size"),
    "zip_in_zip.zip": (zip_of_a_zip, "an archive in an archive; right: one archive"),
    "two_files.zip": (zip_of_two_files, "2 files in one archive: mehr.csv, aban.csv"),
    "many_files.zip": (zip_of_100000_files, "an archive of many thousand files"),
    "path.zip": (zip_with_a_path_in_a_name, "a path in its name: ../../../etc/cron.d/log.csv"),
    "password.zip": (zip_with_a_password, "the archive has a password"),
    "columns.csv": (header_of_1000000_columns, "1,000,000 cells in one row; right: at most 16,384"),
    "columns.parquet": (parquet_of_17000_columns, "17,000 columns; right: from 1 to 16,384"),
    "rows.parquet": (parquet_of_40000000_rows, "too many for the size of the file"),
    "line.csv": (line_without_end, "a line of more than 8 MB: this is not a table"),
    "quote.csv": (quote_that_is_never_closed, "line 7: not a row of cells"),
    "nul.csv": (nul_bytes, "line 3: NUL bytes"),
    "zeros.csv": (zeros_only, "a line of more than 8 MB: this is not a table"),
    "<script>.csv": (html_and_script_in_every_name, "has the headers <script>alert(1)</script>, <"),
    "escape.csv": (control_codes_in_a_header, "has the headers �[2J�[31mred, �bell"),
    "page.xls": (web_page_called_xls, "open it in Excel and save it as .xlsx"),
    "half.sav": (sav_cut_in_half, "damaged or cut short"),
    "formulas.xlsx": (workbook_of_formulas_without_values, "cell A1 of sheet1.xml is a formula"),
    "entity.xlsx": (workbook_with_an_external_entity, "declares a document type or an entity"),
    "entity16.xlsx": (workbook_with_an_entity_in_utf_16, "declares a document type or an entity"),
    "10_gb.xlsx": (workbook_that_unpacks_to_10_gb, "the sheets unpack to 10,2"),
    "hidden_10_gb.xlsx": (workbook_that_hides_10_gb, "damaged"),
    "corners.xlsx": (workbook_with_two_far_corners, "made to need too much memory"),
    "padded.xlsx": (workbook_padded_with_two_far_corners, "made to need too much memory"),
    "half.xlsx": (workbook_cut_in_half, "damaged or cut short"),
    "half.csv.gz": (gzip_cut_in_half, "damaged or cut short"),
}
