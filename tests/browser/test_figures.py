"""The numbers on the three pages are the numbers of the files, before and after a filter."""

import json
import subprocess
import sys

import pytest

from pages.parts import words
from tests.browser import extracts as files
from tests.browser import reading
from tests.browser.serving import PROJECT, environment

pytestmark = pytest.mark.browser

MONTHS = ("1404-05", "1404-06", "1404-07")
STATUSES = {"favourable": "مناسب", "undetermined": "نامشخص", "unfavourable": "نامناسب"}


def assert_usage(page, extracts, rows):
    """Headline and tables of channel usage against the requests they are counted from."""
    expected = extracts.usage(rows)
    values, notes = reading.headline(page)
    assert reading.whole(values["requests"]) == expected["requests"]
    for measure in ("digital_take_up", "completion_rate", "on_time_share"):
        assert reading.shows(values[measure], expected[measure]), measure
    assert reading.shows(notes["requests"], expected["per_working_day"])
    assert set(reading.footer_counts(page, "channel_usage")) == {expected["requests"]}
    channels = reading.table(page, words.say("channel_usage.channels_caption"))
    by_name = {row["channel"]: row for row in channels}
    assert sum(reading.whole(row["requests"]) for row in channels) == expected["requests"]
    for code, of_channel in files.by(rows, "channel").items():
        row = by_name[extracts.name("channels", code)]
        assert reading.whole(row["requests"]) == len(of_channel)
        assert reading.shows(row["share"], len(of_channel) / len(rows))


def assert_factors(page, rows, means="weighted"):
    """n and every mean against the answers of the respondents; returns {item: status word}."""
    expected = files.factors(rows)
    values, notes = reading.headline(page)
    assert reading.whole(values["n"]) == expected["n"]
    assert reading.whole(notes["favourable"]) == len(files.ITEMS)
    # Scales, which stand below, have no code.
    written = page.locator(".dots .dot:has(.code)").evaluate_all(
        "dots => dots.map(d => [d.querySelector('.code').innerText,"
        " d.querySelector('.value').innerText, d.querySelector('.value span').innerText])"
    )
    assert sorted(item for item, *_ in written) == sorted(files.ITEMS)
    for item, value, _ in written:
        assert reading.shows(value, expected[means][item]), item
    assert set(reading.footer_counts(page, "factor_status")) == {expected["n"]}
    return {item: status for item, _, status in written}


def assert_judged_as_in_the_study(page, rows):
    """The study's own test, of the answers themselves."""
    favourable = files.factors(rows)["favourable"]
    judged = assert_factors(page, rows, "means")
    assert reading.whole(reading.headline(page)[0]["favourable"]) == len(favourable)
    assert {item for item, status in judged.items() if status == "مناسب"} == favourable
    assert set(judged.values()) == {"مناسب", "نامناسب"}


def assert_judged_by_evidence(page, data, rows, *options):
    """As the command line says, in a process of its own."""
    command = [sys.executable, "-m", "analysis", "factor_status", "--rule", "evidence", *options]
    said = subprocess.run(
        [*command, "--format", "json"],
        cwd=PROJECT,
        env=environment(data),
        capture_output=True,
        check=True,
    )
    answer = json.loads(said.stdout)
    judged = assert_factors(page, rows)
    values = reading.headline(page)[0]
    for status in ("favourable", "undetermined", "unfavourable"):
        items = {row["item"] for row in answer["rows"] if row["status"] == status}
        assert {item for item, word in judged.items() if word == STATUSES[status]} == items
        assert reading.whole(values[status]) == len(items)


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
    reading.open_page(page, server, "/factor_status")
    home = files.where(extracts.answers, extracts.region("razavi_khorasan"))
    assert_judged_by_evidence(page, extracts.data, home, "--region", "razavi_khorasan")
    reading.choose(page, "place", extracts.name("regions", "khorasans"))
    around = files.where(extracts.answers, extracts.region("khorasans"))
    assert_judged_by_evidence(page, extracts.data, around, "--region", "khorasans")
    page.get_by_role("radio", name=words.say("factor_status.rules.study")).click()
    page.wait_for_url("**rule=study**")
    reading.settle(page)
    assert_judged_as_in_the_study(page, around)


def test_factor_status_judges_against_the_target_of_a_link(page, server, extracts):
    reading.open_page(page, server, "/factor_status?target=3.5")
    home = files.where(extracts.answers, extracts.region("razavi_khorasan"))
    options = ("--region", "razavi_khorasan", "--target", "3.5")
    assert_judged_by_evidence(page, extracts.data, home, *options)


def test_satisfaction_trends_average_what_the_files_hold(page, server, extracts):
    home = extracts.region("razavi_khorasan")
    reading.open_page(page, server, "/satisfaction_trends")
    assert_satisfaction(page, files.where(extracts.answers, home))
    reading.unfold_filters(page)
    reading.choose(page, "channel", extracts.name("channels", "mobile_app"))
    assert_satisfaction(page, files.where(extracts.answers, home, channel=("mobile_app",)))
