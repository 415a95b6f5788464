"""Lying bars: the amount behind the longest one has room, on a phone as on a desk."""

import pytest

from pages.parts import bars, margins, numbers, words

SIZE, BESIDE = 14, 3  # pixels of a text, and between a bar and what is written behind it


@pytest.mark.parametrize("language", words.DIRECTIONS)
@pytest.mark.parametrize("longest", [7, 7_400, 1_234_567])
def test_the_longest_bar_ends_where_the_room_of_its_amount_begins(language, longest):
    """A part of the axis, as it was, is a tenth of it on a phone."""
    with words.speaking(language):
        drawn = bars.lying({"a": longest, "b": 1}, {"a": "A", "b": "B"}, numbers.number)
        taken = margins.width(drawn.data[0].text[0], SIZE)
    assert drawn.layout.xaxis.range == (0, longest)
    assert drawn.layout.margin.r > taken + BESIDE
