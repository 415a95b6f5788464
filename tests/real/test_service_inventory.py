"""Real yearly counts by channel: wide, one column per channel, `ND` where nobody counted."""

import csv
import json

import pytest

from analysis.__main__ import main
from etl.publish import reading
from pages.parts import words
from tests.pages.conftest import Visit
from tests.pages.walk.reading import Page, says

FILE = "2018-2019_services.csv"
CHANNELS = {
    "online_applications": "web_portal",
    "telephone_applications": "call_centre",
    "in_person_applications": "in_person",
    "postal_mail_applications": "post",
    "other_applications": "other",
}


@pytest.fixture(scope="module")
def inventory(loaded):
    return loaded("service_inventory", FILE)


@pytest.fixture(scope="module")
def cells(real_extracts) -> dict[str, list[str]]:
    """Our channel → the cells of its column, straight from the file."""
    path = real_extracts / "service_inventory" / FILE
    with path.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    return {ours: [row[theirs] for row in rows] for theirs, ours in CHANNELS.items()}


def ask(folder, monkeypatch, capsys, *words) -> dict:
    monkeypatch.setenv("PAYESH_DATA", str(folder.root))
    assert main(["channel_volume", "--format", "json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_share_of_online_applications_is_the_published_one(inventory, monkeypatch, capsys):
    rows = ask(inventory, monkeypatch, capsys)["rows"]
    share = {row["channel"]: row["share"] for row in rows}
    assert round(100 * share["web_portal"], 2) == 48.73


def test_every_channel_equals_the_file_and_what_nobody_counted_is_missing(
    inventory, cells, monkeypatch, capsys
):
    answer = ask(inventory, monkeypatch, capsys)
    found = {row["channel"]: (row["requests"], row["missing"]) for row in answer["rows"]}
    for channel, column in cells.items():
        counted = [int(cell) for cell in column if cell != "ND"]
        assert found[channel] == (sum(counted) if counted else None, column.count("ND"))
    assert found["call_centre"] == (None, 1250)  # never counted, which is not zero
    assert answer["notes"] == [
        "3,918 of 6,250 counts are missing; they count as unknown, not as zero"
    ]


def test_missing_counts_are_told_when_the_file_is_loaded(inventory):
    with reading(inventory) as con:
        remarks = "\n".join(map(str, con.execute("from load_remarks").fetchall()))
    assert "'ND' is no value, and not zero" in remarks
    assert "online_applications in 641 of 1,250 rows" in remarks


def test_a_year_is_never_shown_as_a_month(inventory, monkeypatch, capsys):
    (row,) = ask(inventory, monkeypatch, capsys, "--by", "month")["rows"]
    assert row["month"] == "1397-01/1398-01"  # April 2018 to March 2019
    inside = ask(inventory, monkeypatch, capsys, "--from", "1397-02", "--to", "1397-02")
    assert inside["rows"] == []


def test_the_page_of_channels_shows_the_published_share_where_there_are_only_counts(
    inventory, cells, monkeypatch
):
    monkeypatch.setenv("PAYESH_DATA", str(inventory.root))
    visit = Visit().open("channel_usage")
    assert not visit.app.exception
    page = Page(visit.source)
    by_channel = page.tables[words.say("counted.channels_caption")]
    shown = {row["channel"].value: row for row in by_channel}
    online = shown["web_portal"]
    assert round(100 * float(online["share"].value), 2) == 48.73
    assert says(online["share"].text, 0.4873)
    for channel, column in cells.items():
        assert shown[channel]["missing"].value == str(column.count("ND"))
    never = shown["call_centre"]  # no share at all, which is not one of zero
    assert never["requests"].value is None and never["share"].text == words.say("no_data")
    assert "۳۷۷٬۴۰۵٬۶۲۸ درخواست" in visit.text
    assert "۳٬۹۱۸ شمار از ۶٬۲۵۰ شمار نرسیده" in visit.text
    assert "فروردین ۱۳۹۷ تا فروردین ۱۳۹۸ (یک‌جا، بلندتر از یک ماه)" in visit.text
