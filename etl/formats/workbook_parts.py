"""Is this workbook what it seems? Its parts are looked through before its reader sees them.

A workbook is a zip of XML. Refused are: parts that unpack out of all proportion, a document type or
an entity in them (Excel writes neither; they are how XML reads other files), formulas without a
stored value, a password.
"""

import re
import zipfile
from pathlib import Path

from etl.formats.archive import DAMAGED, damaged
from etl.formats.content import OLE
from etl.formats.guard import BLOCK, FREE, MOST_RATIO
from etl.refusal import Refusal

MOST_UNPACKED = 2**30
READ = re.compile(r"(^|/)(_rels/[^/]*\.rels|[^/]*\.xml)$")
DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
# A formula that nobody has computed yet: a text may be empty, anything else has a value.
UNCOMPUTED = re.compile(
    rb'<(?:\w+:)?c (?![^>]*t="str")[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
CELL = re.compile(rb'r="([A-Z]+[0-9]+)"')
OVERLAP = 2**14  # bytes that a pattern may stretch over the border of two blocks
WITHOUT_PASSWORD = "the workbook saved without its password"


def checked_size(path: Path) -> int:
    """Bytes that the parts of a workbook unpack to; of an old .xls its own size."""
    with path.open("rb") as stream:
        if stream.read(len(OLE)) == OLE:
            return _old_size(path)
    try:
        with zipfile.ZipFile(path) as book:
            parts = [part for part in book.infolist() if READ.search(part.filename)]
            _refuse_bomb(parts)
            return sum(_look_through(book, part) for part in parts)
    except DAMAGED as error:
        raise damaged(path.name, error) from error


def _old_size(path: Path) -> int:
    content = path.read_bytes() if path.stat().st_size <= MOST_UNPACKED else b""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refusal(path.name, "the workbook has a password", WITHOUT_PASSWORD, code="archive")
    if not content or not any(
        name.encode("utf-16-le") in content for name in ("Workbook", "Book", "WORKBOOK", "BOOK")
    ):
        raise Refusal(
            path.name,
            "an Office file, but not a workbook",
            "saved as .xlsx or CSV",
            code="not_a_table",
        )
    return len(content)


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("", "the workbook has a password", WITHOUT_PASSWORD, code="archive")
    if unpacked > MOST_UNPACKED or unpacked > FREE + MOST_RATIO * packed:
        raise Refusal(
            "",
            f"the sheets unpack to {unpacked / 2**20:,.0f} MB",
            f"at most {MOST_UNPACKED // 2**20:,} MB and not out of proportion to the file; larger "
            "tables as CSV",
            code="too_large",
        )


def _look_through(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Bytes of one part, as many as really come out of it."""
    count, before = 0, b""
    with book.open(part) as stream:
        while block := stream.read(BLOCK):
            count += len(block)
            seen = before + block.replace(b"\0", b"")  # so that UTF-16 hides nothing
            if DECLARATION.search(seen):
                raise Refusal(
                    "",
                    f"its part {part.filename} declares a document type or an entity, which Excel "
                    "never writes and which can read other files",
                    "the workbook opened in Excel and saved anew",
                    code="cells",
                )
            _refuse_uncomputed(part.filename, seen)
            before = seen[-OVERLAP:]
    return count


def _refuse_uncomputed(part: str, seen: bytes) -> None:
    if b"f>" not in seen and b"f/>" not in seen and b"<f " not in seen:
        return
    if found := UNCOMPUTED.search(seen):
        cell = CELL.search(found[0])
        where = f"cell {cell[1].decode()}" if cell else "a cell"
        raise Refusal(
            "",
            f"{where} of {Path(part).name} is a formula without a stored value",
            "the workbook opened in Excel and saved, or values in place of the formulas",
            code="cells",
        )
