"""One real day of city service requests: foreign headers, US dates, values mapped, no code."""

import csv
import json
from collections import Counter
from datetime import datetime

import numpy as np
import pytest

from analysis.__main__ import main
from etl.publish import reading

FILE = "nyc_311_2022-05-01.csv"


@pytest.fixture(scope="module")
def city(loaded):
    return loaded("city_requests", FILE)


@pytest.fixture(scope="module")
def rows(real_extracts):
    with (real_extracts / "city_requests" / FILE).open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def ask(folder, monkeypatch, capsys, *words) -> dict:
    monkeypatch.setenv("PAYESH_DATA", str(folder.root))
    assert main([*words, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_requests_by_channel(city, monkeypatch, capsys):
    """The counts that the file's publisher gives: unknown channels stay unknown."""
    answer = ask(city, monkeypatch, capsys, "channel_usage")
    counted = {row["channel"]: row["requests"] for row in answer["rows"]}
    assert counted == {"web_portal": 501, "mobile_app": 280, "call_centre": 139, "unknown": 4}
    assert answer["n"] == 924
    assert answer["totals"]["digital_take_up"] == 1.0  # 920 of the 920 whose channel is known


def test_requests_by_branch_equal_the_file(city, rows, monkeypatch, capsys):
    answer = ask(city, monkeypatch, capsys, "channel_usage", "--by", "branch")
    counted = {row["branch"]: row["requests"] for row in answer["rows"]}
    assert counted == Counter(row["Borough"] for row in rows)


def test_times_to_completion_equal_the_file(city, rows, monkeypatch, capsys):
    def moment(text):
        return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p")

    hours = [
        (moment(row["Closed Date"]) - moment(row["Created Date"])).total_seconds() / 3600
        for row in rows
        if row["Status"] == "Closed"
    ]
    totals = ask(city, monkeypatch, capsys, "channel_usage")["totals"]
    assert totals["completed"] == len(hours) == 480
    # Within one bucket of five per cent.
    assert totals["median_hours"] == pytest.approx(np.quantile(hours, 0.5), rel=0.05)
    assert totals["p90_hours"] == pytest.approx(np.quantile(hours, 0.9), rel=0.05)


def test_us_dates_are_not_mistaken(city, rows):
    with reading(city) as con:
        days = con.execute(
            "select distinct submitted_at::date::varchar, month "
            f"from '{city.loads}/1/accepted.parquet'"
        ).fetchall()
    assert days == [("2022-05-01", "1401-02")]  # the first of May is 11 Ordibehesht 1401
