"""As it was published: earlier versions by their number or by a day."""

import datetime as dt
import json

import duckdb
import pytest

from analysis import channel_usage, versions
from analysis.__main__ import main
from analysis.marts import NoSuchVersion, NoWarehouse, open_marts
from analysis.selection import Selection
from etl.load import Loading
from etl.undo import undo
from etl.versions import keep, prune
from tests.etl.extracts import request, write_log

DAYS = ("2025-10-22T20:29:59", "2025-11-21T20:30:00", "2025-12-21T12:00:00")  # UTC


@pytest.fixture
def three(empty_folder):
    """Versions with 2, 3 and 4 requests, published at the ends of Mehr and Aban and in Azar."""
    for number, day in enumerate(DAYS, start=1):
        rows = [request(n) for n in range(number + 1)]
        list(Loading(empty_folder).load([write_log(empty_folder.inbox / "a_1404-07.csv", rows)]))
        record = empty_folder.versions / f"00000{number}.json"
        text = json.loads(record.read_text()) | {"published_at": day}
        record.write_text(json.dumps(text))
    return empty_folder


def requests_of(version: str | None) -> int:
    return channel_usage.ask(open_marts(version=version), Selection()).n


def test_an_earlier_version_answers_as_it_did(three):
    assert [requests_of(v) for v in ("000001", "2", None)] == [2, 3, 4]
    assert open_marts(version="2").version == "000002"
    assert open_marts(version="2") is open_marts(version="000002")


def test_the_list_of_versions(three):
    keep(three, "1", "گزارش مهر ۱۴۰۴")
    prune(three, 0)
    first, second, third = versions.versions()
    assert (first.title, first.readable, second.readable) == ("گزارش مهر ۱۴۰۴", True, False)
    assert third.current and third.changes == (("load", 3),)
    assert first.published_at == dt.datetime.fromisoformat(DAYS[0])


@pytest.mark.parametrize(
    "day, version",
    [
        ("2025-10-22", "000001"),  # 23:59:59 of that day in Iran
        ("1404-07-30", "000001"),  # the same day
        ("2025-11-21", "000001"),  # the next was published at 0:00 of the 22nd
        ("1404-09-01", "000002"),
        ("1404-12-01", "000003"),
    ],
)
def test_the_version_of_a_day(three, day, version):
    assert versions.current_on(day) == version


def test_days_of_no_version(three):
    with pytest.raises(NoSuchVersion, match="version of 1404-07-01 was never published"):
        versions.current_on("1404-07-01")
    with pytest.raises(versions.NoSuchDay, match="Jalali"):
        versions.current_on("1404-07-31")
    with pytest.raises(versions.NoSuchDay, match="Gregorian"):
        versions.current_on("2025-02-30")


@pytest.mark.parametrize("version", ["9", "x", "../000001", "0000001", "", "٢"])
def test_a_version_that_is_not_there(three, version):
    with pytest.raises(NoSuchVersion, match="`python -m etl versions` lists what there is"):
        open_marts(version=version)


def test_a_version_of_another_program_is_refused(three):
    """Its tables lack what the questions ask for."""
    with duckdb.connect(three.warehouse / "marts_000001.duckdb") as con:
        con.execute("alter table requests drop column on_time")
    with pytest.raises(NoSuchVersion, match="was published by another version of Payesh"):
        open_marts(version="1")


def test_an_earlier_version_stays_when_all_is_undone(three):
    for load in (3, 2, 1):
        undo(three, load)
    with pytest.raises(NoWarehouse, match="every load was undone"):
        open_marts()
    assert requests_of("3") == 4
    assert versions.current_on("1404-09-01") == "000002"


def test_on_the_command_line(three, capsys):
    def n_of(*words):
        assert main(["channel_usage", "--format", "json", *words]) == 0
        return json.loads(capsys.readouterr().out)["n"]

    assert [n_of("--version", "1"), n_of("--on", "1404-09-05"), n_of()] == [2, 3, 4]
    assert main(["channel_usage", "--version", "7"]) == 1
    assert "version 000007 is not there" in capsys.readouterr().err
    assert main(["channel_usage", "--on", "1404-13-01"]) == 2
