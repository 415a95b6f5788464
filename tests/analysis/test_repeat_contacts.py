"""Repeat contacts equal a count over the files, and small groups of clients are not shown."""

import polars as pl
import pytest

from analysis import repeat_contacts
from analysis.marts import open_marts
from analysis.selection import Selection
from tests.analysis.sample_files import chosen, log

FILTERS = [{}, {"provinces": "IR-09"}, {"last_month": "1404-05"}, {"channels": "mobile_app"},
           {"services": "insurance_history", "customer_groups": "insured"}]  # fmt: skip


def followed(rows: pl.DataFrame) -> pl.DataFrame:
    """The requests with a client, each with whether and where the next one came within a week."""
    known = rows.filter(pl.col("client").is_not_null()).sort("client", "service", "at")
    same = ["client", "service"]
    later = pl.col("at").shift(-1).over(same) - pl.col("at")
    return known.with_columns(
        again=(later <= pl.duration(days=7)).fill_null(False),
        next_remote=pl.col("remote").shift(-1).over(same),
        vain=pl.col("status").is_in(["failed", "abandoned"]),
    )


@pytest.mark.parametrize("filters", FILTERS)
def test_every_channel(sample_data, filters):
    # Followed first, chosen then: the next request may stand outside the selection.
    rows = chosen(followed(log(sample_data)), filters)
    answer = repeat_contacts.ask(open_marts(), Selection(**filters))
    shown = [row for row in answer.rows if not row["suppressed"]]
    assert shown
    for row in shown:
        part = rows.filter(pl.col("channel") == row["channel"])
        assert_row(row, part)
    assert_row(answer.totals, rows)
    assert answer.n == rows.height
    asked = chosen(log(sample_data), filters).height
    assert answer.totals["client_known"] == pytest.approx(rows.height / asked)
    assert 0.9 < answer.totals["client_known"] < 1


def assert_row(row: dict, part: pl.DataFrame) -> None:
    again, vain = pl.col("again"), pl.col("vain")
    remote = part.filter(pl.col("remote") == "yes")
    fell_back = remote.filter(again & (pl.col("next_remote") == "no")).height
    assert row["n"] == part.height
    assert row["followed"] == part.filter(again).height
    assert row["in_vain"] == part.filter(vain).height
    assert row["in_vain_followed"] == part.filter(vain & again).height
    assert (row["remote"], row["fell_back"]) == (remote.height, fell_back)
    assert row["repeat_rate"] == part["again"].mean()
    assert row["fall_back_rate"] == (fell_back / remote.height if remote.height else None)


def test_groups_of_fewer_than_five_are_hidden_and_cannot_be_worked_out(sample_data):
    answer = repeat_contacts.ask(
        open_marts(), Selection(branches="B0905", last_month="1404-05"), by=("channel",)
    )
    rows = chosen(followed(log(sample_data)), {"branches": "B0905", "last_month": "1404-05"})
    true = dict(rows.group_by("channel").len().iter_rows())
    small = {channel for channel, n in true.items() if n < 5}
    hidden = {row["channel"] for row in answer.rows if row["suppressed"]}
    assert small and small <= hidden
    for row in answer.rows:
        if row["suppressed"]:
            assert all(row[figure] is None for figure in repeat_contacts.FIGURES)
    # What is hidden together is not one small group, which total less the rest would show.
    assert sum(true[channel] for channel in hidden) >= 5


def test_a_log_without_clients_says_so(marts):
    """The small warehouse of these tests has no column client."""
    answer = repeat_contacts.ask(marts, Selection())
    assert (answer.rows, answer.n) == ([], 0)
    assert answer.totals["requests"] == 800
    assert [note.code for note in answer.notes] == ["no_clients"]
