"""Completed requests by class of duration equal a count over the files, but for the buckets."""

import math

import polars as pl
import pytest

from analysis import completion_times
from analysis.marts import open_marts
from analysis.selection import Selection
from tests.analysis.sample_files import chosen, log


@pytest.mark.parametrize("filters", [{}, {"provinces": "IR-09", "services": "sickness_pay"}])
def test_classes_of_each_channel(sample_data, filters):
    rows = chosen(log(sample_data), filters).filter(pl.col("status") == "completed")
    expected: dict = {}
    ends = list(completion_times.CLASSES.items())
    for channel, seconds in rows.select("channel", "seconds").iter_rows():
        bucket = math.floor(math.log(seconds) / math.log(1.05) + 1e-9) if seconds >= 1 else -1
        middle = 1.05 ** (bucket + 0.5)
        name = next(name for name, end in ends if middle < end)
        expected[channel, name] = expected.get((channel, name), 0) + 1
    answer = completion_times.ask(open_marts(), Selection(**filters))
    found = {(row["channel"], row["class"]): row["requests"] for row in answer.rows}
    assert {key: n for key, n in found.items() if n} == expected
    assert answer.n == rows.height
    longest = [row for row in answer.rows if row["class"] == "longer"]
    assert all(row["reached"] == pytest.approx(1) for row in longest)
    # Counted exactly, a day differs from the class by what lies within half a bucket of it.
    exact = rows.filter(pl.col("seconds") < 86400).height / rows.height
    day = next(row for row in answer.totals["classes"] if row["class"] == "1_day")
    near = rows.filter(pl.col("seconds").is_between(86400 / 1.05, 86400 * 1.05)).height
    assert abs(day["reached"] - exact) <= near / rows.height
