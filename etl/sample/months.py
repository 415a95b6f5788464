"""Which days does a Jalali month have, which of them are worked, and how busy is each?"""

import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import jdatetime
import numpy as np

from etl.calendar_table import WEEKEND
from etl.refusal import Refusal

AHEAD = 8  # months after its own in which a request of the month may be due or completed


@dataclass(frozen=True)
class Month:
    year: int
    number: int

    @classmethod
    def named(cls, name: str) -> "Month":
        """The month written `1404-07`."""
        year, number = name.split("-")
        return cls(int(year), int(number))

    @property
    def name(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def serial(self) -> int:
        """Months counted through the years, so that trends do not know where a sample begins."""
        return self.year * 12 + self.number - 1

    @cached_property
    def first(self) -> date:
        return jdatetime.date(self.year, self.number, 1).togregorian()

    @cached_property
    def length(self) -> int:
        return (self.later(1).first - self.first).days

    def later(self, months: int) -> "Month":
        year, number = divmod(self.serial + months, 12)
        return Month(year, number + 1)


# Trends are measured from this month: the wave that equals the published study stands in it.
ANCHOR = Month(1404, 5)


def months_until(until: str, count: int) -> list[Month]:
    """The `count` months that end with `until`, oldest first."""
    if not re.fullmatch(r"14\d\d-(0[1-9]|1[0-2])", until):
        raise Refusal(
            "sample", f"the last month '{until}' is not a month", "a Jalali month, 1404-07"
        )
    if count < 1:
        raise Refusal("sample", f"{count} months are none", "at least 1")
    last = Month.named(until)
    return [last.later(-back) for back in reversed(range(count))]


def read_holidays(file: Path) -> frozenset[date]:
    with file.open(encoding="utf-8", newline="") as lines:
        return frozenset(date.fromisoformat(row["day"]) for row in csv.DictReader(lines))


@dataclass(frozen=True)
class Days:
    """The days of a month and of those that follow it; day 0 is the first of the month."""

    month: Month
    holidays: frozenset[date]

    @cached_property
    def dates(self) -> list[str]:
        """`1404-07-01` onwards."""
        following = [self.month.later(ahead) for ahead in range(AHEAD)]
        return [f"{m.name}-{day:02d}" for m in following for day in range(1, m.length + 1)]

    @cached_property
    def weekday(self) -> np.ndarray:
        """Saturday 0 … Friday 6."""
        return (self.month.first.weekday() + 2 + np.arange(len(self.dates))) % 7

    @cached_property
    def holiday(self) -> np.ndarray:
        first = self.month.first
        return np.array([first + timedelta(n) in self.holidays for n in range(len(self.dates))])

    @cached_property
    def worked(self) -> np.ndarray:
        return ~self.holiday & ~np.isin(self.weekday, WEEKEND)

    @cached_property
    def worked_days(self) -> np.ndarray:
        """The days worked, as positions among all days."""
        return np.flatnonzero(self.worked)

    @cached_property
    def worked_before(self) -> np.ndarray:
        """How many days were worked before each day: the number of the next worked day."""
        return np.cumsum(self.worked) - self.worked

    @property
    def working_days(self) -> int:
        return int(self.worked[: self.month.length].sum())

    def busyness(self, week: tuple[float, ...], on_holidays: float) -> np.ndarray:
        """The share of the month's requests that falls on each of its days.

        `week` weighs Saturday … Friday, `on_holidays` is the factor of a holiday.
        """
        inside = slice(self.month.length)
        factor = np.where(self.holiday[inside], on_holidays, 1.0)
        weight = np.array(week)[self.weekday[inside]] * factor
        if self.month.number == 1:  # people come back to their affairs after the 13th of Farvardin
            weight[:13] *= 0.6
        return weight / weight.sum()
