"""Shares of channels from counts: against the raw rows, without counting anything twice."""

import doctest

import pytest

from analysis import channel_volume
from analysis.marts import Reader, open_marts
from analysis.selection import Selection
from etl.data_folder import DataFolder
from etl.load import Loading


def by_channel(raw, keep=lambda row: True) -> dict[str, int]:
    """Sums of the raw rows, a second way; only of cells that were counted."""
    sums = {}
    for row in raw.volumes:
        if keep(row) and row["requests"] is not None:
            sums[row["channel"]] = sums.get(row["channel"], 0) + row["requests"]
    return sums


def test_requests_shares_and_take_up_equal_the_raw_rows(marts, raw):
    answer = channel_volume.ask(marts, Selection())
    sums = by_channel(raw)
    total = sum(sums.values())
    assert {row["channel"]: row["requests"] for row in answer.rows} == sums
    for row in answer.rows:
        assert row["share"] == pytest.approx(row["requests"] / total)
    known = {c: n for c, n in sums.items() if raw.remote[c] != "unknown"}
    remote = sum(n for c, n in known.items() if raw.remote[c] == "yes")
    assert answer.totals["digital_take_up"] == pytest.approx(remote / sum(known.values()))
    assert answer.n == total


def test_completion_is_measured_where_it_is_known(marts, raw):
    answer = channel_volume.ask(marts, Selection())
    rates = {row["channel"]: row["completion_rate"] for row in answer.rows}
    assert rates["mobile_app"] is None
    told = [row for row in raw.volumes if row["channel"] == "web_portal"]
    expected = sum(r["completed"] for r in told) / sum(r["requests"] for r in told)
    assert rates["web_portal"] == pytest.approx(expected)


def test_missing_counts_are_said(marts):
    answer = channel_volume.ask(marts, Selection())
    missing = {row["channel"]: row["missing"] for row in answer.rows}
    assert missing["kiosk"] == 2 and sum(missing.values()) == 2
    assert [note.code for note in answer.notes] == ["counts_missing"]


def test_a_reader_sees_only_his_provinces(open_as, raw):
    answer = channel_volume.ask(open_as("IR-07"), Selection())
    assert {r["channel"]: r["requests"] for r in answer.rows} == by_channel(
        raw, lambda row: row["branch"] == "T1"
    )


@pytest.fixture
def counted(own_folder):
    """Load more counts into a copy of the warehouse, and open it."""

    def load(lines, header="period,province,channel,requests"):
        path = own_folder / "inbox" / "more.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        (report,) = Loading(DataFolder(own_folder)).load([path])
        assert report.outcome == "loaded", list(report.lines())
        return open_marts(Reader("test"))

    return load


def test_a_year_over_the_months_is_not_counted_again(counted, raw):
    marts = counted(["1404,IR-07,kiosk,99999", "1403,IR-07,kiosk,7"])
    answer = channel_volume.ask(marts, Selection(), by=("month",))
    assert {row["month"]: row["requests"] for row in answer.rows}["1403-01/1403-12"] == 7
    assert answer.n == sum(by_channel(raw).values()) + 7
    said = "left out, since other counts of the same days are there: "
    assert said + "2025-03-21 to 2026-03-20 (provinces)" in answer.notes
    assert answer.period == {"from": "1403-01", "to": "1404-06"}


def test_totals_of_the_organisation_stand_behind_those_of_provinces(counted, raw):
    marts = counted(["1404-06,,kiosk,99999", "1404-04,,kiosk,5"])
    answer = channel_volume.ask(marts, Selection())
    assert answer.n == sum(by_channel(raw).values()) + 5
    assert "(organisation)" in answer.notes[1]


def test_a_period_counts_only_where_it_lies_wholly_inside(counted):
    marts = counted(["1403-Q4,IR-07,kiosk,7"])
    inside = channel_volume.ask(marts, Selection(first_month="1403-10", last_month="1403-12"))
    assert inside.n == 7
    for first, last in (("1403-11", "1403-12"), ("1403-10", "1403-11")):
        assert channel_volume.ask(marts, Selection(first_month=first, last_month=last)).n == 0


def test_its_example():
    assert doctest.testmod(channel_volume).failed == 0
