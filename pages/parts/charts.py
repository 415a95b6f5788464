"""How are trends, shares and volumes drawn? Plotly figures in Persian, time from left to right."""

import plotly.graph_objects as go
import streamlit as st

from pages.parts import colours, numbers, words
from pages.parts.axes import after, round_values, ticks

FONT = "Vazirmatn FD, Vazirmatn, Tahoma, sans-serif"
HEIGHT = 360
# Nothing of Plotly's own chrome but the picture of the chart; map shapes come from our own folder.
CONFIG = {
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": False,
    "locale": "en",
    "topojsonURL": "/app/static/topo/",
}


def show(figure, alt, key):
    """Put a figure on the page. `alt` is its finding in words."""
    st.plotly_chart(figure, theme=None, config=CONFIG, alt=alt, key=key)


def trend(points, reference, scale):
    """One mean per month with its interval: a gap where a month is missing, hollow where weak.

    `points` is {month: row of satisfaction_trends}; months without a row are missing.
    """
    on = colours.ground()
    months = span(points)
    figure = _figure(on, months)
    for stretch in _stretches(months, points):
        figure.add_trace(_band(stretch, months, points, on))
        figure.add_trace(_line(stretch, months, points, on))
    for month in months:
        if not _known(points.get(month)):
            _mark_gap(figure, months.index(month), points.get(month), on)
    _label_last(figure, months, points, on)
    low, high = _range(points, scale)
    if low <= reference <= high:
        _reference(figure, reference, on)
    _scale(figure, low, high, lambda value: numbers.number(value, 1))
    return figure


def shares(series, names):
    """One line per channel; its name and last share stand at its end instead of in a legend.

    `series` is {channel: {month: share}}; `names` gives a channel's name.
    """
    on = colours.ground()
    months = span({month for values in series.values() for month in values})
    figure = _figure(on, months)
    for code, values in series.items():
        figure.add_trace(
            go.Scatter(
                x=list(range(len(months))),
                y=[values.get(month) for month in months],
                # A line of one month has no length
                mode="lines" if len(months) > 1 else "markers",
                line={"color": colours.of_channel(code, on), "width": 2.5},
                marker={"color": colours.of_channel(code, on), "size": 10},
                name=names(code),
                text=[numbers.share(values.get(month)) for month in months],
                customdata=[numbers.month(month) for month in months],
                hovertemplate="%{customdata}: %{text}",
            )
        )
    _label_ends(figure, months, series, names, on)
    top = max(value for values in series.values() for value in values.values())
    _scale(figure, 0, top * 1.08, numbers.share)
    figure.update_layout(margin={"r": 156})
    return figure


def volumes(values, written):
    """Bars per month. `values` is {month: amount}."""
    on = colours.ground()
    months = span(values)
    figure = _figure(on, months)
    figure.add_trace(
        go.Bar(
            x=list(range(len(months))),
            y=[values.get(month) for month in months],
            marker={"color": on.accent},
            text=[written(values.get(month)) for month in months],
            textposition="none",
            customdata=[numbers.month(month) for month in months],
            hovertemplate="%{customdata}: %{text}<extra></extra>",
        )
    )
    _scale(figure, 0, max(values.values()) * 1.08, numbers.number)
    figure.update_layout(bargap=0.25)
    return figure


def _figure(on, months):
    positions, labels = ticks(months)
    # Few months stand in the middle instead of as bars a hand wide
    room = max(0, 5 - len(months)) / 2
    font = {"family": FONT, "size": 14, "color": on.text}
    return go.Figure(
        layout={
            "template": "none",
            "font": font,
            "separators": "٫٬",
            "height": HEIGHT,
            "margin": {"l": 8, "r": 16, "t": 16, "b": 8},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {"align": "right", "font": font, "bgcolor": on.paper},
            "xaxis": {
                "tickvals": positions,
                "ticktext": labels,
                "range": [-0.6 - room, len(months) - 0.4 + room],
                "showgrid": False,
                "zeroline": False,
                "linecolor": on.grid,
                "automargin": True,
                "fixedrange": True,
            },
            "yaxis": {
                "gridcolor": on.grid,
                "zeroline": False,
                "automargin": True,
                "fixedrange": True,
            },
        }
    )


def span(months):
    """All months from the first to the last, also those without data."""
    every = [min(months)]
    while every[-1] < max(months):
        every.append(after(every[-1]))
    return every


def _scale(figure, low, high, written):
    """The upright axis from low to high, its round values written in Persian."""
    values = round_values(low, high)
    texts = [written(value) for value in values]
    figure.update_yaxes(range=[low, high], tickvals=values, ticktext=texts)


def _known(row):
    return row is not None and row["mean"] is not None


def _stretches(months, points):
    """Runs of neighbouring months that have data: a line never bridges a gap."""
    run = []
    for month in months:
        if _known(points.get(month)):
            run.append(month)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _band(stretch, months, points, on):
    x = [months.index(month) for month in stretch]
    low = [points[month]["ci_low"] for month in stretch]
    high = [points[month]["ci_high"] for month in stretch]
    return go.Scatter(
        x=x + x[::-1],
        y=high + low[::-1],
        fill="toself",
        mode="lines",
        line={"width": 5 if len(stretch) == 1 else 0, "color": on.accent},
        opacity=0.18,
        fillcolor=on.accent,
        hoverinfo="skip",
    )


def _line(stretch, months, points, on):
    rows = [points[month] for month in stretch]
    return go.Scatter(
        x=[months.index(month) for month in stretch],
        y=[row["mean"] for row in rows],
        mode="lines+markers",
        line={"color": on.accent, "width": 2.5},
        marker={
            "size": 9,
            "color": [on.paper if row["weak"] else on.accent for row in rows],
            "line": {"color": on.accent, "width": 2},
        },
        text=[_hover(month, points[month]) for month in stretch],
        hovertemplate="%{text}<extra></extra>",
    )


def _hover(month, row):
    return words.say(
        "trend.hover",
        month=numbers.month(month),
        mean=numbers.mean(row["mean"]),
        interval=numbers.interval(row["ci_low"], row["ci_high"]),
        n=numbers.number(row["n"]),
    )


def _mark_gap(figure, position, row, on):
    key = "trend.suppressed" if row and row["suppressed"] else "trend.missing"
    figure.add_vrect(
        x0=position - 0.5, x1=position + 0.5, fillcolor=on.quiet, opacity=0.12, line_width=0
    )
    figure.add_annotation(
        x=position,
        y=0.5,
        yref="paper",
        text=words.say(key),
        textangle=-90,
        showarrow=False,
        font={"size": 12, "color": on.quiet},
    )


def _label_last(figure, months, points, on):
    known = [month for month in months if _known(points.get(month))]
    if known:
        mean = points[known[-1]]["mean"]
        figure.add_annotation(
            x=months.index(known[-1]),
            y=mean,
            text=f"<b>{numbers.mean(mean)}</b>",
            showarrow=False,
            yshift=18,
            font={"size": 15, "color": on.text},
        )


def _range(points, scale):
    values = [v for row in points.values() if _known(row) for v in (row["ci_low"], row["ci_high"])]
    if not values:
        return scale
    return max(scale[0], min(values) - 0.15), min(scale[1], max(values) + 0.2)


def _reference(figure, value, on):
    figure.add_hline(
        y=value,
        line={"color": on.quiet, "width": 1.5, "dash": "dash"},
        annotation={
            "text": words.say("trend.reference"),
            "font": {"size": 12, "color": on.quiet},
            "xanchor": "right",
        },
        annotation_position="top right",
    )


def _label_ends(figure, months, series, names, on):
    """Labels at the ends of the lines, pushed apart so that none covers another."""
    ends = []
    for code, values in series.items():
        last = max((month for month, value in values.items() if value is not None), default=None)
        if last:
            ends.append((values[last], code))
    top = max(
        (value for values in series.values() for value in values.values() if value), default=1
    )
    lowest = -1.0
    for value, code in sorted(ends):
        place = max(value, lowest)
        lowest = place + top * 0.068
        figure.add_annotation(
            x=1,
            xref="paper",
            y=place,
            xanchor="left",
            xshift=4,
            showarrow=False,
            text=_end_label(code, value, names, on),
            font={"size": 13, "color": on.text},
        )


def _end_label(code, value, names, on):
    # The square comes last, so that right-to-left text puts it beside the end of its line
    square = f"<span style='color:{colours.of_channel(code, on)}'>■</span>"
    return f"{names(code)} <b>{numbers.share(value)}</b> {square}"
