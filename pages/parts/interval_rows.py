"""How large is each of many, and how sure is that? Rows of marks with intervals on one scale.

HTML like `dots`, whose looks they share; but the scale is of any unit, and the mark of a row need
not be a status.
"""

from dataclasses import dataclass
from html import escape

import streamlit as st

from pages.parts import dot_row, status


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
    ends = low - room, high + room
    body = "".join(_row(row, ticks, line, ends) for row in rows)
    names = "".join(
        f"<i style='left:{dot_row.at(value, ends)}'><bdi>{escape(text)}</bdi></i>"
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
    strip = [dot_row.line("tick", value, ends) for value, _ in ticks]
    strip.append(dot_row.line("line", line, ends))
    if None not in (row.low, row.high):
        strip.append(dot_row.between(f"bar {row.mark.code}", row.low, row.high, ends))
    if row.value is not None:
        strip.append(dot_row.mark(row.mark, row.value, ends))
    return dot_row.markup(row, strip, row.value)
