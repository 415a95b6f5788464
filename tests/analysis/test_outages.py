"""Days with few requests are those that the stated rule calls so, over the files."""

import csv
import datetime as dt
import statistics

import polars as pl
import pytest

from analysis import outages
from analysis.marts import open_marts
from analysis.selection import Selection
from tests.analysis.sample_files import chosen, log


def low_days(counts: dict[dt.date, int], holidays: set[dt.date]) -> tuple[set[dt.date], int]:
    """The rule as it is worded, in plain loops: the low days and how many were judged."""
    usual = {}
    for day in counts:
        around = [day + dt.timedelta(7 * week) for week in range(-8, 9) if week]
        others = [counts[other] for other in around if other in counts and other not in holidays]
        if day not in holidays and len(others) >= 5 and statistics.median(others) >= 10:
            usual[day] = statistics.median(others)
    if not usual:
        return set(), 0
    apart = {day: (counts[day] - m) / m**0.5 for day, m in usual.items()}
    middle = statistics.median(apart.values())
    spread = max(1, 1.4826 * statistics.median(abs(d - middle) for d in apart.values()))
    low = {d for d, m in usual.items() if apart[d] / spread < -3 and counts[d] < m / 2}
    return low, len(usual)


@pytest.mark.parametrize("filters", [{}, {"provinces": "IR-09"}, {"first_month": "1404-07"}])
def test_every_channel(sample_data, filters):
    with (sample_data / "reference" / "holidays.csv").open(encoding="utf-8") as lines:
        holidays = {dt.date.fromisoformat(row["day"]) for row in csv.DictReader(lines)}
    everywhere = {k: v for k, v in filters.items() if k == "provinces"}
    rows = chosen(log(sample_data), everywhere).with_columns(day=pl.col("at").dt.date())
    inside = set(chosen(rows, filters)["day"])
    days = [rows["day"].min() + dt.timedelta(n) for n in range(
        (rows["day"].max() - rows["day"].min()).days + 1)]  # fmt: skip
    expected, judged = set(), 0
    for channel in rows["channel"].unique():
        of_day = dict(rows.filter(pl.col("channel") == channel).group_by("day").len().iter_rows())
        low, known = low_days({day: of_day.get(day, 0) for day in days}, holidays)
        expected |= {(channel, day) for day in low & inside}
        judged += known
    answer = outages.ask(open_marts(), Selection(**filters))
    found = {
        (row["channel"], dt.date.fromisoformat(row[end]))
        for row in answer.rows
        for end in ("first_day", "last_day")
    }
    assert found <= expected
    assert answer.totals["low_days"] == len(expected)
    assert sum(row["low_days"] for row in answer.rows) == len(expected)
    if "first_month" not in filters:
        assert answer.totals["judged_days"] == judged > 100
    assert answer.n == chosen(rows, filters).height


def test_a_branch_cannot_be_judged_by_day(sample_data):
    answer = outages.ask(open_marts(), Selection(branches="B0905"))
    assert (answer.rows, answer.n) == ([], 0)
    assert [note.code for note in answer.notes] == ["not_counted_by"]
