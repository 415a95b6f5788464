"""One extract on its way in: read, then checked against its contract and against earlier loads."""

import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from etl import history, other_sources, publish, reference
from etl.checking import Check, Places
from etl.data_folder import DataFolder
from etl.mappings import Recognised, recognise
from etl.national_number import masked
from etl.pseudonym import pseudonym
from etl.reading import Arrived, Reading
from etl.refusal import Refusal
from etl.report import Report, row_problems

MONTH_IN_NAME = re.compile(r"(?<!\d)(1[34]\d\d)[-_](0[1-9]|1[0-2])(?!\d)")
Progress = Callable[[str], None]


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

    def read(self, key: bytes) -> None:
        """Tell what it is and read its cells; `key` salts its clients."""
        self.progress(f"{self.path.name}: reading")
        self.found = recognise(self.path, self.folder)
        seals = {}
        if "client" in self.found.positions:
            seals[self.found.positions["client"]] = lambda client: pseudonym(client, key)
        reading = Reading(self.path, self.found.layout, seals, self._lines_read)
        self.arrived = reading.into(self.room / "arrived.parquet")

    def check(self, con, loads: list[dict], limit: float) -> Report:
        """Sort its rows into accepted and rejected; refuse it if too many are wrong."""
        self.progress(f"{self.path.name}: checking {self.arrived.lines:,} rows")
        check = Check(con, self.arrived, self.found)
        self.places = check.rows(month_of_name(self.path.name))
        known = history.known(loads)
        corrects = self._corrected(check, known)
        check.duplicates(self._neighbours(known, corrects))
        report = Report(
            self.path.name, "checked", kind=self.found.source.KIND, replaces=corrects
        )
        report.remarks = [f"{self.path.name}: {note}" for note in self.found.notes]
        report.rows_taken, report.rows_refused = check.write(self.room)
        report.problems = row_problems(con, self.arrived, self.found, check.first_lines())
        report.message = (
            f"{self.source}, {self.period}: {report.rows_taken:,} rows to take, "
            f"{report.rows_refused:,} to refuse"
            + (f"; would replace load {corrects}" if corrects else "")
        )
        refuse_too_many(report, limit)
        report.remarks += other_sources.refuse_same_rows(
            con, self.folder, loads, self, self.path.name
        )
        return report

    def _corrected(self, check: Check, known: list[history.Known]) -> int | None:
        """The load that this extract corrects: same source, period, provinces, and mostly its rows.

        Without a row in common it is another part of the same month and stands beside; with few it
        could be either, and that is not for us to guess.
        """
        same = history.predecessors(known, self.source, self.period, self.places.scope)
        if not same:
            return None
        # A month may have come in parts: the one that has most of these rows is meant.
        (shared, before), load = max(
            (check.shared_rows(self.folder.loads / str(load) / "accepted.parquet"), load)
            for load in same
        )
        if 0 < shared < before / 2:
            raise Refusal(
                self.path.name,
                f"has only {shared:,} of the {before:,} rows of load {load}, which is of the same "
                "month and provinces",
                "the whole corrected extract, or only rows that are not loaded yet",
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
    rows = report.rows_taken + report.rows_refused
    share = report.rows_refused / rows
    if report.rows_taken and share <= limit:
        return
    enough = min(share + 0.005, 1)
    right = f"at most {limit:.0%}; mend them, or accept them with --limit {enough:.2f}"
    raise Refusal(
        report.file,
        f"{report.rows_refused:,} of {rows:,} rows ({share:.1%}) are not right",
        right if report.rows_taken else "at least one row that can be taken",
        tuple(report.problems),
    )


def month_of_name(file: str) -> str | None:
    """The Jalali month that a file's name gives, if it gives one and only one.

    >>> month_of_name("service_log_1404-07.csv"), month_of_name("export_2022-05-01.csv")
    ('1404-07', None)
    """
    months = {"-".join(found) for found in MONTH_IN_NAME.findall(file)}
    return months.pop() if len(months) == 1 else None


@contextmanager
def checking_room(folder: DataFolder):
    """A room in memory with the reference tables, in which extracts are checked."""
    con = publish.connect()
    try:
        reference.create_tables(con, folder)
        con.create_function("masked", masked, ["varchar"], "varchar")
        yield con
    finally:
        con.close()
