"""How much room do the labels of an axis take? Told to the browser, it draws a figure only once.

Left to itself Plotly draws a figure, finds that its labels do not fit, and draws it all again. It
still does where a label needs more than is made room for here.
"""

import math
from functools import cache
from pathlib import Path

from PIL import ImageFont, features

from pages.parts import words

FONTS = {"fa": "Vazirmatn-FD-Regular.woff2", "en": "Vazirmatn-Regular.woff2"}
FOLDER = Path(__file__).resolve().parents[2] / "static" / "fonts"
BESIDE = 13  # pixels between a label and what is around it
LINE, NEXT_LINE = 25 / 14, 1.3  # heights of a label's first line and of each further one, in em
OVER = 1.2  # of a label that stands over the figure
TITLE = {"x": 12, "y": 21}  # pixels that a title takes beside the labels
SIDES = {"left": "l", "right": "r", "top": "t", "bottom": "b"}


def make(figure):
    """Widen the margins of a figure to what its labels and titles take; narrow none."""
    if not _measurable():
        return
    for letter, axis in (("x", figure.layout.xaxis), ("y", figure.layout.yaxis)):
        side = axis.side or {"x": "bottom", "y": "left"}[letter]
        needed = _needed(figure, letter, axis, side)
        if needed is not None:
            margin = SIDES[side]
            figure.layout.margin[margin] = max(figure.layout.margin[margin] or 0, needed)


def width(text, size):
    """Pixels that a text takes, its letters joined as the browser joins them."""
    return _font(FONTS[words.language()], size).getlength(text)


def _needed(figure, letter, axis, side):
    texts = _texts(figure, letter, axis)
    if not texts or axis.showticklabels is False or axis.visible is False:
        return None
    size = axis.tickfont.size or figure.layout.font.size
    lines = [text.split("<br>") for text in texts]
    if letter == "y" or axis.tickangle:  # upright where it is turned
        taken = max(width(line, size) for label in lines for line in label)
    else:
        first = OVER if side == "top" else LINE
        taken = size * (first + NEXT_LINE * (max(map(len, lines)) - 1))
    mark = axis.ticklen or 0 if axis.ticks == "outside" else 0
    return math.ceil(taken + mark + BESIDE + (TITLE[letter] if axis.title.text else 0))


def _texts(figure, letter, axis):
    """What is written beside the axis: names given to places, or the categories of the data."""
    if axis.ticktext is not None:
        return axis.ticktext
    values = (
        value for trace in figure.data if trace[letter] is not None for value in trace[letter]
    )
    return [value for value in values if isinstance(value, str)]


@cache
def _font(file, size):
    return ImageFont.truetype(FOLDER / file, size, layout_engine=ImageFont.Layout.RAQM)


@cache
def _measurable():
    """Whether letters can be joined: with the library that the printed profile needs too."""
    return features.check("raqm") and features.check("fribidi")
