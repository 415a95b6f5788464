"""How does what was unpacked take its place, whatever dies meanwhile?

`warehouse/restoring/` is a whole data folder, ready to take over. Each part of it is moved to its
place once what stood there is set aside. Every step may be done twice, so a writer that finds the
folder goes on where a dead one stopped. Pages read one file of marts, the one that `current` names;
they see nothing of this but its swap.
"""

import os
import shutil
from pathlib import Path

from etl import publish
from etl.data_folder import DataFolder

TAKES_OVER = "restoring"
PARTS = ("loads", "versions", "salt")


def take_over(folder: DataFolder, ready: DataFolder) -> None:
    """The one moment from which it happens."""
    for path in ready.root.rglob("*"):
        if path.is_file():
            publish.flush(path)
    os.replace(ready.root, folder.warehouse / TAKES_OVER)
    publish.flush(folder.warehouse)


def complete(folder: DataFolder) -> None:
    """Finish a restore that was decided; nothing to do where there is none."""
    ready = DataFolder(folder.warehouse.resolve() / TAKES_OVER)
    if not ready.root.is_dir():
        return
    number = (ready.warehouse / "number").read_text()
    for path in sorted(ready.root.iterdir()):
        if path != ready.warehouse:
            _exchange(path, folder.root / path.name, aside(folder.root, number))
    for part in PARTS:
        set_aside = aside(folder.warehouse, number)
        _exchange(ready.warehouse / part, folder.warehouse / part, set_aside)
    _exchange_marts(folder, ready, f"marts_{number}.duckdb", aside(folder.warehouse, number))
    publish.flush(folder.root)
    publish.flush(folder.warehouse)
    shutil.rmtree(ready.root)


def aside(base: Path, number: str) -> Path:
    """Where lies what the restore that published this version replaced."""
    return base / f"before-restore-{number}"


def _exchange_marts(folder: DataFolder, ready: DataFolder, fresh: str, set_aside: Path) -> None:
    """First the new current version, then the others: readers follow the link."""
    link = folder.warehouse / "current"
    if (ready.warehouse / fresh).exists():
        os.replace(ready.warehouse / fresh, folder.warehouse / fresh)
    if not link.is_symlink() or os.readlink(link) != fresh:
        publish.swap(folder, folder.warehouse / fresh)
    kept = set((ready.warehouse / "kept").read_text().split())
    for path in sorted(folder.warehouse.glob("marts_*.duckdb*")):
        if path.name != fresh and path.name not in kept:
            set_aside.mkdir(exist_ok=True)
            os.replace(path, set_aside / path.name)
    for name in sorted(kept):
        _exchange(ready.warehouse / name, folder.warehouse / name, set_aside)


def _exchange(new: Path, place: Path, set_aside: Path) -> None:
    """Put `new` into its place; a half copy from a dead attempt is no older state to keep."""
    if not new.exists():
        return
    if place.exists():
        old = set_aside / place.name
        if old.exists():
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        else:
            set_aside.mkdir(exist_ok=True)
            shutil.move(place, old)
    shutil.move(new, place)  # a rename, or a copy where the warehouse lies on another disk
