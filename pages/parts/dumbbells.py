"""How far apart are two means of one thing? Two marks on one scale, each with its interval.

HTML like `dots`, whose looks they share. The first mark is hollow, the second one is filled and has
the colour and the symbol of what is said of the difference.
"""

import math
from dataclasses import dataclass
from html import escape
from itertools import groupby

import streamlit as st

from pages.parts import numbers, status


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
    strip = [_place("tick", value, ends) for value in _whole(ends)]
    if row.difference is not None:
        near, far = sorted((row.first[0], row.second[0]))
        strip += [_between("span", near, far, ends), _bar("near", row.first, ends)]
        strip += [_bar(row.mark.code, row.second, ends), _place("published", row.first[0], ends)]
        at = f"left:{_at(row.second[0], ends)}"
        strip.append(f"<i class='mark {row.mark.code}' style='{at}'>{row.mark.symbol}</i>")
    value = ""
    if row.difference is not None:
        value = f" data-measure='{row.measure}' data-value='{row.difference:.6f}'"
    code = f"<bdi class='code'>{escape(row.code)}</bdi> " if row.code else ""
    return (
        f"<li class='dot {row.mark.code}' data-key='{escape(row.key)}' "
        f"title='{escape(row.sentence)}'><span class='name'>{code}{escape(row.name)}</span>"
        f"<span class='strip' aria-hidden='true'>{''.join(strip)}</span>"
        f"<span class='value'><b{value}>{escape(row.written)}</b> "
        f"<span class='{row.mark.code}'>{escape(row.said)}</span></span></li>"
    )


def _bar(kind, told, ends):
    _, low, high = told
    return "" if None in (low, high) else _between(f"bar {kind}", low, high, ends)


def _between(kind, low, high, ends):
    sides = f"left:{_at(low, ends)};right:calc(100% - {_at(high, ends)})"
    return f"<i class='{kind}' style='{sides}'></i>"


def _place(kind, value, ends):
    return f"<i class='{kind}' style='left:{_at(value, ends)}'></i>"


def _axis(ends):
    ticks = "".join(
        f"<i style='left:{_at(value, ends)}'>{numbers.number(value)}</i>" for value in _whole(ends)
    )
    return f"<div class='dots-axis' aria-hidden='true'><span class='strip'>{ticks}</span></div>"


def _whole(ends):
    return range(math.ceil(ends[0]), math.floor(ends[1]) + 1)


def _at(value, ends):
    low, high = ends
    return f"{(value - low) / (high - low) * 100:.2f}%"
