"""Which versions were published, when and with what, and which of them are kept?

A version is immutable; what may change, the title under which it was reported, stands in a small
record beside it. The record also lists its loads, so that the marts can be built again where their
file is lost, and it stays when the file is pruned.
"""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from etl import history, publish
from etl.candidate import Candidate
from etl.data_folder import DataFolder
from etl.refusal import Refusal

# Earlier versions that stay without being asked; after years, one is some hundred megabytes.
KEEP = 12
# What a version has anew whose figures are those of the version before it: only marks were added.
ACTION = "action"

Step = Callable[[str], None]


def no_step(done: str) -> None:
    """Where nobody follows the steps."""


def make_current(folder: DataFolder, candidate: Candidate, step: Step = no_step) -> None:
    """Finish a candidate and swap it in; that moment counts, what follows only tidies up."""
    published = candidate.finish()
    step("finish")
    publish.swap(folder, published)
    step("swap")
    with suppress(OSError):  # the next writer does it where the disk refuses now
        record(folder)
        step("record")
        prune(folder)
        step("prune")


def record(folder: DataFolder) -> None:
    """Write down of the current version what its file says; harmless where it was done before."""
    path = publish.current(folder)
    if path is None or _record_of(folder, path).exists():
        return
    con = publish.connect(path, read_only=True)
    try:
        cursor = con.execute("from version")
        row = dict(zip([c[0] for c in cursor.description], cursor.fetchone(), strict=True))
        row["loads"] = [entry["load"] for entry in history.loads_of(con)]
        row["undone"] = history.undone_of(con)
    finally:
        con.close()
    folder.versions.mkdir(exist_ok=True)
    write_whole(_record_of(folder, path), _json(row))


def records(folder: DataFolder) -> list[dict]:
    """What is known of every version, oldest first; `file` is None where it was pruned.

    Keys: version, published_at (text, UTC), published_by, changes, loads, undone, file, current,
    and of a version that is kept title, kept_at, kept_by (else None).
    """
    now = publish.current(folder)
    empty = dict.fromkeys(("published_at", "published_by", "title", "kept_at", "kept_by"))
    empty |= {"changes": [], "loads": None, "undone": [], "file": None}
    found = {}
    for path in sorted(folder.versions.glob("*.json")):
        found[path.stem] = empty | json.loads(path.read_text(encoding="utf-8"))
    for path in published_files(folder):
        version = path.stem.removeprefix("marts_")
        found[version] = empty | {"version": version} | found.get(version, {}) | {"file": path}
    return [
        row | {"current": now is not None and row["file"] == now}
        for _, row in sorted(found.items())
    ]


def published_files(folder: DataFolder) -> list[Path]:
    return sorted(folder.warehouse.resolve().glob("marts_??????.duckdb"))


def lost(folder: DataFolder) -> bool:
    """Whether something was published whose file is gone."""
    if publish.current(folder):
        return False
    return (folder.warehouse / "current").is_symlink() or any(folder.versions.glob("*.json"))


def keep(folder: DataFolder, version: str, title: str | None) -> dict:
    """Never prune a version, since it was reported under `title`; None lets it go again."""
    version = version.zfill(6)
    row = next((r for r in records(folder) if r["version"] == version), None)
    if row is None or row["file"] is None:
        what = "no such version" if row is None else "it was pruned already"
        raise Refusal(f"version {version}", what, "one that `python -m etl versions` lists")
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    row["title"] = title.strip() if title else None
    row["kept_at"], row["kept_by"] = (now, publish.user()) if title else (None, None)
    folder.versions.mkdir(exist_ok=True)
    kept = {key: value for key, value in row.items() if key not in ("file", "current")}
    write_whole(folder.versions / f"{version}.json", _json(kept))
    return row


def prune(folder: DataFolder, earlier: int = KEEP) -> list[str]:
    """Remove all but the current version, some earlier ones and those kept; which were removed.

    An earlier version that only marked an action goes first, so that marks push no figures out.

    Who is reading a version goes on reading it: the system keeps an open file until it is closed.
    """
    files = [row for row in records(folder) if row["file"]]
    earlier_files = [row for row in files if not row["current"]]
    marks = [row for row in earlier_files if _only_marks(row)]
    spare = [row for row in earlier_files if row not in marks]
    spare = marks + spare[: max(len(spare) - earlier, 0)]
    removed = [row for row in spare if not row["title"]]
    for row in removed:
        row["file"].unlink()
    if removed:
        publish.flush(folder.warehouse)
    return [row["version"] for row in removed]


def _only_marks(row: dict) -> bool:
    return {change["what"] for change in row["changes"]} == {ACTION}


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is there with all of its text or as it was before."""
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    publish.flush(fresh)
    os.replace(fresh, path)
    publish.flush(path.parent)


def _record_of(folder: DataFolder, path: Path) -> Path:
    return folder.versions / f"{path.stem.removeprefix('marts_')}.json"


def _json(row: dict) -> str:
    return json.dumps(row, default=_text, ensure_ascii=False, indent=1)


def _text(value: datetime) -> str:
    return value.isoformat()
