"""Which files wait to be decided on? Those dropped on the page, and those in the inbox.

A dropped file lies in a folder of its own below `warehouse/desk/uploads/` until it is loaded or
discarded; of its name only what is harmless anywhere is kept.
"""

import os
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from etl import history, publish
from etl.data_folder import DataFolder
from etl.reading import file_hash
from etl.watch import inbox_files

UNCLAIMED = 14  # days after which a dropped file that nobody decided on goes
LONGEST = 180  # bytes of a name; the system allows 255
# A letter, digit, mark, ZWNJ or one of these stays; a path, a tag or a control code can not be made
# of them.
HARMLESS = " ._-()+,@=\u200c"

_hashes: dict[tuple, str] = {}  # of a file as it lay there: hashing a year of files takes seconds


@dataclass(frozen=True)
class Waiting:
    """One file that can be looked at and loaded."""

    key: str  # by which a page names it
    path: Path
    bytes: int
    sha256: str
    dropped: bool  # on the page, else it lies in the inbox
    undone: bool  # a load took it and was undone


def keep(folder: DataFolder, name: str, blocks: Iterable[bytes]) -> Path:
    """Keep a dropped file, whole or not at all; one that waits already is not kept twice."""
    room = _uploads(folder) / secrets.token_hex(8)
    room.mkdir(parents=True)
    part, path = room / ".part", room / safe_name(name)
    try:
        with part.open("wb") as stream:
            for block in blocks:
                stream.write(block)
        os.replace(part, path)
    except OSError:
        shutil.rmtree(room, ignore_errors=True)
        raise
    before = [other for other in _dropped(folder) if other.name == path.name and other != path]
    same = next((other for other in before if _hash(other) == _hash(path)), None)
    if same:
        shutil.rmtree(room)
    return same or path


def key_of(path: Path) -> str:
    """By which a page names a dropped file."""
    return f"{path.parent.name}/{path.name}"


def safe_name(name: str) -> str:
    """The last part of a name without what could act on a page, a terminal or a file system.

    >>> safe_name("../../etc/<b>log</b> 1404-07.csv"), safe_name("...")
    ('b_ 1404-07.csv', 'extract')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c if c.isalnum() or c in HARMLESS else "_" for c in last).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    while len(kept.encode()) > LONGEST:
        stem = stem[:-1] if dot else ""
        kept = f"{stem}{dot}{suffix}" if stem else kept[: LONGEST // 4]
    return kept or "extract"


def waiting(folder: DataFolder) -> list[Waiting]:
    """The dropped files, oldest first, then those of the inbox that no load has taken."""
    loads = history.history(folder)
    taken = {entry["sha256"] for entry in loads}
    undone = {entry["sha256"] for entry in history.undone(folder)}
    found = []
    for path in _dropped(folder):
        sha256, size = _hash(path), path.stat().st_size
        found.append(Waiting(key_of(path), path, size, sha256, True, sha256 in undone))
    inbox = inbox_files(folder) if folder.inbox.is_dir() else []
    for path in inbox:
        if (sha256 := _hash(path)) not in taken:
            size = path.stat().st_size
            found.append(Waiting(f"inbox/{path.name}", path, size, sha256, False, sha256 in undone))
    return found


def discard(waiting: Waiting) -> None:
    """Forget a dropped file; one of the inbox is set aside in its folder `refused`."""
    if waiting.dropped:
        shutil.rmtree(waiting.path.parent, ignore_errors=True)
        return
    to = waiting.path.parent / "refused"
    to.mkdir(exist_ok=True)
    place, number = to / waiting.path.name, 1
    while place.exists():
        number += 1
        place = to / f"{waiting.path.stem} ({number}){waiting.path.suffix}"
    os.rename(waiting.path, place)


def tidy(folder: DataFolder) -> None:
    """Take away what nobody decided on, and rooms in which somebody who died was looking."""
    for place, days in ((_uploads(folder), UNCLAIMED), (candidates(folder), 1)):
        for room in place.glob("*"):
            if _age(room) > days:
                shutil.rmtree(room, ignore_errors=True)


def candidates(folder: DataFolder) -> Path:
    """Where candidate versions are built to be looked at."""
    return folder.warehouse / "desk" / "candidates"


def version(folder: DataFolder) -> str:
    """The number of the version published now, empty before the first."""
    path = publish.current(folder)
    return path.stem[-6:] if path else ""


def _uploads(folder: DataFolder) -> Path:
    return folder.warehouse / "desk" / "uploads"


def _dropped(folder: DataFolder) -> list[Path]:
    """The dropped files, oldest first; one that is still arriving begins with a dot."""
    there = (path for path in _uploads(folder).glob("*/*") if not path.name.startswith("."))
    return sorted(there, key=_age, reverse=True)


def _age(path: Path) -> float:
    """In days."""
    try:
        return (time.time() - path.stat().st_mtime) / 86_400
    except FileNotFoundError:
        return 0.0


def _hash(path: Path) -> str:
    stat = path.stat()
    seen = (path, stat.st_ino, stat.st_size, stat.st_mtime_ns)
    if seen not in _hashes:
        _hashes[seen] = file_hash(path)
    return _hashes[seen]
