"""Accepted rows in, rejected rows beside them, whole or not at all.

The steps of a load, each of which may be the last before the power fails: read, check, keep (the
Parquet files), build (the marts of the candidate version); and for all files of a run together,
finish (the version beside the others) and swap (the candidate becomes current). Until the swap
nothing has happened; after it, everything.
"""

import getpass
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from etl import history, publish, reference
from etl.checking import Check, Places
from etl.data_folder import DataFolder
from etl.mappings import Recognised, recognise
from etl.national_number import masked
from etl.pseudonym import pseudonym, salt
from etl.reading import Arrived, Reading, file_hash
from etl.refusal import Refusal
from etl.report import Report, row_problems

LIMIT = 0.05  # share of rejected rows above which a file is refused
# In a long run what is done is published this often: the copy of a version costs a second, the work
# lost by a power failure costs more.
PUBLISH_EVERY = 60  # seconds
MONTH_IN_NAME = re.compile(r"(?<!\d)(1[34]\d\d)[-_](0[1-9]|1[0-2])(?!\d)")
Progress = Callable[[str], None]


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
        with publish.only_writer(self.folder), _reference_connection(self.folder) as con:
            history.clean(self.folder)
            waiting: list[Report] = []
            for path in paths:
                waiting.append(self._reported(path, lambda path: self._load(con, path)))
                if self._time_to_publish():
                    self._publish()
                    yield from waiting
                    waiting.clear()
            self._publish()
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
        with TemporaryDirectory() as room, _reference_connection(self.folder) as con:
            key = os.urandom(32)  # nothing is kept: a key of the moment will do
            found, arrived = self._read(path, Path(room), key)
            report, _ = self._checked(con, found, arrived, Path(room))
            return report

    def _load(self, con, path: Path) -> Report:
        sha256 = file_hash(path)
        if same := [k.load for k in history.known(self._loads()) if k.sha256 == sha256]:
            return Report(path.name, "unchanged", message=f"already loaded as load {same[0]}")
        room = self.folder.staging / "extract"
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(parents=True)
        found, arrived = self._read(path, room, salt(self.folder))
        self.step("read")
        report, places = self._checked(con, found, arrived, room)
        self.step("check")
        entry = self._entry(found, arrived, places, report)
        kept = self._keep(room, entry)
        self.step("keep")
        self.progress(f"{path.name}: into the marts")
        self.candidate = self.candidate or publish.Candidate(self.folder)
        self.candidate.fill(found, kept / "accepted.parquet", entry)
        self.step("build")
        report.outcome, report.load, report.message = "loaded", entry["load"], _said(entry)
        return report

    def _loads(self) -> list[dict]:
        """The loads so far, those of this run included."""
        if self.candidate:
            return history.loads_of(self.candidate.con)
        return history.history(self.folder)

    def _read(self, path: Path, room: Path, key: bytes) -> tuple[Recognised, Arrived]:
        self.progress(f"{path.name}: reading")
        found = recognise(path, self.folder)
        seals = {}
        if "client" in found.positions:
            seals[found.positions["client"]] = lambda client: pseudonym(client, key)
        reading = Reading(
            path,
            found.mapping.layout,
            seals,
            lambda lines: self.progress(f"{path.name}: {lines:,} lines read"),
        )
        return found, reading.into(room / "arrived.parquet")

    def _checked(self, con, found, arrived: Arrived, room: Path) -> tuple[Report, Places]:
        self.progress(f"{arrived.file}: checking {arrived.lines:,} rows")
        check = Check(con, arrived, found)
        places = check.rows(month_of_name(arrived.file))
        loads, source = history.known(self._loads()), found.source_name
        period = history.period_of(places.months)
        corrects = history.predecessor(loads, source, period, places.scope)
        others = [
            (load, self.folder.loads / str(load) / "accepted.parquet")
            for load in history.neighbours(loads, source, places.months)
            if load != corrects
        ]
        check.duplicates(others)
        report = Report(arrived.file, "checked", kind=found.source.KIND, replaces=corrects)
        report.rows_taken, report.rows_refused = check.write(room)
        report.problems = row_problems(con, arrived, found, check.first_lines())
        report.message = (
            f"{source}, {period}: {report.rows_taken:,} rows to take, "
            f"{report.rows_refused:,} to refuse"
            + (f"; would replace load {corrects}" if corrects else "")
        )
        self._refuse_too_many(report)
        return report, places

    def _refuse_too_many(self, report: Report) -> None:
        rows = report.rows_taken + report.rows_refused
        share = report.rows_refused / rows
        if report.rows_taken and share <= self.limit:
            return
        enough = min(share + 0.005, 1)
        right = f"at most {self.limit:.0%}; mend them, or accept them with --limit {enough:.2f}"
        raise Refusal(
            report.file,
            f"{report.rows_refused:,} of {rows:,} rows ({share:.1%}) are not right",
            right if report.rows_taken else "at least one row that can be taken",
            tuple(report.problems),
        )

    def _entry(self, found: Recognised, arrived: Arrived, places: Places, report: Report) -> dict:
        """The row of the table `loads`."""
        return {
            "load": history.next_load(self._loads()),
            "file": arrived.file,
            "sha256": arrived.sha256,
            "bytes": arrived.bytes,
            "kind": found.source.KIND,
            "source": found.source_name,
            "period": history.period_of(places.months),
            "scope": places.scope,
            "rows_taken": report.rows_taken,
            "rows_refused": report.rows_refused,
            "loaded_at": datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds"),
            "loaded_by": os.environ.get("PAYESH_USER") or getpass.getuser(),
            "replaces": report.replaces,
        }

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

    def _publish(self) -> None:
        """Make what was built the current version; new names or holidays are reason enough."""
        if not self.candidate and not publish.reference_changed(self.folder):
            return
        self.progress("publishing")
        candidate = self.candidate or publish.Candidate(self.folder)
        published = candidate.finish()
        self.candidate = None
        self.step("finish")
        publish.swap(self.folder, published)
        self.step("swap")

    def step(self, done: str) -> None:
        """A boundary between two steps; the tests of sudden death end the process here."""


def month_of_name(file: str) -> str | None:
    """The Jalali month that a file's name gives, if it gives one and only one.

    >>> month_of_name("service_log_1404-07.csv"), month_of_name("export_2022-05-01.csv")
    ('1404-07', None)
    """
    months = {"-".join(found) for found in MONTH_IN_NAME.findall(file)}
    return months.pop() if len(months) == 1 else None


@contextmanager
def _reference_connection(folder: DataFolder):
    """A room in memory with the reference tables, in which extracts are checked."""
    con = publish.connect()
    try:
        reference.create_tables(con, folder)
        con.create_function("masked", masked, ["varchar"], "varchar")
        yield con
    finally:
        con.close()


def _said(entry: dict) -> str:
    replaces = f", replaces load {entry['replaces']}" if entry["replaces"] else ""
    return (
        f"load {entry['load']} ({entry['source']}, {entry['period']}): "
        f"{entry['rows_taken']:,} rows taken, {entry['rows_refused']:,} refused{replaces}"
    )
