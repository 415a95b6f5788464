"""The sections of Channel usage show the answers of analysis, and say why where there are none."""

import html
import re

import pytest

from analysis import channel_usage, completion_times, counter_visits, hours, outages
from analysis import repeat_contacts as repeated
from analysis.marts import open_marts
from analysis.selection import Selection

HOME = Selection(provinces="IR-09")


@pytest.fixture
def page(visit):
    return visit("channel_usage", province="IR-09")


def column(page, caption: str, measure: str) -> list[str]:
    """The plain values of a column of the table twin with this caption."""
    table = next(t for t in re.findall(r"<table>.*?</table>", page.source, re.S) if caption in t)
    found = re.findall(rf"data-measure='{measure}'(?: data-value='([^']*)')?", table)
    return [html.unescape(value) for value in found]


def same(shown: list[str], expected: list) -> bool:
    """The same values, whatever their order."""
    return sorted(shown) == sorted("" if value is None else str(value) for value in expected)


def test_every_number_of_the_tables_is_the_answer(page):
    marts = open_marts()
    cells = channel_usage.ask(marts, HOME, by=("service", "channel")).rows
    assert same(column(page, "سرانجام", "failed"), [row["failed"] for row in cells])
    shares = [row["failed"] / row["requests"] for row in cells]
    assert same(column(page, "سرانجام", "failed_share"), shares)
    weekly = hours.ask(marts, HOME).rows
    assert same(column(page, "روز هفته", "requests"), [row["requests"] for row in weekly])
    times = completion_times.ask(marts, HOME).rows
    assert same(column(page, "زمان انجام", "reached"), [row["reached"] for row in times])
    visits = counter_visits.ask(marts, HOME).rows
    shown = column(page, "راه غیرحضوری", "could_be_saved")
    assert same(shown, [row["could_be_saved"] for row in visits])
    again = repeated.ask(marts, HOME).rows
    assert same(column(page, "تکرار درخواست", "repeat_rate"), [row["repeat_rate"] for row in again])
    low = outages.ask(marts, HOME).rows
    assert same(column(page, "افت‌های درخواست", "requests"), [row["requests"] for row in low])


def test_the_choice_of_hours_and_outcome_comes_with_the_address(visit):
    page = visit("channel_usage", province="IR-09", hours="remote", outcome="failed")
    remote = hours.ask(open_marts(), HOME, way="remote").rows
    assert same(column(page, "روز هفته", "requests"), [row["requests"] for row in remote])
    assert "بیشترین شکست" in page.text
    page.choose("hours", "all").choose("outcome", "completed")
    assert "کمترین انجام" in page.text
    assert not {"hours", "outcome"} & page.address.keys()


@pytest.mark.parametrize(
    ("filters", "missing"),
    [
        ({"service": "pension_slip"}, {"ساعت‌های هفته", "روزهای کم‌درخواست"}),
        ({"channel": "web_portal"}, {"مراجعه‌های حضوری که می‌شود کاست"}),
        ({"branch": "B0905"}, {"روزهای کم‌درخواست"}),
    ],
)
def test_a_section_that_does_not_know_a_filter_says_so(visit, filters, missing):
    page = visit("channel_usage", province="IR-09", **filters)
    assert not page.app.exception
    titles = {heading.value for heading in page.app.subheader}
    assert missing <= titles
    assert page.text.count("با فیلترهای کنونی شدنی نیست") == len(missing)
