"""Which things please, and which offend when they are missing? Better against worse, as a plane."""

from html import escape

import plotly.graph_objects as go
import streamlit as st

from pages.parts import charts, colours, numbers, quadrants, words

# Category → its shape, and the quarter of the plane that has its name
SHAPES = {"must_be": "square", "one_dimensional": "diamond", "attractive": "triangle-up",
          "indifferent": "circle", "reverse": "x", "questionable": "cross"}  # fmt: skip
SYMBOLS = {"must_be": "■", "one_dimensional": "◆", "attractive": "▲", "indifferent": "●",
           "reverse": "✕", "questionable": "✚"}  # fmt: skip
CORNERS = {"attractive": (0, 1), "one_dimensional": (1, 1), "indifferent": (0, 0),
           "must_be": (1, 0)}  # fmt: skip
HEIGHT = 480
ENDS = (-0.04, 1.08)
TICKS = (0, 0.25, 0.5, 0.75, 1)


def figure(rows):
    """A mark per thing; hollow where its category is not sure. Codes where they find room.

    Those whose category is sure come first.
    """
    on = colours.ground()
    drawn = [row for row in rows if None not in (row["better"], row["worse"])]
    picture = charts.blank(on, HEIGHT)
    line = {"color": on.quiet, "width": 1.5, "dash": "dash"}
    charts.upright(picture, 0.5, line=line)
    charts.across(picture, 0.5, line=line)
    picture.add_trace(_marks(drawn, on))
    for name, corner in CORNERS.items():
        quadrants.corner(picture, words.say(f"kano.category.{name}"), corner, on)
    placed = [row | {"mean": -row["worse"], "importance": row["better"]} for row in drawn]
    placed.sort(key=lambda row: not row["sure"])
    for row, side in quadrants.sides(placed, ENDS, ENDS, placed):
        quadrants.label(picture, row, side, on)
    axis = {"range": ENDS, "tickvals": TICKS, "ticktext": [numbers.number(v, 2) for v in TICKS]}
    picture.layout.xaxis.update(
        **axis, title={"text": words.say("kano.worse_axis"), "font": {"size": 12}}
    )
    title = {"text": words.say("kano.better_axis"), "font": {"size": 12}, "standoff": 12}
    picture.layout.yaxis.update(**axis, title=title)
    return picture


def legend(rows):
    """The shapes that are on the figure, and what filled and hollow mean."""
    seen = dict.fromkeys(row["category"] for row in rows if row["category"])
    parts = [f"<i class='mark'>{SYMBOLS[name]}</i>{escape(named(name))}" for name in seen]
    parts.append(escape(words.say("kano.filled")))
    st.html(f"<p class='legend'>{''.join(f'<span>{part}</span>' for part in parts)}</p>")


def named(category):
    return words.say(f"kano.category.{category}" if category else "no_data")


def _marks(rows, on):
    shapes = [SHAPES[row["category"]] + ("" if row["sure"] else "-open") for row in rows]
    return go.Scatter(
        x=[-row["worse"] for row in rows],
        y=[row["better"] for row in rows],
        mode="markers",
        marker={"symbol": shapes, "size": 11, "color": on.accent, "opacity": 1,
                "line": {"color": on.accent, "width": 1.5}},
        text=[_hover(row) for row in rows],
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _hover(row):
    return words.say(
        "kano.hover",
        name=words.title(row),
        category=named(row["category"]),
        better=numbers.mean(row["better"]),
        worse=numbers.mean(row["worse"]),
        n=numbers.number(row["n"]),
    )
