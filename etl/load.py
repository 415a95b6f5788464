"""Accepted rows in, rejected rows beside them, whole or not at all.

The steps of a load, each of which may be the last before the power fails: read, check, keep (the
Parquet files), build (the marts of the candidate version); and for all files of a run together,
finish (the version beside the others) and swap (the candidate becomes current). Until the swap
nothing has happened; after it, everything.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from etl import checking, disk, history, kept
from etl.extract import Extract, checking_room, today_in_iran
from etl.pseudonym import salt
from etl.reading import file_hash
from etl.refusal import Refusal
from etl.report import Report
from etl.run import Run
from etl.writer import writing

LIMIT = 0.05  # share of rejected rows above which a file is refused


@dataclass
class Loading(Run):
    """How extracts are taken into one data folder."""

    limit: float = LIMIT
    take_undone: bool = True  # a file whose load was undone; not when it merely lies in the inbox
    today: dt.date = field(default_factory=today_in_iran)  # what is later lies in the future

    def load(self, paths: list[Path]) -> Iterator[Report]:
        """Take each file whole or not at all; one that is refused does not stop the next.

        A report comes when its outcome is certain: of a file that was taken, after the swap.
        """
        room = checking_room(self.folder, self.folder.spill / "checks")
        with writing(self.folder), room as con:
            for path in paths:
                try:
                    report = self._reported(path, lambda path: self._load(con, path))
                except BaseException:  # a bug or Ctrl+C; the files before it are whole
                    yield from self.published()
                    raise
                self.waiting.append(report)
                kept.leave_room(self.folder)
                if self.time_to_publish():
                    yield from self.published()
            yield from self.published()

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
            report.rejected = kept.set_rejected_aside(self.folder)
            return report
        except (OSError, duckdb.Error) as error:
            if not (said := disk.told(error)):
                raise
            return Report(path.name, "refused", message=said, code="disk")

    def _check(self, path: Path) -> Report:
        loads = history.history(self.folder)
        if said := history.already_loaded(loads, file_hash(path)):
            return Report(path.name, "unchanged", message=said)
        with TemporaryDirectory() as room, checking_room(self.folder, Path(room) / "spill") as con:
            extract = self._extract(path, Path(room))
            extract.read(os.urandom(32))  # nothing is kept: a key of the moment will do
            with self.marts() as marts:
                return extract.check(con, marts, loads, self.limit)

    def _load(self, con, path: Path) -> Report:
        sha256, loads = file_hash(path), self.loads()
        if said := history.already_loaded(loads, sha256) or self._undone(sha256):
            return Report(path.name, "unchanged", message=said)
        extract = self._extract(path, kept.empty_room(self.folder))
        extract.read(salt(self.folder))
        self.step("read")
        with self.marts() as marts:
            report = extract.check(con, marts, loads, self.limit)
        self.step("check")
        checking.forget(con)
        entry = kept.entry_of(history.next_load(loads + self.undone_loads()), extract, report)
        said = [remark.row() for remark in report.findings]
        rows = self._keep(extract.room, entry | {"remarks": said})
        self.step("keep")
        self.progress(f"{path.name}: into the marts")
        self.fill(extract.found, rows / "accepted.parquet", entry, said)
        self.step("build")
        report.outcome, report.load, report.message = "loaded", entry["load"], kept.said(entry)
        report.rejected = rows / "rejected.parquet"
        return report

    def _keep(self, room: Path, entry: dict) -> Path:
        """From here on the rows of a file are kept; whoever decides otherwise stops it here."""
        return kept.keep(self.folder, room, entry)

    def _extract(self, path: Path, room: Path) -> Extract:
        return Extract(path, self.folder, room, self.progress, today=self.today)

    def _undone(self, sha256: str) -> str:
        """That this file was taken back by hand, where it is not named by hand again."""
        for entry in [] if self.take_undone else self.undone_loads():
            if entry["sha256"] == sha256:
                by = f"load {entry['load']} took it and was undone by {entry['undone_by']}"
                return f"{by}; name the file to load it again"
        return ""
