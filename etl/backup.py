"""What is needed to have everything again on another machine? All of it in one archive.

The tables that the organisation edits, the loads (accepted and rejected rows, also of undone ones),
the salt, the records of all versions, and the marts of those that are kept. The current marts are
left out: `restore` counts them anew from the loads, which shows at once that the backup is good.
The salt is a secret: with it, somebody who guesses a client's code can find the client's rows. So
nobody but its owner may read the archive.
"""

import io
import json
import os
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from etl import publish, versions
from etl.data_folder import DataFolder
from etl.reading import file_hash
from etl.refusal import Refusal
from etl.writer import writing

FORMAT = 1
MANIFEST = "payesh-backup.json"  # first in the archive: what it is, and the hash of every file
SUFFIXES = {".tar": "", ".tar.gz": "gz", ".tgz": "gz"}
# Of the data folder: what others made (inbox, sample) and what is documented elsewhere stays out.
LEFT_OUT = {"warehouse", "inbox", "sample", "README.md"}


def backup(folder: DataFolder, to: Path) -> tuple[int, int]:
    """Write the archive, whole or not at all; returns how many files and bytes are in it."""
    compression = _compression(folder, to)
    with writing(folder):
        files = dict(_files(folder))
        manifest = _manifest(files)
        part = to.with_name(f".{to.name}.part")
        try:
            part.touch(mode=0o600)
            with part.open("wb") as out:
                with tarfile.open(fileobj=out, mode=f"w:{compression}") as archive:
                    _add_text(archive, MANIFEST, json.dumps(manifest, indent=1))
                    for name, path in files.items():
                        archive.add(path.resolve(), name, recursive=False)
                out.flush()
                os.fsync(out.fileno())
            os.replace(part, to)
        finally:
            part.unlink(missing_ok=True)
    publish.flush(to.resolve().parent)
    return len(files), to.stat().st_size


def data_parts(root: Path) -> list[Path]:
    """The files and folders of a data folder that belong into a backup."""
    return sorted(
        path
        for path in root.iterdir()
        if path.name not in LEFT_OUT and not path.name.startswith((".", "forgotten-", "before-"))
    )


def files_below(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())


def _compression(folder: DataFolder, to: Path) -> str:
    suffix = next((s for s in SUFFIXES if to.name.endswith(s)), None)
    if suffix is None:
        raise Refusal(to.name, "no kind of archive that is written", f"{', '.join(SUFFIXES)}")
    if to.exists():
        raise Refusal(str(to), "is there already", "another name: a backup overwrites nothing")
    if folder.root.resolve() in to.resolve().parents:
        raise Refusal(str(to), "lies in the data folder itself", "a place on another disk")
    return SUFFIXES[suffix]


def _files(folder: DataFolder) -> Iterator[tuple[str, Path]]:
    """Name in the archive, which is the place in the data folder, and file."""
    for part in data_parts(folder.root):
        for path in files_below(part):
            yield path.relative_to(folder.root).as_posix(), path
    kept = [row["file"] for row in versions.records(folder) if row["file"] and row["title"]]
    parts = [folder.warehouse / "salt", folder.versions, folder.loads]
    for path in [*(p for part in parts for p in files_below(part)), *kept]:
        inside = path.resolve().relative_to(folder.warehouse.resolve()).as_posix()
        yield f"warehouse/{inside}", path


def _manifest(files: dict[str, Path]) -> dict:
    return {
        "payesh_backup": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "made_by": publish.user(),
        "files": {
            name: {"bytes": path.stat().st_size, "sha256": file_hash(path)}
            for name, path in files.items()
        },
    }


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))
