"""What do the files in the inbox say? Counted from their rows with nothing of the product.

The second, slow way to every number that the browser tests read off a page.
"""

import csv
import datetime as dt
from collections import Counter
from functools import cached_property
from pathlib import Path
from statistics import fmean

import jdatetime
from scipy import stats

WEEKEND = (3, 4)  # Thursday and Friday, as Python counts
REFERENCE = 3  # the midpoint of 1…5
CORRECTED = "service_log_1404-07.csv"
ITEMS = [f"R{number}" for number in range(1, 43)]


class Extracts:
    """The rows of a data folder's inbox, each with the province of its branch and its month."""

    def __init__(self, data: Path):
        self.data = data
        self.reference = data / "reference"
        self.provinces = {r["branch"]: r["province"] for r in self.table("branches")}

    def table(self, name):
        return _rows(self.reference / f"{name}.csv")

    def name(self, table, code):
        """A code's Persian name."""
        column = table.removesuffix("s")
        return next(row["name_fa"] for row in self.table(table) if row[column] == code)

    def region(self, code):
        """The provinces of a region."""
        row = next(row for row in self.table("regions") if row["region"] == code)
        return tuple(row["provinces"].split())

    @cached_property
    def requests(self):
        return self._dated("service_log_*.csv", "submitted_at")

    @cached_property
    def answers(self):
        """Each with its weight: the persons it stands for, so that the waves' populations are met,
        in a unit that gives every month as much weight as it has respondents."""
        rows = self._dated("survey_remote_services_42_*.csv", "answered_on")
        persons = self._populations()
        for month, of_month in by(rows, "month").items():
            counted = Counter(self._cell(row, persons) for row in of_month)
            unit = sum(persons[cell] for cell in counted) / len(of_month)
            for row in of_month:
                cell = self._cell(row, persons)
                row["weight"] = persons[cell] / counted[cell] / unit
            assert abs(sum(row["weight"] for row in of_month) - len(of_month)) < 1e-6, month
        return rows

    def _populations(self):
        """{(month, province, customer group, or "" for all together): persons}."""
        return {
            (row["wave"], row["province"], row["customer_group"]): int(row["population"])
            for file in (self.data / "inbox").glob("survey_wave_*.csv")
            for row in _rows(file)
        }

    def waves(self, month, province):
        """The lines of a survey's wave; the sample's tell of customer groups or of the whole."""
        for file in (self.data / "inbox").glob("survey_wave_*.csv"):
            for row in _rows(file):
                if (row["wave"], row["province"]) == (month, province):
                    yield row

    def _cell(self, row, persons):
        cell = (row["month"], row["province"], row["customer_group"])
        return cell if cell in persons else (*cell[:2], "")

    def _dated(self, pattern, moment):
        files = sorted((self.data / "inbox").glob(pattern))
        assert files, f"no {pattern} in the inbox"
        return [
            row | {"province": self.provinces[row["branch"]], "month": row[moment][:7]}
            for file in files
            for row in _rows(file)
        ]

    def usage(self, rows):
        """The measures of requests."""
        remote = {row["channel"]: row["remote"] for row in self.table("channels")}
        known = [row for row in rows if remote[row["channel"]] in ("yes", "no")]
        completed = [row for row in rows if row["status"] == "completed"]
        due = [row for row in completed if row["due_at"]]
        months = {row["month"] for row in rows}
        return {
            "requests": len(rows),
            "digital_take_up": _part(known, lambda row: remote[row["channel"]] == "yes"),
            "completion_rate": len(completed) / len(rows),
            # Jalali moments of one form sort as text
            "on_time_share": _part(due, lambda row: row["completed_at"] <= row["due_at"]),
            "per_working_day": len(rows) / sum(map(self.working_days, months)),
        }

    def working_days(self, month):
        holidays = {dt.date.fromisoformat(row["day"]) for row in self.table("holidays")}
        return sum(day.weekday() not in WEEKEND and day not in holidays for day in _days(month))


def corrected(data, to):
    """The last month, of which every third request turned out wrong: it moves all figures."""
    with (data / "inbox" / CORRECTED).open(encoding="utf-8", newline="") as text:
        title, *rows = csv.reader(text)
    with to.open("w", encoding="utf-8", newline="") as text:
        kept = [row for number, row in enumerate(rows) if number % 3]
        csv.writer(text, lineterminator="\n").writerows([title, *kept])
    return to


def where(rows, provinces, **allowed):
    """The rows of some provinces; `month=("1404-05", …)` and the like narrow them further."""
    return [
        row
        for row in rows
        if row["province"] in provinces
        and all(row[column] in values for column, values in allowed.items())
    ]


def by(rows, column):
    """{value: rows}."""
    return {value: [r for r in rows if r[column] == value] for value in {r[column] for r in rows}}


def factors(rows):
    """n, the mean of each item with and without weights, and the items that are favourable by the
    study's own test, which knows no weights."""
    values = {item: [int(row[item]) for row in rows if row[item]] for item in ITEMS}
    tests = {
        item: stats.ttest_1samp(given, REFERENCE, alternative="greater")
        for item, given in values.items()
    }
    return {
        "n": sum(any(row[item] for item in ITEMS) for row in rows),
        "means": {item: fmean(given) for item, given in values.items()},
        "weighted": {item: _weighted_mean(rows, item) for item in ITEMS},
        "favourable": {item for item, test in tests.items() if test.pvalue < 0.05},
    }


def satisfaction(rows):
    """n and weighted mean of the one overall item."""
    given = [row for row in rows if row["overall"]]
    return {"n": len(given), "mean": _weighted_mean(rows, "overall")}


def _weighted_mean(rows, item):
    given = [row for row in rows if row[item]]
    total = sum(row["weight"] for row in given)
    return sum(row["weight"] * int(row[item]) for row in given) / total


def _rows(path):
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def _part(rows, holds):
    return sum(map(holds, rows)) / len(rows)


def _days(month):
    year, number = map(int, month.split("-"))
    day = jdatetime.date(year, number, 1).togregorian()
    while jdatetime.date.fromgregorian(date=day).month == number:
        yield day
        day += dt.timedelta(days=1)
