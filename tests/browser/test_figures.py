"""The numbers on the three pages are the numbers of the files, before and after a filter."""

import pytest

from pages.parts import words
from tests.browser import extracts as files
from tests.browser import reading

pytestmark = pytest.mark.browser

MONTHS = ("1404-05", "1404-06", "1404-07")


def assert_usage(page, extracts, rows):
    """Headline and tables of channel usage against the requests they are counted from."""
    expected = extracts.usage(rows)
    values, notes = reading.headline(page)
    assert reading.whole(values["requests"]) == expected["requests"]
    for measure in ("digital_take_up", "completion_rate", "on_time_share"):
        assert reading.shows(values[measure], expected[measure]), measure
    assert reading.shows(notes["requests"], expected["per_working_day"])
    assert set(reading.footer_counts(page)) == {expected["requests"]}
    channels = reading.table(page, words.say("channel_usage.channels_caption"))
    by_name = {row["channel"]: row for row in channels}
    assert sum(reading.whole(row["requests"]) for row in channels) == expected["requests"]
    for code, of_channel in files.by(rows, "channel").items():
        row = by_name[extracts.name("channels", code)]
        assert reading.whole(row["requests"]) == len(of_channel)
        assert reading.shows(row["share"], len(of_channel) / len(rows))


def assert_factors(page, rows):
    """Headline, dots and shares of the components against the answers of the respondents."""
    expected = files.factors(rows)
    values, notes = reading.headline(page)
    assert reading.whole(values["n"]) == expected["n"]
    assert reading.whole(values["favourable"]) == len(expected["favourable"])
    assert reading.whole(notes["favourable"]) == len(files.ITEMS)
    written = page.locator(".dots .dot").evaluate_all(
        "dots => dots.map(d => [d.querySelector('.code').innerText,"
        " d.querySelector('.value').innerText])"
    )
    assert sorted(item for item, _ in written) == sorted(files.ITEMS)
    for item, value in written:
        assert reading.shows(value, expected["means"][item]), item
        assert ("نامناسب" not in value) == (item in expected["favourable"]), item
    assert set(reading.footer_counts(page)) == {expected["n"]}


def assert_satisfaction(page, rows):
    """Headline, months and place among the provinces against the overall item."""
    expected = files.satisfaction(rows)
    values, notes = reading.headline(page)
    assert reading.whole(values["n"]) == expected["n"]
    assert reading.shows(values["mean"], expected["mean"])
    of_month = {month: files.satisfaction(them) for month, them in files.by(rows, "month").items()}
    assert reading.shows(values["last"], of_month[MONTHS[-1]]["mean"])
    change = of_month[MONTHS[-1]]["mean"] - of_month[MONTHS[0]]["mean"]
    assert reading.shows(values["change"], change)
    caption = words.say("satisfaction_trends.months_caption")
    reading.unfold(page, caption)
    months = reading.table(page, caption)
    assert len(months) == len(MONTHS)
    for month, row in zip(MONTHS, months, strict=True):
        assert reading.whole(row["n"]) == of_month[month]["n"]
        assert reading.shows(row["mean"], of_month[month]["mean"])


def test_channel_usage_counts_what_the_files_hold(page, server, extracts):
    home = extracts.region("razavi_khorasan")
    reading.open_page(page, server, "/channel_usage")
    assert_usage(page, extracts, files.where(extracts.requests, home))
    reading.unfold_filters(page)
    reading.choose(page, "customer_group", extracts.name("customer_groups", "pensioner"))
    narrowed = files.where(extracts.requests, home, customer_group=("pensioner",))
    assert_usage(page, extracts, narrowed)


def test_factor_status_judges_what_the_files_hold(page, server, extracts):
    reading.open_page(page, server, "/")
    assert_factors(page, files.where(extracts.answers, extracts.region("razavi_khorasan")))
    reading.choose(page, "place", extracts.name("regions", "khorasans"))
    assert_factors(page, files.where(extracts.answers, extracts.region("khorasans")))


def test_satisfaction_trends_average_what_the_files_hold(page, server, extracts):
    home = extracts.region("razavi_khorasan")
    reading.open_page(page, server, "/satisfaction_trends")
    assert_satisfaction(page, files.where(extracts.answers, home))
    reading.unfold_filters(page)
    reading.choose(page, "channel", extracts.name("channels", "mobile_app"))
    assert_satisfaction(page, files.where(extracts.answers, home, channel=("mobile_app",)))
