"""Accepted rows in, rejected rows beside them, whole or not at all.

The steps of a load, each of which may be the last before the power fails: read, check, keep (the
Parquet files), build (the marts of the candidate version); and for all files of a run together,
finish (the version beside the others) and swap (the candidate becomes current). Until the swap
nothing has happened; after it, everything.
"""

import getpass
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from etl import history, publish
from etl.data_folder import DataFolder
from etl.extract import Extract, Progress, checking_room
from etl.pseudonym import salt
from etl.reading import file_hash
from etl.refusal import Refusal
from etl.report import Report

LIMIT = 0.05  # share of rejected rows above which a file is refused
# In a long run what is done is published this often: the copy of a version costs a second, the work
# lost by a power failure costs more.
PUBLISH_EVERY = 60  # seconds


@dataclass
class Loading:
    """How extracts are taken into one data folder."""

    folder: DataFolder
    limit: float = LIMIT
    progress: Progress = lambda said: None
    candidate: publish.Candidate | None = None

    def load(self, paths: list[Path]) -> Iterator[Report]:
        """Take each file whole or not at all; one that is refused does not stop the next.

        A report comes when its outcome is certain: of a file that was taken, after the swap.
        """
        with publish.only_writer(self.folder), checking_room(self.folder) as con:
            history.clean(self.folder)
            waiting: list[Report] = []
            for path in paths:
                waiting.append(self._reported(path, lambda path: self._load(con, path)))
                if self._time_to_publish():
                    self._publish(waiting)
                    yield from waiting
                    waiting.clear()
            self._publish(waiting)
            yield from waiting

    def check(self, path: Path) -> Report:
        """Say what a load would say, and write nothing."""
        return self._reported(path, self._check)

    def _reported(self, path: Path, work: Callable[[Path], Report]) -> Report:
        try:
            return work(path)
        except Refusal as refusal:
            message = str(refusal).removeprefix(f"{path.name}: ")
            return Report(path.name, "refused", message=message, problems=list(refusal.problems))
        except OSError as error:
            return Report(path.name, "refused", message=f"{error.strerror}: {error.filename}")

    def _check(self, path: Path) -> Report:
        loads = history.history(self.folder)
        if said := history.already_loaded(loads, file_hash(path)):
            return Report(path.name, "unchanged", message=said)
        with TemporaryDirectory() as room, checking_room(self.folder) as con:
            extract = Extract(path, self.folder, Path(room), self.progress)
            extract.read(os.urandom(32))  # nothing is kept: a key of the moment will do
            return extract.check(con, loads, self.limit)

    def _load(self, con, path: Path) -> Report:
        sha256, loads = file_hash(path), self._loads()
        if said := history.already_loaded(loads, sha256):
            return Report(path.name, "unchanged", message=said)
        extract = Extract(path, self.folder, self._empty_room(), self.progress)
        extract.read(salt(self.folder))
        self.step("read")
        report = extract.check(con, loads, self.limit)
        self.step("check")
        entry = _entry(history.next_load(loads), extract, report)
        kept = self._keep(extract.room, entry)
        self.step("keep")
        self.progress(f"{path.name}: into the marts")
        self.candidate = self.candidate or publish.Candidate(self.folder)
        self.candidate.fill(extract.found, kept / "accepted.parquet", entry)
        self.step("build")
        report.outcome, report.load, report.message = "loaded", entry["load"], _said(entry)
        return report

    def _loads(self) -> list[dict]:
        """The loads so far, those of this run included."""
        if self.candidate:
            return history.loads_of(self.candidate.con)
        return history.history(self.folder)

    def _empty_room(self) -> Path:
        room = self.folder.staging / "extract"
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(parents=True)
        return room

    def _keep(self, room: Path, entry: dict) -> Path:
        """Move the Parquet files to their place; the cells as they arrived are not kept."""
        (room / "arrived.parquet").unlink()
        (room / "load.json").write_text(json.dumps(entry, ensure_ascii=False, indent=1))
        for part in room.iterdir():
            publish.flush(part)
        kept = self.folder.loads / str(entry["load"])
        kept.parent.mkdir(parents=True, exist_ok=True)
        os.replace(room, kept)
        publish.flush(kept.parent)
        return kept

    def _time_to_publish(self) -> bool:
        return bool(self.candidate) and time.monotonic() - self.candidate.began > PUBLISH_EVERY

    def _publish(self, waiting: list[Report]) -> None:
        """Make what was built the current version; new names or holidays are reason enough."""
        if not self.candidate and not publish.reference_changed(self.folder):
            return
        self.progress("publishing")
        candidate = self.candidate or publish.Candidate(self.folder)
        published = candidate.finish()
        self.candidate = None
        _say_weights(candidate.weights, waiting)
        self.step("finish")
        publish.swap(self.folder, published)
        self.step("swap")

    def step(self, done: str) -> None:
        """A boundary between two steps; the tests of sudden death end the process here."""


def _say_weights(weights: dict, waiting: list[Report]) -> None:
    """Tell of each wave with the last file that had to do with its weights."""
    for wave, line in weights.items():
        loads = {*wave.surveys, *wave.waves}
        concerned = [report for report in waiting if report.load in loads] or waiting
        for report in concerned[-1:]:
            report.remarks.append(line)


def _entry(load: int, extract: Extract, report: Report) -> dict:
    """The row of the table `loads`."""
    return {
        "load": load,
        "file": extract.path.name,
        "sha256": extract.arrived.sha256,
        "bytes": extract.arrived.bytes,
        "kind": report.kind,
        "source": extract.source,
        "period": extract.period,
        "scope": extract.places.scope,
        "rows_taken": report.rows_taken,
        "rows_refused": report.rows_refused,
        "loaded_at": datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds"),
        "loaded_by": os.environ.get("PAYESH_USER") or getpass.getuser(),
        "replaces": report.replaces,
    }


def _said(entry: dict) -> str:
    replaces = f", replaces load {entry['replaces']}" if entry["replaces"] else ""
    return (
        f"load {entry['load']} ({entry['source']}, {entry['period']}): "
        f"{entry['rows_taken']:,} rows taken, {entry['rows_refused']:,} refused{replaces}"
    )
