"""Which versions can be read, when was each published, and what had it anew?

Read from the small records beside the marts, so that a list of versions opens none of them.
"""

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path

from analysis.marts import EVERYONE, Marts, NoSuchVersion
from analysis.published import data_folder, published

# A day is a day in Iran, which keeps no summer time since 1401; versions are stamped in UTC.
IRAN = dt.timedelta(hours=3, minutes=30)


@dataclass(frozen=True)
class Version:
    """One published version.

    changes: what it has that the one before had not, in order: (what, load) with what one of load,
    undo, reference, rebuild, restore; load is None where it is not about one.
    """

    version: str
    published_at: dt.datetime | None  # UTC; None where nothing was written down yet
    title: str | None  # under which it was reported; such a version is never pruned
    changes: tuple[tuple[str, int | None], ...]
    current: bool
    readable: bool  # its file is still there


class NoSuchDay(ValueError):
    """A day that neither calendar has."""


def versions() -> list[Version]:
    """All versions that were ever published, oldest first, also those pruned since."""
    warehouse = data_folder() / "warehouse"
    now = Path(os.path.realpath(warehouse / "current")).name
    records = {path.stem: _read(path) for path in (warehouse / "versions").glob("*.json")}
    files = {path.stem[-6:]: path.name for path in warehouse.glob("marts_??????.duckdb")}
    return [
        _version(number, records.get(number, {}), files.get(number), now)
        for number in sorted(records.keys() | files.keys())
    ]


def current_on(day: str) -> str:
    """The number of the version that was the current one at the end of a day in Iran.

    day: 2026-11-21, or Jalali 1405-08-30. Raises `NoSuchDay` for what is none, `NoSuchVersion`
    where nothing was published by then.
    """
    end = dt.datetime.combine(_gregorian(day) + dt.timedelta(days=1), dt.time()) - IRAN
    before = [v for v in versions() if v.published_at and v.published_at < end]
    if not before:
        raise NoSuchVersion(f"of {day}", "was never published")
    return max(before, key=lambda version: version.published_at).version


def _gregorian(day: str) -> dt.date:
    year, month, of_month = map(int, day.split("-"))
    if year >= 1700:
        try:
            return dt.date(year, month, of_month)
        except ValueError as error:
            raise NoSuchDay(f"{day} is no day of the Gregorian calendar") from error
    found = Marts(published(), EVERYONE).query(
        "select day from calendar where year = $year and month_of_year = $month "
        "and day_of_month = $day",
        year=year,
        month=month,
        day=of_month,
    )
    if found.is_empty():
        raise NoSuchDay(f"{day} is no day of the Jalali calendar, 1390 to 1420")
    return found.item()


def _read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def _version(number: str, record: dict, file: str | None, now: str) -> Version:
    at = record.get("published_at")
    return Version(
        number,
        dt.datetime.fromisoformat(at) if at else None,
        record.get("title"),
        tuple((change["what"], change["load"]) for change in record.get("changes") or ()),
        file is not None and file == now,
        file is not None,
    )
