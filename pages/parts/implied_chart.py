"""How many respondents does each printed row require? One dot per row against the paper's n."""

import math

import plotly.graph_objects as go

from pages.parts import charts, colours, numbers, words

STEPS = (1, 2, 5)


def show(rows, study_n, alt):
    """Dots with the range that rounding leaves, on a log scale; rows without n are crosses."""
    on = colours.ground()
    figure = charts.blank(on)
    known = [row for row in rows if row["implied_n"] is not None]
    figure.add_trace(_dots(known, on))
    bottom = min((row["implied_low"] for row in known), default=study_n) * 0.7
    top = max([study_n, *map(_most, known)]) * 1.4
    without = [row for row in rows if row["implied_n"] is None and row["published_mean"]]
    figure.add_trace(_crosses(without, bottom, on))
    _study_line(figure, study_n, on)
    _scales(figure, [row["item"] for row in rows], bottom, top)
    charts.show(figure, alt, "implied_n")


def _dots(rows, on):
    return go.Scatter(
        x=[row["item"] for row in rows],
        y=[row["implied_n"] for row in rows],
        error_y={
            "type": "data",
            "array": [_most(row) - row["implied_n"] for row in rows],
            "arrayminus": [row["implied_n"] - row["implied_low"] for row in rows],
            "color": on.quiet,
            "thickness": 1.5,
            "width": 0,
        },
        mode="markers",
        marker={"size": 9, "color": on.accent, "line": {"color": on.paper, "width": 1}},
        text=[_hover(row) for row in rows],
        hovertemplate="%{text}<extra></extra>",
    )


def _most(row):
    return row["implied_high"] or row["implied_n"]


def _crosses(rows, bottom, on):
    return go.Scatter(
        x=[row["item"] for row in rows],
        y=[bottom] * len(rows),
        mode="markers+text",
        marker={"size": 10, "symbol": "x", "color": on.text},
        text=[words.say("published_study.impossible")] * len(rows),
        textposition="top center",
        hovertext=[words.title(row) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _study_line(figure, study_n, on):
    charts.across(figure, study_n, line={"color": on.text, "width": 1.5, "dash": "dash"})
    figure.add_annotation(
        text=words.say("published_study.study_line", n=numbers.number(study_n)),
        x=0,
        xref="paper",
        xanchor="left",
        xshift=8,  # or it touches the number beside the axis
        y=math.log10(study_n),  # an annotation on a log scale wants the power
        yanchor="bottom",
        showarrow=False,
    )


def _scales(figure, items, bottom, top):
    values = _round(bottom, top)
    figure.layout.yaxis.update(
        type="log",
        range=[math.log10(bottom * 0.8), math.log10(top)],
        tickvals=values,
        ticktext=[numbers.number(value) for value in values],
    )
    figure.layout.xaxis.update(categoryorder="array", categoryarray=items, tickangle=-90, dtick=3)
    # A code keeps its Latin digits
    figure.layout.xaxis.update(tickfont={"size": 11, "family": charts.FONTS["en"]})


def _hover(row):
    return words.say(
        "published_study.hover",
        name=f"{row['item']} · {words.title(row)}",
        n=numbers.number(round(row["implied_n"])),
        low=numbers.number(round(row["implied_low"])),
        high=numbers.number(round(_most(row))),
        mean=numbers.mean(row["published_mean"]),
        sd=numbers.mean(row["published_sd"]),
        t=numbers.mean(row["published_t"]),
    )


def _round(low, high):
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    values = [step * 10**power for power in powers for step in STEPS]
    return [value for value in values if low <= value <= high]
