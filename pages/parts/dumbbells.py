"""How far apart are two means of one thing? Two marks on one scale, each with its interval.

HTML like `dots`, whose looks they share. The first mark is hollow, the second one is filled and has
the colour and the symbol of what is said of the difference.
"""

import math
from dataclasses import dataclass
from html import escape
from itertools import groupby

import streamlit as st

from pages.parts import dot_row, numbers, status


@dataclass(frozen=True)
class Dumbbell:
    """One row. first, second: (mean, low, high); written: the difference, said: what it means."""

    key: str
    name: str
    mark: status.Status
    measure: str
    difference: float | None
    first: tuple
    second: tuple
    written: str
    said: str
    sentence: str
    code: str = ""
    group: str = ""


def show(rows, label, groups):
    """Draw the rows in the order given; groups: heading → what to say beside it."""
    ends = _ends(rows)
    body = []
    for group, members in groupby(rows, key=lambda row: row.group):
        heading = f"<h4>{escape(group)} <small>{escape(groups[group])}</small></h4>"
        lines = "".join(_row(row, ends) for row in members)
        heading = heading if group else ""
        body.append(f"<section class='dots-group'>{heading}{_axis(ends)}<ol>{lines}</ol></section>")
    st.html(f"<figure class='dots' aria-label='{escape(label)}'>{''.join(body)}</figure>")


def legend(first, marks, interval):
    """first: what the hollow mark is; marks: [(status, words)] of the filled ones on the figure."""
    parts = [f"<i class='mark published'></i>{escape(first)}"]
    parts += [f"<i class='mark {m.code}'>{m.symbol}</i>{escape(said)}" for m, said in marks]
    parts.append(f"<i class='mark bar'></i>{escape(interval)}")
    st.html(f"<p class='legend'>{''.join(f'<span>{part}</span>' for part in parts)}</p>")


def _ends(rows):
    values = [value for row in rows for value in (*row.first, *row.second) if value is not None]
    return math.floor(min(values) * 2 - 0.1) / 2, math.ceil(max(values) * 2 + 0.1) / 2


def _row(row, ends):
    strip = [dot_row.line("tick", value, ends) for value in _whole(ends)]
    if row.difference is not None:
        near, far = sorted((row.first[0], row.second[0]))
        strip += [dot_row.between("span", near, far, ends), _bar("near", row.first, ends)]
        strip += [_bar(row.mark.code, row.second, ends)]
        strip.append(dot_row.line("published", row.first[0], ends))
        strip.append(dot_row.mark(row.mark, row.second[0], ends))
    return dot_row.markup(row, strip, row.difference)


def _bar(kind, told, ends):
    _, low, high = told
    return "" if None in (low, high) else dot_row.between(f"bar {kind}", low, high, ends)


def _axis(ends):
    ticks = "".join(
        f"<i style='left:{dot_row.at(value, ends)}'>{numbers.number(value)}</i>"
        for value in _whole(ends)
    )
    return f"<div class='dots-axis' aria-hidden='true'><span class='strip'>{ticks}</span></div>"


def _whole(ends):
    return range(math.ceil(ends[0]), math.floor(ends[1]) + 1)
