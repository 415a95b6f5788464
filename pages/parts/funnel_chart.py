"""Which units differ by more than chance? Values against size, between the funnel's limits."""

import plotly.graph_objects as go

from pages.parts import charts, colours, numbers, words
from pages.parts.status import STATUSES

MOST_LABELLED = 5
LABEL = (0.9, 0.07)  # how wide and high a name is on a phone, as a part of what is drawn
STATUS = {"above": STATUSES["above"], "below": STATUSES["below"]}
LIMITS = (("998", "dot"), ("95", "dash"))


def funnel(rows, target, names, written, tick, highlighted=()):
    """`rows` of `comparison` that have a value; names: code → name of a unit, by its first key."""
    on = colours.ground()
    figure = charts.blank(on)
    known = sorted(rows, key=lambda row: row["n_effective"])
    size = [row["n_effective"] for row in known]
    figure.add_traces([_limits(known, size, *limits, on) for limits in LIMITS])
    charts.across(figure, target, line={"color": on.quiet, "width": 1.5})
    figure.add_trace(_units(known, names, written, highlighted, on))
    named = _apart(_labelled(known, highlighted), known)
    figure.layout.annotations = [_label(row, names(row), size, on) for row in named]
    _scales(figure, known, target, tick)
    return figure


def state(row):
    """above or below where the unit lies outside its 95 % limits; else near."""
    outside = row["flag"] in ("between", "outside")
    return STATUS[row["side"]] if outside and row["side"] in STATUS else STATUSES["near"]


def _limits(rows, size, level, dash, on):
    """Both limits of one level as one line, which a gap divides."""
    lower, upper = ([row[f"{side}_{level}"] for row in rows] for side in ("lower", "upper"))
    edge = {"color": on.quiet, "width": 1.2, "dash": dash, "shape": "spline"}
    x, y = [*size, None, *size], [*lower, None, *upper]
    return go.Scatter(x=x, y=y, mode="lines", line=edge, hoverinfo="skip")


def _units(rows, names, written, highlighted, on):
    colour = [getattr(state(row), on.name) for row in rows]
    shape = {"above": "triangle-up", "below": "triangle-down", "near": "circle"}
    sure = [row["flag"] == "outside" for row in rows]
    return go.Scatter(
        x=[row["n_effective"] for row in rows],
        y=[row["value"] for row in rows],
        mode="markers",
        marker={
            "opacity": 1,
            "symbol": [shape[state(row).code] for row in rows],
            "size": [
                13 if row_sure or names(row) in highlighted else 9
                for row, row_sure in zip(rows, sure, strict=True)
            ],
            "color": colour,
            "line": {"color": on.paper, "width": 1},
        },
        text=[_hover(row, names, written) for row in rows],
        hovertemplate="%{text}<extra></extra>",
    )


def _hover(row, names, written):
    return words.say(
        "funnel.hover",
        name=names(row),
        value=written(row["value"]),
        low=written(row["lower_95"]),
        high=written(row["upper_95"]),
        n=numbers.number(row["n"]),
        ranks=ranks(row),
    )


def ranks(row):
    """«۳ تا ۱۲»: in place of a rank, those that a unit may have."""
    if row["first_rank"] is None:
        return words.say("no_data")
    first, last = (numbers.number(row[key]) for key in ("first_rank", "last_rank"))
    return first if first == last else words.say("interval", low=first, high=last)


def _labelled(rows, highlighted):
    """Units outside the limits, the farthest first."""
    outside = [row for row in rows if state(row).code != "near" and row["z"] is not None]
    return sorted(outside, key=lambda row: -abs(row["z"]))[:MOST_LABELLED]


def _apart(labelled, rows):
    """Without those whose name would lie on one before it; hover and table name every unit."""
    (left, right), (low, high) = (_ends(rows, key) for key in ("n_effective", "value"))
    kept = []
    for row in labelled:
        near = (
            abs(row["value"] - one["value"]) < LABEL[1] * (high - low)
            and abs(row["n_effective"] - one["n_effective"]) < LABEL[0] * (right - left)
            for one in kept
        )
        kept += [] if any(near) else [row]
    return kept


def _ends(rows, key):
    values = [row[key] for row in rows]
    return min(values), max(values)


def _label(row, name, size, on):
    middle = (size[0] + size[-1]) / 2
    return {
        "x": row["n_effective"],
        "y": row["value"],
        "text": name,
        "showarrow": False,
        "xanchor": "left" if row["n_effective"] < middle else "right",
        "xshift": 10 if row["n_effective"] < middle else -10,
        "font": {"size": 12, "color": on.text},
        "bgcolor": on.paper,  # or a limit would strike the name through
        "borderpad": 1,
    }


def _scales(figure, rows, target, tick):
    drawn = [row[key] for row in rows for key in ("value", "lower_95", "upper_95")]
    drawn = [target, *(value for value in drawn if value is not None)]
    room = (max(drawn) - min(drawn) or 1) * 0.1
    charts.scale(figure, min(drawn) - room, max(drawn) + room, tick)
    size = [row["n_effective"] for row in rows]
    room = (size[-1] - size[0] or 1) * 0.06
    values = charts.round_values(size[0] - room, size[-1] + room)
    figure.layout.xaxis.update(
        range=[size[0] - room, size[-1] + room],
        tickvals=values,
        ticktext=[numbers.number(value) for value in values],
        title={"text": words.say("funnel.size"), "font": {"size": 12}},
    )
