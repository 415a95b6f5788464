"""What would the warehouse be after this load? A copy to load into, which is thrown away.

The shadow is a data folder whose reference data, questionnaires, mappings and earlier loads are
links to the real ones, and whose marts are a copy: a load into it is a load like any other, and the
real warehouse is only read.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from etl import history, publish, versions
from etl.data_folder import DataFolder
from etl.desk import uploads
from etl.pseudonym import salt
from etl.refusal import Refusal

LINKED = ("reference", "instruments", "studies", "frameworks", "events.csv", "targets.csv",
          "actions.toml", "themes.toml", "actions_taken.csv")  # fmt: skip


@contextmanager
def shadow(folder: DataFolder, draft: tuple[str, str] | None = None) -> Iterator[DataFolder]:
    """A data folder to try a load in; `draft`: name and text of a mapping that is not saved yet."""
    if versions.lost(folder):
        raise Refusal(
            "warehouse",
            "the published marts are gone, the loads are still there",
            "python -m etl rebuild, before anything else",
        )
    place = uploads.candidates(folder)
    place.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=place, ignore_cleanup_errors=True) as room:
        copy = DataFolder(Path(room))
        for part in LINKED:
            if (folder.root / part).exists():
                (copy.root / part).symlink_to(folder.root / part)
        _link_mappings(folder, copy, draft)
        _link_warehouse(folder, copy)
        yield copy


def _link_mappings(folder: DataFolder, copy: DataFolder, draft: tuple[str, str] | None) -> None:
    copy.mappings.mkdir()
    for path in folder.mappings.glob("*.toml"):
        if not draft or path.stem != draft[0]:
            (copy.mappings / path.name).symlink_to(path)
    if draft:
        (copy.mappings / f"{draft[0]}.toml").write_text(draft[1], encoding="utf-8")


def _link_warehouse(folder: DataFolder, copy: DataFolder) -> None:
    """Only what the published version lists: beside it a writer may be at work."""
    copy.loads.mkdir(parents=True)
    current = publish.current(folder)
    if current:
        (copy.warehouse / current.name).symlink_to(current)
        (copy.warehouse / "current").symlink_to(current.name)
    for entry in history.history(copy) + history.undone(copy):
        kept = folder.loads / str(entry["load"])
        (copy.loads / kept.name).symlink_to(kept.resolve())
    salt(folder)  # the same clients must be the same, also where nothing was loaded before
    shutil.copyfile(folder.warehouse / "salt", copy.warehouse / "salt")
    (copy.warehouse / "salt").chmod(0o600)
