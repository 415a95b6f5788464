"""How has a mean moved, and how sure is each month? A line in its band, broken where data is."""

import plotly.graph_objects as go

from pages.parts import charts, colours, estimates, numbers, words


def trend(points, reference, scale, written=numbers.mean, ends=None):
    """One mean per month with its interval: a gap where a month is missing, hollow where weak.

    `points` is {month: row of satisfaction_trends, as `estimates.shown`}; months without a row are
    missing. reference: None where there is none; written: how a value is written for the reader;
    ends: of the upright axis, else those of the months with a little room.
    """
    on = colours.ground()
    months = charts.span(points)
    figure = charts.figure(on, months)
    for stretch in _stretches(months, points):
        figure.add_trace(_band(stretch, months, points, on))
        figure.add_trace(_line(stretch, months, points, on, written))
    for month in months:
        if not _known(points.get(month)):
            _mark_gap(figure, months.index(month), points.get(month), on)
    known = [points[m]["mean"] if _known(points.get(m)) else None for m in months]
    charts.label_last(figure, known, written, on)
    low, high = ends or _range(points, scale)
    if reference is not None and low <= reference <= high:
        _reference(figure, reference, on)
    on_axis = written if ends else lambda value: numbers.number(value, 1)
    charts.scale(figure, low, high, on_axis)
    return figure


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
    low = [points[month]["low"] for month in stretch]
    high = [points[month]["high"] for month in stretch]
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


def _line(stretch, months, points, on, written):
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
        text=[_hover(month, points[month], written) for month in stretch],
        hovertemplate="%{text}<extra></extra>",
    )


def _hover(month, row, written):
    return words.say(
        "trend.hover",
        month=numbers.month(month),
        mean=written(row["mean"]),
        interval=numbers.interval(row["low"], row["high"], written),
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


def _range(points, scale):
    known = [row for row in points.values() if _known(row)]
    values = [row["mean"] for row in known] + estimates.ends(known)
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
