"""Counts of systems that send no single requests: beside a log, alone, missing, and for a year."""

import pytest

from etl.load import Loading
from pages.parts import words
from tests.pages.conftest import Visit
from tests.pages.walk.reading import Page

LOG = [
    "request_id,branch,service,channel,submitted_at,completed_at,status",
    "1,{branch},{service},in_person,2025-10-01 10:00,2025-10-01 11:00,completed",
]
COUNTS = [
    "period,province,service,channel,requests,completed",
    "1404-07,IR-09,{service},web_portal,600,540",
    "1404-07,IR-09,{service},in_person,200,",
    "1404-07,IR-09,{service},kiosk,,",
    "1403,IR-09,{service},web_portal,1000,",
]


@pytest.fixture
def page(empty_folder):
    """Load these lines and open the page of channels on them."""

    def load(*files, **address):
        branch = _first(empty_folder, "branches", "IR-09")
        service = _first(empty_folder, "services")
        for number, lines in enumerate(files):
            path = empty_folder.inbox / f"extract_{number}.csv"
            text = "\n".join(lines).format(branch=branch, service=service)
            path.write_text(text + "\n", encoding="utf-8")
            (report,) = Loading(empty_folder).load([path])
            assert report.outcome == "loaded", list(report.lines())
        visit = Visit(**address).open("channel_usage")
        assert not visit.app.exception
        return visit

    return load


def _first(folder, table, inside=""):
    """The code of the first line of a list, or of the first that has `inside` in it."""
    with (folder.reference / f"{table}.csv").open(encoding="utf-8-sig") as lines:
        next(lines)
        return next(line for line in lines if inside in line).split(",")[0]


def table(visit, caption):
    return Page(visit.source).tables[words.say(f"counted.{caption}")]


def test_counts_alone_are_the_whole_page(page):
    visit = page(COUNTS, province="IR-09", from_="1404-07", to="1404-07")
    assert visit.value("requests") == "800"
    assert visit.value("digital_take_up") == str(600 / 800)
    assert visit.value("completion_rate") == str(540 / 600)  # only where it is known
    assert visit.value("missing") == "1"
    shares = {r["channel"].value: r["share"].value for r in table(visit, "channels_caption")}
    assert shares == {"web_portal": "0.75", "in_person": "0.25", "kiosk": None}
    assert words.say("counted.only_counts") in visit.text
    assert words.say("counted.beside") not in visit.text


def test_beside_a_log_they_are_a_section_and_are_not_added(page):
    visit = page(LOG, COUNTS, province="IR-09", from_="1404-07", to="1404-07")
    assert visit.value("requests") == "1"
    assert sum(int(r["requests"].value or 0) for r in table(visit, "channels_caption")) == 800
    assert words.say("counted.beside") in visit.text


def test_a_log_alone_says_nothing_of_counts(page):
    visit = page(LOG, province="IR-09")
    assert words.say("counted.channels_caption") not in visit.source


def test_a_year_among_months_is_said_to_be_one(page):
    visit = page(COUNTS, province="IR-09", from_="1403-01", to="1404-07")
    periods = {r["month"].value: r["month"].text for r in table(visit, "periods_caption")}
    assert periods == {
        "1403-01/1403-12": "فروردین تا اسفند ۱۴۰۳ (یک‌جا، بلندتر از یک ماه)",
        "1404-07": "مهر ۱۴۰۴",
    }
    assert "۱ دوره بلندتر از یک ماه است" in visit.text


def test_only_missing_counts_are_no_share_of_zero(page):
    visit = page([COUNTS[0], COUNTS[3]], province="IR-09")
    assert visit.value("requests") == ""
    assert words.say("counted.finding_missing", cells="۱") in visit.text
    (row,) = table(visit, "channels_caption")
    assert row["share"].text == words.say("no_data")


def test_in_english_no_persian_is_left(page):
    visit = page(COUNTS, province="IR-09", lang="en")
    assert "longer than a month" in visit.text
    assert visit.finding.startswith("Of 1,800 requests that systems only counted, 89%")
