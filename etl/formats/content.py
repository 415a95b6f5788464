"""What is in this file? Told by its first bytes, never by its name; gzip and zip are opened."""

import gzip
import io
import os
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import BinaryIO

from etl.formats.archive import DAMAGED, HEAD, damaged, in_gzip, in_zip
from etl.formats.guard import BLOCK, Watched
from etl.refusal import Refusal
from etl.returned import sent_as

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls, and of encrypted workbooks
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
GZIP = b"\x1f\x8b"
FAMILIES = {b"PAR1": "parquet", b"$FL2": "spss", b"$FL3": "spss", OLE: "workbook"}
OTHERS = {  # first bytes → what it is, what to do
    b"Rar!": ("a RAR archive", "the file inside, or a zip of it"),
    b"7z\xbc\xaf\x27\x1c": ("a 7-Zip archive", "the file inside, or a zip of it"),
    b"%PDF": ("a PDF document", "the table behind it, as CSV or Excel"),
    b"BZh": ("a bzip2 archive", "the file inside, or a zip of it"),
    b"\xfd7zXZ": ("an xz archive", "the file inside, or a zip of it"),
    b"\x89PNG": ("a picture", "the table that it shows, as CSV or Excel"),
    b"\xff\xd8\xff": ("a picture", "the table that it shows, as CSV or Excel"),
    b"MIME-Version:": (
        "a web page saved as one file (MHTML), whatever its name says",
        "open it in Excel and save it as .xlsx",
    ),
    b"{\\rtf": ("a text document (RTF)", "the table in it, as CSV or Excel"),
    b"SQLite format 3": ("a database", "the table in it, as CSV or Excel"),
}
JSON = re.compile(rb'\s*(\[\s*)?\{\s*("|\})')
WEB_PAGE = re.compile(
    rb"\s*<(!--|!doctype html|html|head|body|table|meta|style|\?xml)", re.IGNORECASE
)
MOST_IN_MEMORY = 256 * 2**20  # bytes of a packed workbook, which is unpacked there


@dataclass(frozen=True)
class Content:
    """A file and the one table file in it: `packing` is empty where it is the file itself."""

    path: Path
    family: str  # delimited, workbook, spss, parquet
    packing: str = ""  # gzip, zip
    member: str = ""

    @property
    def file(self) -> str:
        return self.path.name

    @property
    def names(self) -> list[str]:
        """The names by which a mapping may know it: its own, and that of what is packed in it."""
        inner = self.member or (self.path.stem if self.packing else "")
        return [sent_as(self.path.name), *([inner] if inner else [])]

    def named(self, pattern: str) -> bool:
        return any(fnmatch(name, pattern) for name in self.names)

    @contextmanager
    def opened(self):
        """Its bytes, unpacked and watched."""
        try:
            with self.path.open("rb") as packed, self._unpacked(packed) as stream:
                consumed = packed.tell if self.packing else None
                text = self.family == "delimited"
                yield io.BufferedReader(Watched(stream, self.file, text, consumed), BLOCK)
        except DAMAGED as error:
            raise damaged(self.file, error) from error

    def _refuse_vast(self, size: int) -> None:
        if size > MOST_IN_MEMORY:
            what = f"unpacks to more than {MOST_IN_MEMORY // 2**20} MB"
            raise Refusal(self.file, what, "the file itself, unpacked", code="too_large")

    def refuse_bomb(self) -> None:
        """Unpack it once for nothing: that takes seconds, and reading the rows takes minutes."""
        if self.packing:
            with self.opened() as stream:
                while stream.read(BLOCK):
                    pass

    def _unpacked(self, packed: BinaryIO):
        if self.packing == "gzip":
            return gzip.GzipFile(fileobj=packed)
        if self.packing == "zip":
            return zipfile.ZipFile(packed).open(self.member)
        return packed

    @contextmanager
    def on_a_path(self):
        """A path for readers that want one: a packed file is unpacked into memory, not to disk."""
        if not self.packing:
            yield self.path.resolve(), ()
            return
        memory = os.memfd_create("extract")
        try:
            with self.opened() as stream, open(memory, "wb", closefd=False) as copy:
                while block := stream.read(BLOCK):
                    copy.write(block)
                    self._refuse_vast(copy.tell())
            yield Path(f"/proc/self/fd/{memory}"), (memory,)
        finally:
            os.close(memory)


def content_of(path: Path) -> Content:
    """What a file is; refused where no reader is for it."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head:
        raise Refusal(path.name, "the file is empty", "a header and rows", code="no_rows")
    if head.startswith(ZIP):
        member, head = in_zip(path)
        packing = "zip" if member else ""
    elif head.startswith(GZIP):
        member, head, packing = "", in_gzip(path), "gzip"
    else:
        return Content(path, _family(path.name, head))
    if not packing:
        return Content(path, "workbook")
    if not head:
        raise Refusal(path.name, "the file in it is empty", "a header and rows", code="no_rows")
    return Content(path, _unpacked_family(path.name, head), packing, member)


def _family(file: str, head: bytes) -> str:
    for begins, family in FAMILIES.items():
        if head.startswith(begins):
            return family
    for begins, (what, right) in OTHERS.items():
        if head.startswith(begins):
            raise Refusal(file, f"is {what}", right, code="not_a_table")
    if JSON.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise Refusal(file, "is JSON", "the same rows as CSV or Excel", code="not_a_table")
    if WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise Refusal(
            file,
            "is a web page or XML, whatever its name says; some systems call that an Excel file",
            "open it in Excel and save it as .xlsx",
            code="not_a_table",
        )
    return "delimited"


def _unpacked_family(file: str, head: bytes) -> str:
    """The family of what is packed; a workbook is a zip itself, told by the first names in it."""
    if head.startswith(ZIP) and (b"[Content_Types].xml" in head or b"xl/" in head):
        return "workbook"
    if head.startswith((*ZIP, GZIP)):
        right = "one archive with the file itself in it"
        raise Refusal(file, "an archive in an archive", right, code="archive")
    return _family(file, head)
