"""One extract on its way in: read, then checked against its contract and against earlier loads."""

import datetime as dt
import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from etl import history, memory, other_sources, publish, reference, spellings
from etl.checking import Check, Places
from etl.checks import whole_file
from etl.checks.evidence import Evidence
from etl.checks.remark import Remark
from etl.data_folder import DataFolder
from etl.long_survey import pivoted
from etl.mappings import Recognised, recognise
from etl.personal_data import comment, masked
from etl.pseudonym import pseudonym
from etl.reading import Arrived, Reading
from etl.refusal import Refusal
from etl.report import Report
from etl.row_problems import row_problems

MONTH_IN_NAME = re.compile(r"(?<!\d)(1[34]\d\d)[-_](0[1-9]|1[0-2])(?!\d)")
Progress = Callable[[str], None]
IRAN = dt.timezone(dt.timedelta(hours=3, minutes=30))  # without summer time since 2022


def today_in_iran() -> dt.date:
    """The day of the systems whose extracts arrive."""
    return dt.datetime.now(IRAN).date()


@dataclass
class Extract:
    """A file, the folder it is to be taken into, and a room for what is made of it."""

    path: Path
    folder: DataFolder
    room: Path
    progress: Progress
    found: Recognised | None = None
    arrived: Arrived | None = None
    places: Places | None = None
    today: dt.date = field(default_factory=today_in_iran)

    def read(self, key: bytes) -> None:
        """Tell what it is and read its cells; `key` salts its clients."""
        self.progress(f"{self.path.name}: reading")
        self.found = recognise(self.path, self.folder)
        free = self.found.free_text
        seals = dict.fromkeys(free, comment)
        if "client" in self.found.positions:
            seals[self.found.positions["client"]] = lambda client: pseudonym(client, key)
        reading = Reading(self.path, self.found.layout, seals, free, self._lines_read)
        self.arrived = reading.into(self.room / "arrived.parquet")

    def check(self, con, marts, loads: list[dict], limit: float) -> Report:
        """Sort its rows into accepted and rejected; refuse it if too many are wrong.

        `marts`: the version in which `loads` are, with which whole files are compared.
        """
        self.progress(f"{self.path.name}: checking {self.arrived.lines:,} rows")
        if self.found.long:
            self.arrived, self.found, note = pivoted(con, self.arrived, self.found, self.room)
            self.found.notes.extend([note] if note else [])
        check = Check(con, self.arrived, self.found)
        self.places = check.rows(month_of_name(self.path.name), self.today)
        known = history.known(loads)
        corrects = self._corrected(check, known)
        check.duplicates(self._neighbours(known, corrects))
        report = Report(
            self.path.name, "checked", self.found.source.KIND, replaces=corrects,
            source=self.source, period=self.period,
        )  # fmt: skip
        report.rows_taken, report.rows_refused = check.write(self.room)
        report.counts = row_problems(con, self.arrived, self.found, check.first_lines())
        report.message = (
            f"{self.source}, {self.period}: {report.rows_taken:,} rows to take, "
            f"{report.rows_refused:,} to refuse"
            + (f"; would replace load {corrects}" if corrects else "")
        )
        refuse_too_many(report, limit)
        beside = other_sources.refuse_same_rows(con, self.folder, loads, self, self.path.name)
        report.findings = [
            *whole_file.remarks(self._evidence(con, marts, known, report)),
            *self._noted("beside", beside),
            *self._noted("found_out", [*self.found.notes, *check.notes]),
        ]
        return report

    def _evidence(self, con, marts, known: list[history.Known], report: Report) -> Evidence:
        loads = [k.load for k in known if k.source == self.source and k.load != report.replaces]
        rows = (report.rows_taken, report.rows_refused)
        return Evidence(con, marts, self.found, self.arrived, self.places, loads, *rows)

    def _noted(self, code: str, notes: list[str]) -> list[Remark]:
        said = [note.removeprefix(f"{self.path.name}: ") for note in notes]
        return [Remark(code, 1, figures={"note": note}) for note in said]

    def _corrected(self, check: Check, known: list[history.Known]) -> int | None:
        """The load that this extract corrects: same source, period, provinces, and mostly its rows.

        Without a row in common it is another part of the same month and stands beside; with few it
        could be either, and that is not for us to guess.
        """
        same = history.predecessors(known, self.source, self.period, self.places.scope)
        if not same:
            return None
        # A month may have come in parts: the one that has most of these rows is meant.
        (shared, before, elsewhere), load = max(
            (check.shared_rows(self.folder.loads / str(load) / "accepted.parquet"), load)
            for load in same
        )
        if elsewhere > shared / 2:
            raise Refusal(
                self.path.name,
                f"{shared:,} of its rows are called as rows of load {load} are, but {elsewhere:,} "
                "of them are of another branch or province",
                "names that no other row of the month has, such as B0901-17; or, if this file "
                f"corrects those places, `etl undo {load}` first",
                code="same_names",
            )
        if 0 < shared < before / 2:
            raise Refusal(
                self.path.name,
                f"has only {shared:,} of the {before:,} rows of load {load}, which is of the same "
                "month and provinces",
                "the whole corrected extract, or only rows that are not loaded yet",
                code="part_of_load",
            )
        return load if shared else None

    @property
    def source(self) -> str:
        return self.found.source_name

    @property
    def period(self) -> str:
        return history.period_of(self.places.months)

    def _neighbours(self, known: list[history.Known], corrects: int | None):
        """The accepted rows of other loads in which a row of this extract could already stand."""
        return [
            (load, self.folder.loads / str(load) / "accepted.parquet")
            for load in history.neighbours(known, self.source, self.places.months)
            if load != corrects
        ]

    def _lines_read(self, lines: int) -> None:
        self.progress(f"{self.path.name}: {lines:,} lines read")


def refuse_too_many(report: Report, limit: float) -> None:
    rows, share = report.rows_taken + report.wrong, report.wrong_share
    if report.rows_taken and share <= limit:
        return
    enough = min(share + 0.005, 1)
    right = f"at most {limit:.0%}; mend them, or load without them: --limit {enough:.2f}"
    raise Refusal(
        report.file,
        f"{report.wrong:,} of {rows:,} rows ({share:.1%}) are not right",
        right if report.rows_taken else "at least one row that can be taken",
        tuple(report.counts),
        "too_many_wrong",
        (report.rows_taken, report.rows_refused),
    )


def month_of_name(file: str) -> str | None:
    """The Jalali month that a file's name gives, if it gives one and only one.

    >>> month_of_name("service_log_1404-07.csv"), month_of_name("export_2022-05-01.csv")
    ('1404-07', None)
    """
    months = {"-".join(found) for found in MONTH_IN_NAME.findall(file)}
    return months.pop() if len(months) == 1 else None


@contextmanager
def checking_room(folder: DataFolder, spill: Path):
    """A room in memory with the reference tables, in which extracts are checked.

    spill: a folder for what does not fit into it.
    """
    con = publish.connect()
    try:
        memory.limit(con, spill)
        reference.create_tables(con, folder)
        spellings.create_tables(con, folder)
        con.create_function("masked", masked, ["varchar"], "varchar")
        yield con
    finally:
        con.close()
