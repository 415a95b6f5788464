"""How does a backup become the data folder again, whole or not at all?

It is unpacked, and its marts are counted, where nobody looks; then it takes over in one moment.
What was there before is set aside, never overwritten.
"""

import shutil
from pathlib import Path

from etl import history, publish, rebuild, restoring, versions
from etl.backup import data_parts, files_below
from etl.candidate import Candidate
from etl.data_folder import DataFolder
from etl.reading import file_hash
from etl.refusal import Refusal
from etl.unpacking import unpack
from etl.writer import writing


def restore(
    folder: DataFolder,
    archive: Path,
    replace: bool = False,
    progress=print,
    step: versions.Step = versions.no_step,
) -> str:
    """Bring a backup back; returns the number of the version that it became.

    replace: set aside what is there. Without it, a folder that holds anything else is refused.
    """
    if not archive.is_file():
        raise Refusal(str(archive), "is no file", "a backup that `python -m etl backup` wrote")
    with writing(folder, also_lost=True):
        ready = DataFolder(folder.staging.resolve() / "restore")
        try:
            manifest = unpack(archive, ready.root)
            step("unpack")
            if not replace:
                _refuse_overwriting(folder, archive, manifest)
            number = _count(folder, ready, progress)
            step("count")
            restoring.take_over(folder, ready)
        finally:
            shutil.rmtree(folder.staging, ignore_errors=True)
        step("decide")
        restoring.complete(folder)
        step("complete")
    return number


def _count(folder: DataFolder, ready: DataFolder, progress) -> str:
    """Marts of the loads in the backup, with a number that no version here or there ever had."""
    for part in (ready.loads, ready.versions):
        part.mkdir(parents=True, exist_ok=True)
    kept = [path.name for path in versions.published_files(ready)]
    loads, undone = rebuild.known(ready)
    number = max(publish.next_number(folder), publish.next_number(ready))
    candidate = Candidate(ready, empty=True, number=number)
    try:
        rebuild.fill_all(candidate, ready, loads, undone, progress)
        candidate.changed("restore")
        publish.swap(ready, candidate.finish())
    finally:
        candidate.discard()
    versions.record(ready)
    shutil.rmtree(ready.staging)
    (ready.warehouse / "number").write_text(f"{number:06d}")
    (ready.warehouse / "kept").write_text(" ".join(kept))
    return f"{number:06d}"


def _refuse_overwriting(folder: DataFolder, archive: Path, manifest: dict) -> None:
    """Refuse where the folder holds loads, or tables that are not those of the backup."""
    ours = manifest["files"]
    parts = {name.partition("/")[0] for name in ours}
    differ = [
        name
        for part in data_parts(folder.root)
        if part.name in parts
        for path in files_below(part)
        for name in [path.relative_to(folder.root).as_posix()]
        if name not in ours or file_hash(path) != ours[name]["sha256"]
    ]
    loads = 0 if versions.lost(folder) else len(history.history(folder))
    if loads or versions.lost(folder) or differ:
        found = [f"{loads} loads"] if loads else []
        found += [f"other tables ({', '.join(differ[:3])}, …)"] if differ else []
        raise Refusal(
            archive.name,
            f"the data folder {folder.root} holds {' and '.join(found) or 'a warehouse'} already",
            "--replace, which sets them aside, or an empty folder named by PAYESH_DATA",
        )
