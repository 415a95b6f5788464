"""What is in this file? Told by its first bytes, never by its name; gzip and zip are opened."""

import gzip
import io
import os
import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import BinaryIO

from etl.formats.guard import BLOCK, MOST_UNPACKED, Watched
from etl.refusal import Refusal
from etl.returned import sent_as

HEAD = 4096
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
}
WEB_PAGE = re.compile(rb"\s*<(!doctype html|html|head|body|table|meta|style|\?xml)", re.IGNORECASE)
MOST_DIRECTORY = 4 * 2**20  # bytes of a zip's directory: some ten thousand members
NOT_DATA = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|\._)|/$")
# What reading a damaged archive can end with.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError)


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
                yield io.BufferedReader(Watched(stream, self.file, consumed), BLOCK)
        except DAMAGED as error:
            raise damaged(self.file, error) from error

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
        return _in_zip(path)
    if head.startswith(GZIP):
        return _in_gzip(path)
    return Content(path, _family(path.name, head))


def damaged(file: str, error: BaseException | str) -> Refusal:
    return Refusal(
        file,
        f"the file is damaged or cut short ({error})",
        "the file sent once more",
        code="damaged",
    )


def _family(file: str, head: bytes) -> str:
    for begins, family in FAMILIES.items():
        if head.startswith(begins):
            return family
    for begins, (what, right) in OTHERS.items():
        if head.startswith(begins):
            raise Refusal(file, f"is {what}", right, code="not_a_table")
    if WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise Refusal(
            file,
            "is a web page or XML, whatever its name says; some systems call that an Excel file",
            "open it in Excel and save it as .xlsx",
            code="not_a_table",
        )
    return "delimited"


def _in_gzip(path: Path) -> Content:
    try:
        with gzip.open(path) as stream:
            head = stream.read(HEAD)
    except (OSError, *DAMAGED) as error:
        raise damaged(path.name, error) from error
    if not head:
        raise Refusal(path.name, "the file in it is empty", "a header and rows", code="no_rows")
    family = "workbook" if _is_workbook(head) else _family_inside(path.name, head)
    return Content(path, family, "gzip")


def _in_zip(path: Path) -> Content:
    _refuse_vast_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not NOT_DATA.search(info.filename)]
            names = [info.filename for info in members]
            if any(name.startswith("xl/workbook.") for name in names):
                return Content(path, "workbook")
            member = _only(path.name, members)
            with archive.open(member) as stream:
                head = stream.read(HEAD)
    except DAMAGED as error:
        raise damaged(path.name, error) from error
    family = "workbook" if _is_workbook(head) else _family_inside(path.name, head)
    return Content(path, family, "zip", member.filename)


def _only(file: str, members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The one file of an archive; its name is never used as a path."""
    names = [member.filename for member in members]
    if any(name == "mimetype" or name.startswith("word/") for name in names):
        raise Refusal(
            file, "is a document, not a workbook", "saved as .xlsx or CSV", code="not_a_table"
        )
    if len(members) != 1:
        listed = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
        what = f"{len(names)} files in one archive" + (f": {listed}" if names else "")
        raise Refusal(file, what, "one file in each archive", code="archive")
    (member,) = members
    if re.search(r"^[/\\]|^\w:|(^|[/\\])\.\.([/\\]|$)", member.orig_filename):
        raise Refusal(
            file,
            f"its member has a path in its name: {member.filename}",
            "a plain name",
            code="archive",
        )
    if member.flag_bits & 1:
        raise Refusal(
            file, "the archive has a password", "the archive without its password", code="archive"
        )
    if member.file_size > MOST_UNPACKED:
        raise Refusal(
            file,
            f"unpacks to {member.file_size / 2**30:,.1f} GB",
            f"at most {MOST_UNPACKED // 2**30} GB, or the file unpacked",
            code="too_large",
        )
    return member


def _family_inside(file: str, head: bytes) -> str:
    if head.startswith((*ZIP, GZIP)):
        raise Refusal(
            file,
            "an archive in an archive",
            "one archive with the file itself in it",
            code="archive",
        )
    return _family(file, head)


def _is_workbook(head: bytes) -> bool:
    """Whether a zip inside another packing is an Excel workbook, by the first names in it."""
    return head.startswith(ZIP) and (b"[Content_Types].xml" in head or b"xl/" in head)


def _refuse_vast_directory(path: Path) -> None:
    """The directory of a zip is read whole before anything can be asked of it."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 70_000))
        end = stream.read()
    at = end.rfind(b"PK\x05\x06")
    size = int.from_bytes(end[at + 12 : at + 16], "little") if at >= 0 else 0
    if size > MOST_DIRECTORY:
        raise Refusal(
            path.name,
            "an archive of many thousand files",
            "one file in each archive",
            code="archive",
        )
