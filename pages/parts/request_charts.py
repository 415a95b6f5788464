"""How are requests shared among channels, and how many are there? Lines and bars."""

import plotly.graph_objects as go

from pages.parts import charts, colours, numbers, words

# The space that a label needs beside the next, as a part of the height of the figure
LABEL_HEIGHT = 0.068
LABEL_WIDTH = {"fa": 156, "en": 184}
# Of the months named on other charts, those that lie beside each other on a phone here too
EVERY_NAMED = {"fa": 1, "en": 2}


def shares(series, names):
    """One line per channel; its name and last share stand at its end instead of in a legend.

    `series` is {channel: {month: share}}; `names` gives a channel's name.
    """
    on = colours.ground()
    months = charts.span({month for values in series.values() for month in values})
    figure = charts.figure(on, months)
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
    charts.scale(figure, 0, top * 1.08, numbers.share)
    figure.update_layout(margin={"r": LABEL_WIDTH[words.language()]})
    ticks, named = figure.layout.xaxis, slice(None, None, -EVERY_NAMED[words.language()])
    figure.layout.xaxis.update(
        tickvals=ticks.tickvals[named], ticktext=ticks.ticktext[named], tickangle=0
    )
    return figure


def volumes(values, written):
    """Bars per month. `values` is {month: amount}."""
    on = colours.ground()
    months = charts.span(values)
    figure = charts.figure(on, months)
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
    charts.scale(figure, 0, max(values.values()) * 1.08, numbers.number)
    figure.update_layout(bargap=0.25)
    return figure


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
        lowest = place + top * LABEL_HEIGHT
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
    # The square stands beside the end of its line: last in right-to-left text, else first
    square = f"<span style='color:{colours.of_channel(code, on)}'>■</span>"
    label = f"{names(code)} <b>{numbers.share(value)}</b>"
    return (
        f"{label} {square}" if words.DIRECTIONS[words.language()] == "rtl" else f"{square} {label}"
    )
