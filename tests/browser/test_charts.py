"""Is a figure drawn once? To draw it twice costs a reader half of the wait for a change."""

import pytest

from pages.parts import margins
from tests.browser import reading

pytestmark = pytest.mark.browser

# What Plotly was given and what it made of it, of every figure in sight; and every name beside one
DRAWN = """() => [...document.querySelectorAll(".js-plotly-plot")]
  .filter((figure) => figure.checkVisibility() && figure._fullLayout?._has("cartesian"))
  .map((figure) => ({
    given: figure.layout.margin, made: figure._fullLayout._size,
    template: figure.layout.template ?? null, revision: figure.layout.datarevision ?? null,
    names: [...figure.querySelectorAll(".ytick text")].map((text) => [
      text.textContent, text.getComputedTextLength(), parseFloat(getComputedStyle(text).fontSize),
    ]),
  }))"""
PAGES = ("channel_usage", "satisfaction_trends", "priorities")


@pytest.mark.parametrize("name", PAGES)
def test_the_labels_of_a_figure_have_room_before_it_is_drawn(page, server, name):
    reading.open_page(page, server, f"/{name}?region=whole_country")
    reading.unfold_filters(page)  # fonts have come by now; the next figures are drawn in them
    reading.choose(page, "place", "قم")
    figures = page.evaluate(DRAWN)
    assert figures
    for figure in figures:
        for side in "ltb":
            assert abs(figure["made"][side] - figure["given"][side]) <= 1, (side, figure)


def test_a_figure_that_comes_twice_is_taken_as_the_same(page, server):
    """Streamlit gives each figure to Plotly twice; these two would make it another one."""
    reading.open_page(page, server, "/channel_usage?region=whole_country")
    figures = page.evaluate(DRAWN)
    assert figures
    assert [figure["template"] for figure in figures] == [None] * len(figures)
    assert None not in [figure["revision"] for figure in figures]


def test_other_months_are_drawn_with_other_values(page, server):
    """All figures have one revision: they stay true only because a changed one is made anew."""
    drawn = "() => document.querySelector('.st-key-volumes .js-plotly-plot').calcdata[0].length"
    reading.open_page(page, server, "/channel_usage?region=whole_country&from=1404-05&to=1404-07")
    assert page.evaluate(drawn) == 3
    reading.unfold_filters(page)
    reading.choose(page, "to", "شهریور ۱۴۰۴")
    assert page.evaluate(drawn) == 2


def test_a_name_is_as_wide_as_it_was_measured(page, server):
    reading.open_page(page, server, "/channel_usage?region=whole_country")
    names = [name for figure in page.evaluate(DRAWN) for name in figure["names"]]
    assert len(names) > 20
    for text, drawn, size in names:
        assert abs(margins.width(text, size) - drawn) < 1.5, text
