"""What does a process produce by itself, and what not? A monthly line between its limits."""

import plotly.graph_objects as go

from pages.parts import charts, colours, numbers, variation, words


def process(rows, events, written, tick):
    """The months of one chart of `process_charts`, with limits, special causes and event marks.

    A month without a value is a gap. events: those of the answer that this chart shows. written and
    tick: how a value is written beside its point and on the axis.
    """
    on = colours.ground()
    months = [row["month"] for row in rows]
    figure = charts.figure(on, months)
    for baseline in sorted({row["baseline"] for row in rows}):
        members = [(i, row) for i, row in enumerate(rows) if row["baseline"] == baseline]
        _limits(figure, members, on)
    figure.add_trace(_line(rows, written, on))
    for event in events:
        _event(figure, months.index(event["month"]), event, on)
    charts.label_last(figure, [row["value"] for row in rows], written, on)
    charts.scale(figure, *_range(rows), tick)
    return figure


def _limits(figure, members, on):
    """The band of natural limits and its centre, as wide as the months they hold for."""
    known = [(i, row) for i, row in members if row["lower"] is not None]
    if known:
        x = [side for i, _ in known for side in (i - 0.5, i + 0.5)]
        lower, upper = (
            [value for _, row in known for value in (row[limit],) * 2]
            for limit in ("lower", "upper")
        )
        band = {"fill": "toself", "fillcolor": on.quiet, "opacity": 0.13, "hoverinfo": "skip"}
        outline = {"width": 0}
        figure.add_trace(
            go.Scatter(x=x + x[::-1], y=upper + lower[::-1], mode="lines", line=outline, **band)
        )
        edge = {"color": on.quiet, "width": 1, "dash": "dot"}
        for limit in (lower, upper):
            figure.add_trace(go.Scatter(x=x, y=limit, mode="lines", line=edge, hoverinfo="skip"))
    centred = [(i, row) for i, row in members if row["centre"] is not None]
    figure.add_trace(
        go.Scatter(
            x=[side for i, _ in centred for side in (i - 0.5, i + 0.5)],
            y=[value for _, row in centred for value in (row["centre"],) * 2],
            mode="lines",
            line={"color": on.quiet, "width": 1.5, "dash": "dash"},
            hoverinfo="skip",
        )
    )


def _line(rows, written, on):
    icons = [variation.icon(row["variation"]) for row in rows]
    colour = [one.colour(on) if one != variation.COMMON else on.accent for one in icons]
    # A month that breaks a rule but is not called special is hollow: seen, and not shouted.
    hollow = [bool(row["causes"]) and not variation.is_special(row) for row in rows]
    return go.Scatter(
        x=list(range(len(rows))),
        y=[row["value"] for row in rows],
        mode="lines+markers",
        connectgaps=False,
        line={"color": on.accent, "width": 2},
        marker={
            "opacity": 1,
            "symbol": [one.plotly for one in icons],
            "size": [13 if variation.is_special(row) else 8 for row in rows],
            "color": [on.paper if open_ else c for open_, c in zip(hollow, colour, strict=True)],
            "line": {"color": colour, "width": 2},
        },
        text=[_hover(row, written) for row in rows],
        hovertemplate="%{text}<extra></extra>",
    )


def _hover(row, written):
    if row["value"] is None:
        return ""
    said = [
        words.say("process.hover", month=numbers.month(row["month"]), value=written(row["value"]))
    ]
    if row["lower"] is not None:
        low, high = written(row["lower"]), written(row["upper"])
        said.append(words.say("process.limits", low=low, high=high))
    said.append(words.say("process.n", n=numbers.number(row["n"])))
    if row["causes"]:
        said.append(variation.causes(row))
    return "<br>".join(said)


def _event(figure, position, event, on):
    charts.upright(figure, position - 0.5, line={"color": on.quiet, "width": 1})
    figure.add_annotation(
        x=position - 0.5,
        y=1,
        yref="paper",
        yanchor="top",
        xanchor="left",
        text=words.title(event),
        textangle=-90,
        showarrow=False,
        font={"size": 12, "color": on.quiet},
    )


def _range(rows):
    """A little more than all that is drawn: a process has no zero to start at."""
    drawn = [row[key] for row in rows for key in ("value", "lower", "upper")]
    drawn = [value for value in drawn if value is not None]
    if not drawn:
        return 0, 1
    room = (max(drawn) - min(drawn) or abs(drawn[0]) or 1) * 0.15
    return min(drawn) - room, max(drawn) + room
