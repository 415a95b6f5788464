"""What matters, and how well is it done? Importance against performance, in four quarters."""

from html import escape

import plotly.graph_objects as go
import streamlit as st

from pages.parts import charts, colours, numbers, status, words

QUADRANTS = ("first", "keep", "later", "enough")
SHAPES = {"favourable": "triangle-up", "unfavourable": "triangle-down", "undetermined": "circle"}
# Quadrant → where its name stands: the side of the reference, above or below the median.
CORNERS = {"first": (0, 1), "keep": (1, 1), "later": (0, 0), "enough": (1, 0)}
HEIGHT = 480
PHONE = (260, 390)  # the plane on the narrowest screen, in pixels
CODE = (34, 15)  # a code
MARK = (18, 13)  # half a code and half a mark
SIDES = ((0, -14), (0, 14), (16, 0), (-16, 0))  # of a mark, where its code may stand
MOST_TICKS = 8
CODES = "Vazirmatn, Tahoma, sans-serif"  # a code keeps its Latin digits


def figure(rows, totals):
    """The factors that have both numbers; those to be worked on first carry their code.

    A code that would lie on another one or on a mark is left out: the hover and the table name
    every factor.
    """
    on = colours.ground()
    drawn = [row for row in rows if None not in (row["mean"], row["importance"])]
    picture = charts.blank(on, HEIGHT)
    line = {"color": on.quiet, "width": 1.5, "dash": "dash"}
    charts.upright(picture, totals["reference"], line=line)
    charts.across(picture, totals["median_importance"], line=line)
    picture.add_trace(_factors(drawn, on))
    _scales(picture, drawn, totals)
    for name, place in CORNERS.items():
        corner(picture, words.say(f"quadrants.{name}"), place, on)
    first = [row for row in drawn if row["quadrant"] == "first"]
    ranges = picture.layout.xaxis.range, picture.layout.yaxis.range
    for row, side in sides(first, *ranges, drawn):
        label(picture, row, side, on)
    return picture


def sides(rows, across, upward, drawn):
    """(row, side) of each code that finds room beside its mark, the first factors first.

    across, upward: the ranges of the axes; drawn: all rows that have a mark. Measured on a phone; a
    wider screen only has more room.
    """
    marks = [_at(row, across, upward) for row in drawn]
    taken, found = [], []
    for row in rows:
        x, y = _at(row, across, upward)
        for side in SIDES:
            place = x + side[0] * 1.6, y + side[1]
            if not (_meet(place, taken, CODE) or _meet(place, marks, MARK)):
                taken.append(place)
                found.append((row, side))
                break
    return found


def _at(row, across, upward):
    """Where the mark of a row lies, in pixels."""
    return (PHONE[0] * (row["mean"] - across[0]) / (across[1] - across[0]),
            PHONE[1] * (row["importance"] - upward[0]) / (upward[1] - upward[0]))  # fmt: skip


def _meet(one, others, size):
    return any(abs(one[0] - x) < size[0] and abs(one[1] - y) < size[1] for x, y in others)


def legend(rows, totals):
    """What the marks and the lines mean."""
    seen = {status.of(row).code: status.of(row) for row in rows}
    parts = [
        f"<i class='mark {one.code}'>{one.symbol}</i>{escape(one.word)}" for one in seen.values()
    ]
    reference = words.say("dots.reference", value=numbers.plain(totals["reference"]))
    middle = words.say("quadrants.median", value=numbers.mean(totals["median_importance"]))
    parts += [f"<i class='mark line'></i>{escape(said)}" for said in (reference, middle)]
    st.html(f"<p class='legend'>{''.join(f'<span>{part}</span>' for part in parts)}</p>")


def _factors(rows, on):
    return go.Scatter(
        x=[row["mean"] for row in rows],
        y=[row["importance"] for row in rows],
        mode="markers",
        marker={
            "opacity": 1,
            "symbol": [SHAPES.get(row["status"], "circle") for row in rows],
            "size": [13 if row["quadrant"] == "first" else 10 for row in rows],
            "color": [getattr(status.of(row), on.name) for row in rows],
            "line": {"color": on.paper, "width": 1},
        },
        text=[_hover(row) for row in rows],
        hovertemplate="%{text}<extra></extra>",
    )


def _hover(row):
    return words.say(
        "quadrants.hover",
        name=words.title(row),
        mean=numbers.mean(row["mean"]),
        interval=numbers.interval(row["low"], row["high"]),
        importance=numbers.mean(row["importance"]),
        status=status.of(row).sign,
        n=numbers.number(row["n"]),
    )


def label(picture, row, side, on):
    """The code of a factor at one side of its mark."""
    picture.add_annotation(
        x=row["mean"],
        y=row["importance"],
        text=row["item"],
        showarrow=False,
        xanchor="center" if not side[0] else "left" if side[0] > 0 else "right",
        xshift=side[0] * 0.75,
        yshift=side[1],
        bgcolor=on.paper,
        borderpad=0,
        font={"size": 12, "color": on.text, "family": CODES},
    )


def corner(picture, name, place, on):
    """The name of a quarter in its corner; place: (right, upper)."""
    right, upper = place
    picture.add_annotation(
        x=0.995 if right else 0.005,
        y=0.995 if upper else 0.005,
        xref="paper",
        yref="paper",
        xanchor="right" if right else "left",
        yanchor="top" if upper else "bottom",
        text=f"<b>{name}</b>",
        showarrow=False,
        bgcolor=on.paper,  # a line may pass below it
        font={"size": 13, "color": on.quiet},
    )


def _scales(picture, rows, totals):
    """A little more than all that is drawn, so that the names of the quarters have room."""
    mean = [totals["reference"], *(row["mean"] for row in rows)]
    weight = [totals["median_importance"], *(row["importance"] for row in rows)]
    low, high = _room(weight, 0.16)
    charts.scale(picture, low, high, lambda value: numbers.number(value, 2))
    low, high = _room(mean, 0.06)
    values = charts.round_values(low, high, MOST_TICKS)
    picture.layout.xaxis.update(
        range=[low, high],
        tickvals=values,
        ticktext=[numbers.number(value, 1) for value in values],
        title={"text": words.say("quadrants.performance"), "font": {"size": 12}},
    )
    title = words.say(f"quadrants.importance_{totals['importance']}")
    picture.layout.yaxis.update(title={"text": title, "font": {"size": 12}, "standoff": 12})


def _room(values, share):
    room = (max(values) - min(values) or 1) * share
    return min(values) - room, max(values) + room
