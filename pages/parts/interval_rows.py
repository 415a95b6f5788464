"""How large is each of many, and how sure is that? Rows of marks with intervals on one scale.

HTML like `dots`, whose looks they share; but the scale is of any unit, and the mark of a row need
not be a status.
"""

from dataclasses import dataclass
from html import escape

import streamlit as st

from pages.parts import status


@dataclass(frozen=True)
class Row:
    """measure: what machines call the value; written: the value, said: the judgement in words."""

    key: str
    name: str
    mark: status.Status
    measure: str
    value: float | None
    low: float | None
    high: float | None
    written: str
    said: str
    sentence: str
    code: str = ""


def show(rows, ticks, line, label):
    """Draw the rows in the order given. ticks: [(value, text)]; line: where the dashed line is."""
    values = [value for value, _ in ticks]
    for row in rows:
        values += [v for v in (row.value, row.low, row.high) if v is not None]
    low, high = min(values), max(values)
    room = (high - low or 1) * 0.02
    body = "".join(_row(row, ticks, line, (low - room, high + room)) for row in rows)
    names = "".join(
        f"<i style='left:{_at(value, (low - room, high + room))}'><bdi>{escape(text)}</bdi></i>"
        for value, text in ticks
    )
    axis = f"<div class='dots-axis' aria-hidden='true'><span class='strip'>{names}</span></div>"
    short = "" if any(row.code for row in rows) else " short-names"
    st.html(
        f"<figure class='dots{short}' aria-label='{escape(label)}'>"
        f"<section class='dots-group'>{axis}<ol>{body}</ol></section></figure>"
    )


def legend(marks, interval, line=""):
    """marks: [(status, words)] that are on the figure; interval, line: what bar and dashes mean."""
    parts = [f"<i class='mark {m.code}'>{m.symbol}</i>{escape(said)}" for m, said in marks]
    parts.append(f"<i class='mark bar'></i>{escape(interval)}")
    if line:
        parts.append(f"<i class='mark line'></i>{escape(line)}")
    st.html(f"<p class='legend'>{''.join(f'<span>{part}</span>' for part in parts)}</p>")


def _row(row, ticks, line, ends):
    strip = [f"<i class='tick' style='left:{_at(value, ends)}'></i>" for value, _ in ticks]
    strip.append(f"<i class='line' style='left:{_at(line, ends)}'></i>")
    if None not in (row.low, row.high):
        sides = f"left:{_at(row.low, ends)};right:calc(100% - {_at(row.high, ends)})"
        strip.append(f"<i class='bar {row.mark.code}' style='{sides}'></i>")
    value = ""
    if row.value is not None:
        place = f"left:{_at(row.value, ends)}"
        strip.append(f"<i class='mark {row.mark.code}' style='{place}'>{row.mark.symbol}</i>")
        value = f" data-measure='{row.measure}' data-value='{row.value:.6f}'"
    code = f"<bdi class='code'>{escape(row.code)}</bdi> " if row.code else ""
    return (
        f"<li class='dot {row.mark.code}' data-key='{escape(row.key)}' "
        f"title='{escape(row.sentence)}'><span class='name'>{code}{escape(row.name)}</span>"
        f"<span class='strip' aria-hidden='true'>{''.join(strip)}</span>"
        f"<span class='value'><b{value}>{escape(row.written)}</b> "
        f"<span class='{row.mark.code}'>{escape(row.said)}</span></span></li>"
    )


def _at(value, ends):
    low, high = ends
    return f"{(value - low) / (high - low) * 100:.2f}%"
