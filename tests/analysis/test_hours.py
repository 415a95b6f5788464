"""Requests by weekday and hour equal a count over the files, under every filter they know."""

import polars as pl
import pytest

from analysis import hours
from analysis.marts import open_marts
from analysis.selection import Selection
from tests.analysis.sample_files import chosen, log

FILTERS = [{}, {"provinces": "IR-09"}, {"channels": "web_portal", "last_month": "1404-06"},
           {"branches": "B0905"}]  # fmt: skip


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("way", hours.WAYS)
def test_every_cell(sample_data, filters, way):
    rows = chosen(log(sample_data), filters)
    wanted = {"all": ["yes", "no", "unknown"], "remote": ["yes"], "counter": ["no"]}[way]
    rows = rows.filter(pl.col("remote").is_in(wanted))
    # Polars counts Monday 1; here Saturday is 0.
    weekday, hour = (pl.col("at").dt.weekday() + 1) % 7, pl.col("at").dt.hour()
    expected = dict(
        ((row[0], row[1]), row[2])
        for row in rows.group_by(weekday.alias("weekday"), hour.alias("hour")).len().iter_rows()
    )
    answer = hours.ask(open_marts(), Selection(**filters), way=way)
    assert {(row["weekday"], row["hour"]): row["requests"] for row in answer.rows} == expected
    assert answer.n == rows.height
    if not rows.height:
        return
    outside = rows.filter((weekday >= 5) | (hour < 7) | (hour >= 15)).height
    assert answer.totals["outside_office_hours"] == pytest.approx(outside / rows.height)
    assert answer.totals["busiest_share"] == max(expected.values()) / rows.height


def test_a_filter_that_the_mart_does_not_know_is_not_passed_over(sample_data):
    answer = hours.ask(open_marts(), Selection(services="pension_slip"))
    assert (answer.rows, answer.n) == ([], 0)
    assert [note.code for note in answer.notes] == ["not_counted_by"]


@pytest.mark.parametrize("by", ["channel", "service"])
def test_nor_is_it_in_groups(sample_data, by):
    answer = hours.ask(open_marts(), Selection(services="pension_slip"), by=(by,))
    assert (answer.rows, answer.n) == ([], 0)
    assert [note.code for note in answer.notes] == ["not_counted_by"]


def test_a_version_without_the_mart_says_what_to_do(sample_data):
    marts = open_marts()
    marts.tables = marts.tables - {"request_hours"}
    try:
        answer = hours.ask(marts, Selection())
    finally:
        marts.tables = marts.tables | {"request_hours"}
    assert [note.code for note in answer.notes] == ["needs_rebuild"]
