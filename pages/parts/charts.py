"""What do all charts share? Plotly in our font and colours, months from left to right."""

import json
from html import escape

import plotly.graph_objects as go
import streamlit as st

from pages.parts import about, margins, numbers, words
from pages.parts.axes import after, round_values, ticks

# "FD" draws every digit as a Persian one
FONTS = {
    "fa": "Vazirmatn FD, Vazirmatn, Tahoma, sans-serif",
    "en": "Vazirmatn, Tahoma, sans-serif",
}
SEPARATORS = {"fa": "٫٬", "en": ".,"}  # of decimals, of thousands
START = {"rtl": "right", "ltr": "left"}
HEIGHT = 360
LEGEND = 50  # pixels over a figure for a line that says what its signs mean
BESIDE = 18  # pixels between a point and the middle of its label
STEEP = 0.1  # of all that is drawn: a line that falls by more comes from above
# Nothing of Plotly's own chrome but the picture of the chart; map shapes come from our own folder.
CONFIG = {
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": False,
    "locale": "en",
    "topojsonURL": "/app/static/topo/",
}


def show(figure, alt, key):
    """Put a figure on the page, and the button that takes it away as a picture.

    alt: its finding in words, which goes along with the picture.
    """
    margins.make(figure)
    st.plotly_chart(figure, theme=None, config=CONFIG, alt=alt, key=key)
    picture(alt, key)


def picture(alt, key):
    """The button that takes the chart of that key away as a picture."""
    said = json.dumps([_line(*each) for each in about.lines()], ensure_ascii=False)
    marks = f"data-chart='{escape(key)}' data-title='{escape(alt)}' data-about='{escape(said)}'"
    hint, label = (escape(words.say(f"picture.{word}")) for word in ("hint", "label"))
    st.html(f"<button type='button' class='picture' title='{hint}' {marks}>{label}</button>")


def _line(name, value):
    written = numbers.number(value) if isinstance(value, int) else value
    return words.say("picture.line", name=name, value=written)


def figure(on, months):
    """An empty figure over the months, in the colours of the ground it lies on."""
    positions, names = ticks(months)
    # Few months stand in the middle instead of as bars a hand wide
    room = max(0, 5 - len(months)) / 2
    figure = blank(on)
    ends = [-0.6 - room, len(months) - 0.4 + room]
    figure.layout.xaxis.update(tickvals=positions, ticktext=names, range=ends)
    return figure


def blank(on, height=HEIGHT):
    """What all figures share: our font, no frame, nothing that moves when a finger scrolls by.

    Streamlit hands every figure to Plotly twice, a figure that changed as a new one. A template, or
    data without a revision, would be taken as changed the second time and all be drawn again.
    """
    language = words.language()
    font = {"family": FONTS[language], "size": 14, "color": on.text}
    axis = {"zeroline": False, "automargin": True, "fixedrange": True, "gridcolor": on.grid}
    layout = {
        "datarevision": 1,
        "font": font,
        "separators": SEPARATORS[language],
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 21, "b": 8},  # t: half a label at the top of an axis
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "align": START[words.DIRECTIONS[language]],
            "font": font,
            "bgcolor": on.paper,
        },
        "xaxis": axis | {"showgrid": False, "linecolor": on.grid},
        "yaxis": axis,
    }
    figure = go.Figure(layout=layout)
    figure.layout.template = None
    return figure


def across(figure, y, line):
    """A line over the whole width of a figure. (`add_hline` looks for subplots, for 2 ms.)"""
    figure.add_shape(type="line", xref="x domain", yref="y", x0=0, x1=1, y0=y, y1=y, line=line)


def upright(figure, x, line):
    """A line over the whole height of a figure."""
    figure.add_shape(type="line", yref="y domain", xref="x", y0=0, y1=1, x0=x, x1=x, line=line)


def label_last(figure, values, written, on):
    """The last value beside its point, on the side where the line does not come from.

    values: one per place of the axis, None where there is none.
    """
    known = [place for place, value in enumerate(values) if value is not None]
    if not known:
        return
    last = known[-1]
    drawn = [values[place] for place in known]
    room = STEEP * (max(drawn) - min(drawn))
    falling = len(known) > 1 and values[known[-2]] - values[last] > room
    figure.add_annotation(
        x=last,
        y=values[last],
        text=f"<b>{written(values[last])}</b>",
        showarrow=False,
        yshift=-BESIDE if falling else BESIDE,
        font={"size": 15, "color": on.text},
    )


def span(months):
    """All months from the first to the last, also those without data."""
    every = [min(months)]
    while every[-1] < max(months):
        every.append(after(every[-1]))
    return every


def scale(figure, low, high, written):
    """The upright axis from low to high, its round values written for the reader."""
    values = round_values(low, high)
    texts = [written(value) for value in values]
    figure.layout.yaxis.update(range=[low, high], tickvals=values, ticktext=texts)
