"""The overview in a browser: the map is of our own shapes, and a click on it is a filter."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from pages.parts import words
from tests.browser import extracts as files
from tests.browser import reading

pytestmark = pytest.mark.browser

SHAPES = "g.choroplethlayer path.choroplethlocation"
# Where on the screen a point inside a province's shape lies
INSIDE = """code => {
  const shape = [...document.querySelectorAll('path.choroplethlocation')]
    .find((path) => path.__data__.loc === code);
  const box = shape.getBBox(), point = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);
  if (!shape.isPointInFill(point)) throw new Error('the middle of ' + code + ' lies outside it');
  const there = point.matrixTransform(shape.getScreenCTM());
  return [there.x, there.y];
}"""


def click(page, province):
    """Click into the middle of a province, which for this takes one without a deep bay."""
    page.locator(SHAPES).first.scroll_into_view_if_needed()
    page.mouse.click(*page.evaluate(INSIDE, province))


def test_a_click_on_the_map_makes_the_page_speak_of_that_province(page, server, extracts):
    reading.open_page(page, server, "/?region=whole_country&map=completion_rate")
    # The outlines come by a request of their own
    expect(page.locator(SHAPES)).to_have_count(31, timeout=60_000)
    click(page, "IR-29")
    reading.settle(page, filtered=extracts.name("provinces", "IR-29"))
    assert parse_qs(urlsplit(page.url).query) == {
        "province": ["IR-29"], "map": ["completion_rate"],
    }  # fmt: skip
    month = files.where(extracts.requests, ("IR-29",), month=("1404-07",))
    expected, (values, notes) = extracts.usage(month), reading.headline(page)
    for measure in ("digital_take_up", "completion_rate", "on_time_share"):
        assert reading.shows(values[measure], expected[measure]), measure
    counted = notes["completion_rate"].translate(reading.LATIN)
    assert str(expected["requests"]) in counted
    click(page, "IR-10")  # and on from there: the map still shows all of them
    reading.settle(page, filtered=extracts.name("provinces", "IR-10"))
    assert page.watched.strangers == []


def test_satisfaction_and_the_branches_that_reported_are_those_of_the_files(page, server, extracts):
    reading.open_page(page, server, "/?province=IR-29")
    own = files.where(extracts.answers, ("IR-29",), month=("1404-07",))
    assert reading.shows(reading.headline(page)[0]["satisfaction"], files.satisfaction(own)["mean"])
    for source, rows in (("log", extracts.requests), ("survey", extracts.answers)):
        seen = {r["branch"] for r in files.where(rows, ("IR-29",), month=("1404-07",))}
        fact = page.locator(f"dd[data-measure='reported_{source}']")
        assert reading.whole(fact.inner_text()) == len(seen)
    waves = list(extracts.waves("1404-07", "IR-29"))
    answered, invited = (sum(int(wave[key]) for wave in waves) for key in ("answered", "invited"))
    assert reading.shows(reading.headline(page)[0]["response_rate"], answered / invited)
    assert page.locator("p.foot", has_text=words.say("overview.osm")).is_visible()
