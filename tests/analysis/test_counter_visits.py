"""Visits that could be saved equal a count over the files by the assumption that is stated."""

import numpy as np
import polars as pl
import pytest

from analysis import counter_visits
from analysis.marts import open_marts
from analysis.selection import Selection
from tests.analysis.sample_files import chosen, log


def expected_rows(rows: pl.DataFrame, filters: dict) -> dict:
    """service → (known, at the counter, share within reach, visits saved), in plain loops."""
    known = rows.filter(pl.col("remote") != "unknown")
    elsewhere = {k: v for k, v in filters.items() if k not in ("provinces", "branches")}
    country, own = chosen(known, elsewhere), chosen(known, filters)
    found = {}
    for service in own["service"].unique():
        of_all = country.filter(pl.col("service") == service)
        by_remote = of_all.filter(pl.col("remote") == "yes", pl.col("status") == "completed")
        if by_remote.height < 30 or by_remote.height < 0.01 * of_all.height:
            continue
        shares = [
            (part["remote"] == "yes").mean()
            for part in of_all.partition_by("province")
            if part.height >= 30
        ]
        reach = float(np.quantile(shares, 0.75)) if len(shares) >= 4 else None
        mine = own.filter(pl.col("service") == service)
        counter = mine.filter(pl.col("remote") == "no").height
        if not counter:
            continue
        saved = [
            max(0.0, reach - (part["remote"] == "yes").mean()) * part.height
            for part in mine.partition_by("province")
            if reach is not None
        ]
        found[service] = (mine.height, counter, reach, sum(saved) if saved else None)
    return found


@pytest.mark.parametrize(
    "filters",
    [{}, {"provinces": "IR-09"}, {"branches": "B0905"}, {"customer_groups": "pensioner"},
     {"provinces": "IR-29", "first_month": "1404-06"}],
)  # fmt: skip
def test_every_service(sample_data, filters):
    expected = expected_rows(log(sample_data), filters)
    answer = counter_visits.ask(open_marts(), Selection(**filters))
    assert {row["service"] for row in answer.rows} == set(expected)
    for row in answer.rows:
        known, counter, reach, saved = expected[row["service"]]
        assert (row["known"], row["at_counter"]) == (known, counter)
        assert row["within_reach"] == pytest.approx(reach)
        assert row["could_be_saved"] == pytest.approx(saved, abs=1e-6)
    order = [row["could_be_saved"] for row in answer.rows if row["could_be_saved"] is not None]
    assert order == sorted(order, reverse=True)
    assert answer.totals["at_counter"] == sum(counter for _, counter, *_ in expected.values())
    assert filters or sum(order) > 0


def test_a_filter_on_channels_leaves_one_side_out(sample_data):
    answer = counter_visits.ask(open_marts(), Selection(channels="web_portal"))
    assert (answer.rows, answer.n) == ([], 0)
    assert [note.code for note in answer.notes] == ["not_counted_by"]


def test_too_few_provinces_give_no_promise(open_as):
    """A reader of one province cannot know what others reach."""
    answer = counter_visits.ask(open_as("IR-09"), Selection())
    assert answer.rows
    assert all(row["could_be_saved"] is None for row in answer.rows)
    assert answer.totals["could_be_saved"] is None
