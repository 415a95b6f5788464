"""Accepted rows in, rejected rows beside them, whole or not at all.

The steps of a load, each of which may be the last before the power fails: read, check, keep (the
Parquet files), build (the marts of the candidate version), finish (the version beside the others),
swap (the candidate becomes current). Until the swap nothing has happened; after it, everything.
"""

import getpass
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from etl import publish, reference
from etl.checking import Check, Checked
from etl.data_folder import DataFolder
from etl.mappings import Recognised, recognise
from etl.pseudonym import pseudonym, salt
from etl.reading import Arrived, Reading, file_hash
from etl.refusal import Refusal
from etl.report import Report, row_problems
from etl.sql import literal, name

LIMIT = 0.05  # share of rejected rows above which a file is refused
MONTH_IN_NAME = re.compile(r"(?<!\d)(1[34]\d\d)[-_](0[1-9]|1[0-2])(?!\d)")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Known:
    """An earlier load whose rows are in the marts."""

    load: int
    sha256: str
    source: str
    period: str
    scope: str


@dataclass
class Loading:
    """How extracts are taken into one data folder."""

    folder: DataFolder
    limit: float = LIMIT
    progress: Progress = lambda said: None

    def load(self, paths: list[Path]) -> Iterator[Report]:
        """Take each file whole or not at all; one that is refused does not stop the next."""
        with publish.only_writer(self.folder):
            clean(self.folder)
            first = publish.current(self.folder)
            for path in paths:
                before = publish.current(self.folder)
                yield self._reported(path, self._load)
                # Steps between the version this run began with and its last one were never
                # anybody's figures for longer than the run: they are not worth their disk.
                if before and before not in (first, publish.current(self.folder)):
                    before.unlink()
            self._refresh_reference()

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
            key = os.urandom(32)  # nothing is kept, so no salt is needed
            found, arrived = self._read(path, Path(room), key)
            known = known_loads(self.folder)
            checked, report = self._checked(con, found, arrived, known, Path(room))
            self._refuse_too_many(checked, report)
            return report

    def _load(self, path: Path) -> Report:
        known = known_loads(self.folder)
        if same := [k for k in known if k.sha256 == file_hash(path)]:
            return Report(path.name, "unchanged", message=f"already loaded as load {same[0].load}")
        room = self.folder.staging / "extract"
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(parents=True)
        with _reference_connection(self.folder) as con:
            found, arrived = self._read(path, room, salt(self.folder))
            self.step("read")
            checked, report = self._checked(con, found, arrived, known, room)
            self._refuse_too_many(checked, report)
        self.step("check")
        entry = self._entry(found, arrived, checked, report)
        kept = self._keep(room, entry)
        self.step("keep")
        self._publish(found, kept, entry)
        report.outcome, report.load = "loaded", entry["load"]
        report.message = _said(entry)
        return report

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

    def _checked(self, con, found, arrived, known, room: Path) -> tuple[Checked, Report]:
        self.progress(f"{arrived.file}: checking {arrived.lines:,} rows")
        check = Check(con, arrived, found)
        check.rows(month_of_name(arrived.file))
        checked = check.write(room)
        predecessor = _predecessor(known, found.source_name, checked)
        others = [
            (k.load, self.folder.loads / str(k.load) / "accepted.parquet")
            for k in known
            if k.source == found.source_name
            and _overlap(k.period, checked.months)
            and k.load != predecessor
        ]
        check.duplicates(others)
        checked = check.write(room)
        problems = row_problems(con, arrived, found, check.first_lines())
        report = Report(
            arrived.file, "checked", found.source.KIND, "", None, predecessor,
            checked.rows_taken, checked.rows_refused, problems,
        )  # fmt: skip
        report.message = (
            f"{found.source_name}, {_period(checked.months)}: "
            f"{checked.rows_taken:,} rows taken, {checked.rows_refused:,} refused"
        )
        return checked, report

    def _refuse_too_many(self, checked: Checked, report: Report) -> None:
        rows = checked.rows_taken + checked.rows_refused
        share = checked.rows_refused / rows
        if checked.rows_taken and share <= self.limit:
            return
        raise Refusal(
            report.file,
            f"{checked.rows_refused:,} of {rows:,} rows ({share:.1%}) are not right",
            f"at most {self.limit:.0%}; mend them, or accept with --limit {min(share + 0.005, 1):.2f}"
            if checked.rows_taken
            else "at least one row that can be taken",
            tuple(report.problems),
        )

    def _entry(self, found: Recognised, arrived: Arrived, checked: Checked, report: Report) -> dict:
        """The row of the table `loads`."""
        return {
            "load": next_load(self.folder),
            "file": arrived.file,
            "sha256": arrived.sha256,
            "bytes": arrived.bytes,
            "kind": found.source.KIND,
            "source": found.source_name,
            "period": _period(checked.months),
            "scope": " ".join(checked.provinces),
            "rows_taken": checked.rows_taken,
            "rows_refused": checked.rows_refused,
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

    def _publish(self, found: Recognised, kept: Path, entry: dict) -> None:
        self.progress(f"{entry['file']}: building the next version")
        candidate = publish.Candidate(self.folder)
        fill(candidate.con, found, kept, entry)
        self.step("build")
        published = candidate.finish()
        self.step("finish")
        publish.swap(self.folder, published)
        self.step("swap")

    def _refresh_reference(self) -> None:
        """New names or holidays are published too, even when no extract came with them."""
        with publish.reading(self.folder) as con:
            if con is None:
                return
            known = con.execute("select fingerprint from reference_state").fetchone()[0]
        if known != reference.fingerprint(self.folder):
            self.progress("reference data changed: publishing")
            publish.swap(self.folder, publish.Candidate(self.folder).finish())

    def step(self, done: str) -> None:
        """A boundary between two steps; the tests of sudden death end the process here."""


def fill(con, found: Recognised, kept: Path, entry: dict) -> None:
    """Replace the cells that a load touches, and see that none of its rows got lost."""
    for mart in found.source.MARTS:
        con.execute(f"delete from {name(mart)} where load = ?", [entry["replaces"]])
    con.execute(
        f"create or replace temp view accepted as select {entry['load']}::integer as load, * "
        f"from read_parquet({literal(kept / 'accepted.parquet')})"
    )
    found.source.prepare(con, found.instrument)
    for mart in found.source.MARTS:
        con.execute(publish.statements(publish.MARTS / f"{mart}.sql")[1])
    con.execute(
        f"insert into loads by name select {', '.join(f'? as {name(k)}' for k in entry)}",
        list(entry.values()),
    )
    refuse_loss(con, found, entry)


def refuse_loss(con, found: Recognised, entry: dict) -> None:
    """Every accepted row must be counted once in the first mart that counts rows."""
    counted = {"service_log": "requests.requests", "survey": "respondents.respondents"}
    if found.source.KIND not in counted:
        return
    mart, column = counted[found.source.KIND].split(".")
    by_battery = ", battery" if mart == "respondents" else ""
    sums = con.execute(
        f"select sum({column}) from {mart} where load = ? group by load{by_battery}",
        [entry["load"]],
    ).fetchall()
    if any(total != entry["rows_taken"] for (total,) in sums) or not sums:
        raise AssertionError(f"load {entry['load']}: {sums} rows in {mart}, not {entry}")


def clean(folder: DataFolder) -> None:
    """Take away what a writer that died left behind; nothing of it was ever published."""
    shutil.rmtree(folder.staging, ignore_errors=True)
    published = publish.current(folder)
    for version in folder.warehouse.glob("marts_*.duckdb*"):
        if published is None or version.name > published.name:
            version.unlink()
    listed = {entry["load"] for entry in history(folder)}
    for kept in folder.loads.glob("*"):
        if int(kept.name) not in listed:
            shutil.rmtree(kept)


def history(folder: DataFolder) -> list[dict]:
    """All loads, oldest first, also those that a later one replaced."""
    with publish.reading(folder) as con:
        if con is None:
            return []
        cursor = con.execute("from loads order by load")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def known_loads(folder: DataFolder) -> list[Known]:
    """The loads whose rows are in the marts: those that no other replaced."""
    loads = history(folder)
    replaced = {entry["replaces"] for entry in loads}
    keys = ("load", "sha256", "source", "period", "scope")
    return [Known(*(e[key] for key in keys)) for e in loads if e["load"] not in replaced]


def next_load(folder: DataFolder) -> int:
    return max((entry["load"] for entry in history(folder)), default=0) + 1


def month_of_name(file: str) -> str | None:
    """The Jalali month that a file's name gives, if it gives one and only one.

    >>> month_of_name("service_log_1404-07.csv"), month_of_name("export_2022-05-01.csv")
    ('1404-07', None)
    """
    months = {"-".join(found) for found in MONTH_IN_NAME.findall(file)}
    return months.pop() if len(months) == 1 else None


@contextmanager
def _reference_connection(folder: DataFolder):
    con = publish.connect()
    try:
        reference.create_tables(con, folder)
        yield con
    finally:
        con.close()


def _predecessor(known: list[Known], source: str, checked: Checked) -> int | None:
    """The load that an extract corrects: of the same source, period and scope."""
    period, scope = _period(checked.months), " ".join(checked.provinces)
    same = [k.load for k in known if (k.source, k.period, k.scope) == (source, period, scope)]
    return max(same, default=None)


def _period(months: list[str]) -> str:
    """A month, or the first and the last: `1404-05/1404-07`."""
    return "/".join(dict.fromkeys([months[0], months[-1]])) if months else ""


def _overlap(period: str, months: list[str]) -> bool:
    first, _, last = period.partition("/")
    return bool(months) and first <= months[-1] and (last or first) >= months[0]


def _said(entry: dict) -> str:
    replaces = f", replaces load {entry['replaces']}" if entry["replaces"] else ""
    return (
        f"load {entry['load']} ({entry['source']}, {entry['period']}): "
        f"{entry['rows_taken']:,} rows taken, {entry['rows_refused']:,} refused{replaces}"
    )


