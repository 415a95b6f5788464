"""Which one file is in this archive? Its name is never a path, and nothing lands on disk."""

import gzip
import re
import zipfile
import zlib
from pathlib import Path

from etl.formats.guard import MOST_UNPACKED
from etl.refusal import Refusal

HEAD = 4096  # bytes that tell what a file is
MOST_DIRECTORY = 4 * 2**20  # bytes of a zip's directory: some ten thousand members
NOT_DATA = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|\._)|/$")
PATH = re.compile(r"^[/\\]|^\w:|(^|[/\\])\.\.([/\\]|$)")
# What reading a damaged archive can end with.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError)


def damaged(file: str, error: BaseException | str) -> Refusal:
    return Refusal(
        file,
        f"the file is damaged or cut short ({error})",
        "the file sent once more",
        code="damaged",
    )


def in_gzip(path: Path) -> bytes:
    """The first bytes of what is packed."""
    try:
        with gzip.open(path) as stream:
            return stream.read(HEAD)
    except (OSError, *DAMAGED) as error:
        raise damaged(path.name, error) from error


def in_zip(path: Path) -> tuple[str, bytes]:
    """Name and first bytes of the one file in a zip; no name where the zip is a workbook itself."""
    _refuse_vast_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not NOT_DATA.search(info.filename)]
            if any(member.filename.startswith("xl/workbook.") for member in members):
                return "", b""
            member = _only(path.name, members)
            with archive.open(member) as stream:
                return member.filename, stream.read(HEAD)
    except DAMAGED as error:
        raise damaged(path.name, error) from error


def _only(file: str, members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    names = [member.filename for member in members]
    if any(name == "mimetype" or name.startswith("word/") for name in names):
        what = "is a document of Word or OpenDocument"
        raise Refusal(file, what, "saved as .xlsx or CSV", code="not_a_table")
    if len(members) != 1:
        listed = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
        what = f"{len(names)} files in one archive" + (f": {listed}" if names else "")
        raise Refusal(file, what, "one file in each archive", code="archive")
    (member,) = members
    if PATH.search(member.orig_filename):
        what = f"its member has a path in its name: {member.filename}"
        raise Refusal(file, what, "a plain name", code="archive")
    if member.flag_bits & 1:
        what = "the archive has a password"
        raise Refusal(file, what, "the archive without its password", code="archive")
    if member.file_size > MOST_UNPACKED:
        what = f"unpacks to {member.file_size / 2**30:,.1f} GB"
        right = f"at most {MOST_UNPACKED // 2**30} GB, or the file unpacked"
        raise Refusal(file, what, right, code="too_large")
    return member


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
