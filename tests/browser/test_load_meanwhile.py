"""A page open during a load neither errs nor mixes versions."""

import subprocess
import sys

import pytest

from pages.parts import words
from tests.browser import reading
from tests.browser.extracts import CORRECTED, Extracts, by, corrected, where
from tests.browser.serving import PROJECT, environment

pytestmark = pytest.mark.browser

PLACES = ("razavi_khorasan", "khorasans")


def load(data):
    return subprocess.Popen(
        [sys.executable, "-m", "etl", "load"],
        cwd=PROJECT,
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def figures_of(data):
    """{place: every count that the page shows of it} from the files as they lie there now."""
    extracts = Extracts(data)
    found = {}
    for place in PLACES:
        rows = where(extracts.requests, extracts.region(place))
        found[extracts.name("regions", place)] = {
            "headline": len(rows),
            "months": sorted(len(of_month) for of_month in by(rows, "month").values()),
            "channels": sorted(len(of_channel) for of_channel in by(rows, "channel").values()),
            "feet": {len(rows)},
        }
    return found


def figures_on(page):
    """The same from the screen."""
    months = reading.table(page, words.say("channel_usage.volumes_caption"))
    channels = reading.table(page, words.say("channel_usage.channels_caption"))
    return {
        "headline": reading.whole(reading.headline(page)[0]["requests"]),
        "months": sorted(reading.whole(row["requests"]) for row in months),
        "channels": sorted(reading.whole(row["requests"]) for row in channels),
        "feet": set(reading.footer_counts(page, "channel_usage")),
    }


def look(page, place, versions):
    """Which version the page shows, after a look at all of it."""
    assert page.get_by_role("alert").count() == 0
    shown = figures_on(page)
    matching = [number for number, figures in enumerate(versions) if figures[place] == shown]
    assert len(matching) == 1, f"{shown} belongs to no one version of {versions}"
    return matching[0]


def watch(page, places, versions, until):
    """Change the place and reload, again and again; the versions seen, in order."""
    seen = []
    while True:
        ending = until()  # asked first: what comes after the end is looked at once more
        for place in (*places[1:], places[0]):
            reading.choose(page, "place", place)
            seen.append(look(page, place, versions))
        page.reload()
        reading.settle(page)
        unfold_volumes(page)
        seen.append(look(page, places[0], versions))
        if ending:
            return seen


def unfold_volumes(page):
    reading.unfold(page, words.say("channel_usage.volumes_caption"))


def test_a_page_open_during_a_load_shows_one_version_at_a_time(page, own_data, own_server):
    before = figures_of(own_data)
    corrected(own_data, own_data / "inbox" / CORRECTED)
    versions = [before, figures_of(own_data)]
    places = list(before)
    assert versions[0] != versions[1]
    reading.open_page(page, own_server, "/channel_usage")
    unfold_volumes(page)
    assert look(page, places[0], versions) == 0
    loading = load(own_data)
    seen = watch(page, places, versions, lambda: loading.poll() is not None)
    assert loading.returncode == 0, loading.stdout.read()
    assert seen == sorted(seen), "the page went back to an older version"
    assert seen[-1] == 1
