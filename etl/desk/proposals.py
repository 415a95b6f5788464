"""Which header of a foreign file may be which column of ours? By its name, else by what it holds.

A proposal is a beginning, to be looked at: the closest name with Persian spelling evened out, else
the header under which the first rows hold mostly values of ours (codes, names, dates).
"""

import re
from dataclasses import dataclass
from pathlib import Path

from etl.column_names import folded, proposed
from etl.contract import Column
from etl.data_folder import DataFolder
from etl.desk.headers import Head, Near
from etl.instruments import Instrument
from etl.periods import days_of, two_years
from etl.persian_text import normalised
from etl.reference import TABLES
from etl.tables import read_table
from etl.wrong_columns import wordings

MOSTLY = 0.6  # share of a column's first values from which on its content speaks for it
SHORTEST = 4  # letters from which on likeness says something: «روز» is like «وزن»
DATED = ("moment", "month", "period")  # kinds whose cells are known by how they are written
# What other systems call our columns; by likeness alone «Created Date» would be `completed_at`
ALSO = {
    "request_id": ["Unique Key", "Request number", "Ticket", "شماره پیگیری", "کد رهگیری"],
    "channel": ["روش مراجعه", "نحوه مراجعه", "روش درخواست", "Contact method"],
    "submitted_at": ["Created Date", "Created", "Opened", "Opened Date", "تاریخ ثبت"],
    "completed_at": ["Closed Date", "Closed", "Resolved", "Resolved Date", "تاریخ انجام"],
    "due_at": ["Due Date", "Deadline"],
}
DAY = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(\D.*)?")


@dataclass(frozen=True)
class Proposal:
    """One column of ours: the header proposed for it, and why ("mapping", "name", "content")."""

    column: Column
    header: str = ""
    why: str = ""


def propose(
    folder: DataFolder,
    head: Head,
    columns: list[Column],
    instrument: Instrument | None,
    near: Near | None,
    also_called: dict[str, list[str]],
) -> list[Proposal]:
    """One proposal per column of ours; a header is proposed at most once.

    also_called: our column → how people may call it beside its own name.
    """
    found: dict[str, tuple[str, str]] = {}
    if near:
        for header, ours in near.toml.get("columns", {}).items():
            position = head.names.position(header)
            if position is not None:
                found[ours] = (head.headers[position], "mapping")
    _by_name(found, head, _called(columns, instrument, also_called))
    _by_content(found, head, columns, folder)
    return [Proposal(column, *found.get(column.name, ("", ""))) for column in columns]


def _called(columns, instrument, also_called) -> dict[str, list[str]]:
    called = wordings([column.name for column in columns], instrument)
    return {
        ours: [*names, *ALSO.get(ours, []), *also_called.get(ours, [])]
        for ours, names in called.items()
    }


def _by_name(found: dict, head: Head, called: dict[str, list[str]]) -> None:
    """First those that are called so, then those that are called nearly so."""
    exactly = {ours: {folded(each) for each in names} for ours, names in called.items()}
    for header in head.headers:
        for ours in called:
            if ours not in found and folded(header) in exactly[ours] and _free(found, header):
                found[ours] = (header, "name")
    for header in filter(None, head.headers):
        left = {ours: names for ours, names in called.items() if ours not in found}
        long_enough = len(folded(header)) >= SHORTEST
        if long_enough and _free(found, header) and (ours := proposed(header, left)):
            found[ours] = (header, "name")


def _by_content(found: dict, head: Head, columns: list[Column], folder: DataFolder) -> None:
    """Columns that must be there, or have a table of codes to be known by."""
    known = _known_values(folder, columns)
    for column in columns:
        if column.name in found or not (column.name in known or column.kind in DATED):
            continue
        for position, header in enumerate(head.headers):
            values = [cells[position] for _, cells in head.below if position < len(cells)]
            values = [value for value in values if value]
            if header and _free(found, header) and values and _fits(column, values, known):
                found[column.name] = (header, "content")
                break


def _free(found: dict, header: str) -> bool:
    return header not in [taken for taken, _ in found.values()]


def _fits(column: Column, values: list[str], known: dict[str, set[str]]) -> bool:
    if column.kind == "moment":
        fit = [value for value in values if DAY.fullmatch(normalised(value))]
    elif column.kind in DATED:
        fit = [value for value in values if days_of(value) or two_years(value)]
    else:
        fit = [value for value in values if folded(value) in known[column.name]]
    return len(fit) >= MOSTLY * len(values)


def _known_values(folder: DataFolder, columns: list[Column]) -> dict[str, set[str]]:
    """Our column → its codes and their names, folded."""
    known = {c.name: {folded(word) for word in c.allowed} for c in columns if c.allowed}
    for column in columns:
        if column.table in TABLES:
            wanted = [c for c in TABLES[column.table] if c in (column.name, "name_fa", "name_en")]
            rows = read_table(folder.reference / f"{column.table}.csv", wanted)
            known[column.name] = {folded(cell) for row in rows for cell in row.values() if cell}
    return known


def fit(proposed: list[Proposal], columns: list[Column]) -> float:
    """How much of what a kind must have was found: from 0 to 1, a little more for the rest.

    columns: all of the kind; those without a proposal of their own are told by the file's shape.
    """
    must, own = [c for c in columns if c.required], {p.column.name for p in proposed}
    found = {p.column.name for p in proposed if p.header}
    told = [c for c in must if c.name in found or c.name not in own]
    return len(told) / max(1, len(must)) + len(found) / 1000


def file_pattern(path: Path) -> str:
    """The name with its numbers open, so that next month's file fits too.

    >>> file_pattern(Path("calls 1404-07.csv")), file_pattern(Path("calls [4].csv"))
    ('calls *.csv', 'calls ?4?.csv')
    """
    # In a pattern brackets hold the letters that one may be.
    return re.sub(r"[\[\]]", "?", re.sub(r"\d[\d_-]*\d", "*", path.name))
