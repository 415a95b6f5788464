"""Accepted rows in, rejected rows beside them, whole or not at all.

The steps of a load, each of which may be the last before the power fails: read, check, keep (the
Parquet files), build (the marts of the candidate version); and for all files of a run together,
finish (the version beside the others) and swap (the candidate becomes current). Until the swap
nothing has happened; after it, everything.
"""

import datetime as dt
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from etl import disk, history, publish, versions
from etl.checks import remark
from etl.data_folder import DataFolder
from etl.extract import Extract, Progress, checking_room, today_in_iran
from etl.pseudonym import salt
from etl.reading import file_hash
from etl.refusal import Refusal
from etl.report import Report
from etl.writer import writing

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
    take_undone: bool = True  # a file whose load was undone; not when it merely lies in the inbox
    today: dt.date = field(default_factory=today_in_iran)  # what is later lies in the future
    candidate: publish.Candidate | None = None
    waiting: list[Report] = field(default_factory=list)  # done, but not yet published

    def load(self, paths: list[Path]) -> Iterator[Report]:
        """Take each file whole or not at all; one that is refused does not stop the next.

        A report comes when its outcome is certain: of a file that was taken, after the swap.
        """
        with writing(self.folder), checking_room(self.folder) as con:
            for path in paths:
                try:
                    report = self._reported(path, lambda path: self._load(con, path))
                except BaseException:  # a bug or Ctrl+C; the files before it are whole
                    yield from self._published()
                    raise
                self.waiting.append(report)
                if self._time_to_publish():
                    yield from self._published()
            yield from self._published()

    def check(self, path: Path) -> Report:
        """Say what a load would say, and write nothing."""
        return self._reported(path, self._check)

    def _reported(self, path: Path, work: Callable[[Path], Report]) -> Report:
        try:
            return work(path)
        except Refusal as refusal:
            message = str(refusal).removeprefix(f"{path.name}: ")
            report = Report(path.name, "refused", message=message, code=refusal.code)
            report.counts, (report.rows_taken, report.rows_refused) = (
                list(refusal.problems), refusal.rows
            )  # fmt: skip
            report.rejected = self._set_rejected_aside()
            return report
        except (OSError, duckdb.Error) as error:
            if not (said := disk.told(error)):
                raise
            return Report(path.name, "refused", message=said, code="disk")

    def _check(self, path: Path) -> Report:
        loads = history.history(self.folder)
        if said := history.already_loaded(loads, file_hash(path)):
            return Report(path.name, "unchanged", message=said)
        with TemporaryDirectory() as room, checking_room(self.folder) as con:
            extract = self._extract(path, Path(room))
            extract.read(os.urandom(32))  # nothing is kept: a key of the moment will do
            with self._marts() as marts:
                return extract.check(con, marts, loads, self.limit)

    def _load(self, con, path: Path) -> Report:
        sha256, loads = file_hash(path), self._loads()
        if said := history.already_loaded(loads, sha256) or self._undone(sha256):
            return Report(path.name, "unchanged", message=said)
        extract = self._extract(path, self._empty_room())
        extract.read(salt(self.folder))
        self.step("read")
        with self._marts() as marts:
            report = extract.check(con, marts, loads, self.limit)
        self.step("check")
        entry = _entry(history.next_load(loads + self._undone_loads()), extract, report)
        said = [remark.row() for remark in report.findings]
        kept = self._keep(extract.room, entry | {"remarks": said})
        self.step("keep")
        self.progress(f"{path.name}: into the marts")
        self._fill(extract.found, kept / "accepted.parquet", entry, said)
        self.step("build")
        report.outcome, report.load, report.message = "loaded", entry["load"], _said(entry)
        report.rejected = kept / "rejected.parquet"
        return report

    def _extract(self, path: Path, room: Path) -> Extract:
        return Extract(path, self.folder, room, self.progress, today=self.today)

    @contextmanager
    def _marts(self) -> Iterator[duckdb.DuckDBPyConnection | None]:
        """The loads so far as marts, those of this run included."""
        if self.candidate:
            yield self.candidate.con
            return
        with publish.reading(self.folder) as con:
            yield con

    def _loads(self) -> list[dict]:
        """The loads so far, those of this run included."""
        if self.candidate:
            return history.loads_of(self.candidate.con)
        return history.history(self.folder)

    def _set_rejected_aside(self) -> Path | None:
        """The rows for which a file was refused, readable until the next writer begins."""
        rows = self.folder.staging / "extract" / "rejected.parquet"
        if not rows.exists():
            return None
        aside = self.folder.staging / f"rejected_{time.monotonic_ns()}.parquet"
        os.replace(rows, aside)
        return aside

    def _undone_loads(self) -> list[dict]:
        if self.candidate:
            return history.undone_of(self.candidate.con)
        return history.undone(self.folder)

    def _undone(self, sha256: str) -> str:
        """That this file was taken back by hand, where it is not named by hand again."""
        for entry in [] if self.take_undone else self._undone_loads():
            if entry["sha256"] == sha256:
                by = f"load {entry['load']} took it and was undone by {entry['undone_by']}"
                return f"{by}; name the file to load it again"
        return ""

    def _fill(self, found, accepted: Path, entry: dict, said: list[dict]) -> None:
        """Into the marts of the candidate; after an error of the disk that can not be trusted."""
        try:
            self.candidate = self.candidate or publish.Candidate(self.folder)
            self.candidate.fill(found, accepted, entry)
            remark.keep(self.candidate.con, entry["load"], said)
        except BaseException as error:
            shutil.rmtree(accepted.parent, ignore_errors=True)  # its number is free again
            if isinstance(error, (OSError, duckdb.Error)) and disk.told(error):
                self._give_up(error)
            raise

    def _give_up(self, error: OSError | duckdb.Error) -> None:
        """Without a candidate nothing that waits for it was loaded, and that is what is said."""
        why = disk.told(error) or "another file of this run broke the next version"
        self.waiting = [
            replace(report, outcome="refused", message=f"not loaded: {why}", load=None, code="disk")
            if report.outcome == "loaded"
            else report
            for report in self.waiting
        ]
        if self.candidate:
            self.candidate.discard()
        self.candidate = None
        history.clean(self.folder)

    def _empty_room(self) -> Path:
        room = self.folder.staging / "extract"
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(parents=True)
        return room

    def _keep(self, room: Path, entry: dict) -> Path:
        """Move the Parquet files to their place; the cells as they arrived are not kept."""
        for arrived in room.glob("arrived*.parquet"):
            arrived.unlink()
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

    def _published(self) -> Iterator[Report]:
        """Publish what was built; the reports that waited for it."""
        try:
            self._publish()
        except (OSError, duckdb.Error) as error:
            self._give_up(error)
            if not disk.told(error):
                raise
        done, self.waiting = self.waiting, []
        yield from done

    def _publish(self) -> None:
        """Make what was built the current version; new names or holidays are reason enough."""
        if not self.candidate and not publish.reference_changed(self.folder):
            return
        self.progress("publishing")
        self.candidate = self.candidate or publish.Candidate(self.folder)
        versions.make_current(self.folder, self.candidate, self.step)
        _say_weights(self.candidate.weights, self.waiting)
        self.candidate = None

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
        "loaded_at": dt.datetime.now(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds"),
        "loaded_by": publish.user(),
        "replaces": report.replaces,
    }


def _said(entry: dict) -> str:
    replaces = f", replaces load {entry['replaces']}" if entry["replaces"] else ""
    return (
        f"load {entry['load']} ({entry['source']}, {entry['period']}): "
        f"{entry['rows_taken']:,} rows taken, {entry['rows_refused']:,} refused{replaces}"
    )
