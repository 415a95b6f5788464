"""Which of many means are above the reference, and how sure is that? Dots with their intervals.

Drawn as HTML, not on a canvas: long Persian names wrap beside their dot on a desktop and above it
on a phone, a screen reader reads each row as a sentence, and nothing is clipped.
"""

import math
from dataclasses import dataclass
from html import escape
from itertools import groupby

import streamlit as st

from pages.parts import links, numbers, status, words


@dataclass(frozen=True)
class Dot:
    """One row: what it is, where its mean and interval lie, how it is judged.

    key: what it is to analysis; code: what the reader knows it by, if that is short.
    """

    key: str
    name: str
    status: status.Status
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    published: float | None = None
    code: str = ""
    note: str = ""
    group: str = ""
    weak: bool = False
    highlighted: bool = False
    link: str = ""  # where a click on its name leads


def show(dots, reference, label, groups=None):
    """Draw the rows in the order given; `groups` are headings with what to say beside each."""
    low, high = ends(dots, reference)
    body = []
    for group, members in groupby(dots, key=lambda dot: dot.group):
        heading = ""
        if groups:
            heading = f"<h4>{escape(group)} <small>{escape(groups[group])}</small></h4>"
        rows = "".join(_row(dot, low, high, reference) for dot in members)
        axis = _axis(low, high)
        body.append(f"<section class='dots-group'>{heading}{axis}<ol>{rows}</ol></section>")
    short = "" if any(dot.code for dot in dots) else " short-names"
    st.html(f"<figure class='dots{short}' aria-label='{escape(label)}'>{''.join(body)}</figure>")


def legend(dots, reference, interval):
    """What the marks mean; only marks that are on the figure. `interval`: the name of the bars."""
    seen = {dot.status.code: dot.status for dot in dots}
    parts = [_mark(one) + escape(one.word) for one in seen.values()]
    if any(dot.published is not None for dot in dots):
        parts.append("<i class='mark published'></i>" + escape(words.say("dots.published")))
    parts.append("<i class='mark bar'></i>" + escape(interval))
    line = words.say("dots.reference", value=numbers.plain(reference))
    parts.append("<i class='mark line'></i>" + escape(line))
    st.html(f"<p class='legend'>{''.join(f'<span>{part}</span>' for part in parts)}</p>")


def ends(dots, reference):
    """The part of the scale to show, in half points: a scale of answers has no zero to start at."""
    values = [reference]
    for dot in dots:
        values += [v for v in (dot.mean, dot.low, dot.high, dot.published) if v is not None]
    return math.floor(min(values) * 2 - 0.1) / 2, math.ceil(max(values) * 2 + 0.1) / 2


def _row(dot, low, high, reference):
    classes = ["dot", dot.status.code]
    classes += ["highlighted"] * dot.highlighted + ["weak"] * dot.weak
    strip = [_place("tick", value, low, high) for value in _whole(low, high)]
    strip.append(_place("line", reference, low, high))
    if dot.published is not None:
        strip.append(_place("published", dot.published, low, high))
    if dot.mean is not None:
        strip += [_bar(dot, low, high)] if None not in (dot.low, dot.high) else []
        strip.append(_mark(dot.status, style=f"left:{_at(dot.mean, low, high)}"))
    code = f"<bdi class='code'>{escape(dot.code)}</bdi> " if dot.code else ""
    # Without the space Persian letters would join across the two
    note = f" <small>{escape(dot.note)}</small>" if dot.note else ""
    marks = f"data-key='{escape(dot.key)}' title='{escape(_sentence(dot))}'"
    return (
        f"<li class='{' '.join(classes)}' {marks}>"
        f"<span class='name'>{links.html(code + escape(dot.name), dot.link)}{note}</span>"
        f"<span class='strip' aria-hidden='true'>{''.join(strip)}</span>"
        f"<span class='value'>{_value(dot)}</span></li>"
    )


def _bar(dot, low, high):
    start, end = _at(dot.low, low, high), _at(dot.high, low, high)
    width = f"left:{start};right:calc(100% - {end})"
    return f"<i class='bar {dot.status.code}' style='{width}'></i>"


def _value(dot):
    if dot.mean is None:
        return f"<em>{escape(dot.status.word)}</em>"
    weak = f"<small>{escape(words.say('dots.weak'))}</small>" if dot.weak else ""
    return (
        f"<b data-measure='mean' data-value='{dot.mean:.6f}'>{numbers.mean(dot.mean)}</b> "
        f"<span class='{dot.status.code}'>{escape(dot.status.word)}</span>{weak}"
    )


def _sentence(dot):
    """All that is known of a row, for the pointer and for those who hear the page."""
    if dot.mean is None:
        return f"{dot.name}: {dot.status.word}"
    said = words.say(
        "dots.sentence",
        name=dot.name,
        mean=numbers.mean(dot.mean),
        interval=numbers.interval(dot.low, dot.high),
        status=dot.status.word,
        n=numbers.number(dot.n),
    )
    if dot.published is not None:
        said += words.say("dots.sentence_published", mean=numbers.mean(dot.published))
    return said


def _mark(one, style=""):
    return f"<i class='mark {one.code}' style='{style}'>{one.symbol}</i>"


def _place(kind, value, low, high):
    return f"<i class='{kind}' style='left:{_at(value, low, high)}'></i>"


def _axis(low, high):
    ticks = "".join(
        f"<i style='left:{_at(value, low, high)}'>{numbers.number(value)}</i>"
        for value in _whole(low, high)
    )
    return f"<div class='dots-axis' aria-hidden='true'><span class='strip'>{ticks}</span></div>"


def _whole(low, high):
    return range(math.ceil(low), math.floor(high) + 1)


def _at(value, low, high):
    return f"{(value - low) / (high - low) * 100:.2f}%"
