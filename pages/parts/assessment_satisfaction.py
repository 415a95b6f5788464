"""Are customers of provinces that call themselves ready more content? One dot per province."""

from dataclasses import replace

import plotly.graph_objects as go

from pages.parts import asking, charts, colours, numbers, page, tables, words
from pages.parts.axes import round_values
from pages.parts.tables import Column

QUESTION = "readiness_and_satisfaction"
KEY = "readiness_and_satisfaction"
HEIGHT = 420
ROOM = 0.08  # of the range, left free at either end


def section(scope, framework, month):
    """All provinces, whatever province is looked at: an association needs them."""
    wide = replace(scope.selection, provinces=(), region=None, branches=())
    answer = asking.ask(scope, QUESTION, wide, framework=framework, month=month)
    rows = [row for row in answer.rows if row["value"] is not None]
    page.finding(_finding(answer.totals))
    if len(rows) > 1:
        charts.show(_figure(scope, rows), _finding(answer.totals), KEY)
    where = _say("where", provinces=numbers.number(len(rows)))
    note = _say("caution") if answer.totals["rho"] is not None else ""
    page.foot(answer, where=where, note=note, how=QUESTION)
    if rows:
        tables.show(_columns(scope), answer.rows, _say("caption"), KEY)


def _finding(totals):
    """In words first: whether the interval leaves out that nothing goes together."""
    count = numbers.number(totals["provinces"])
    if totals["rho"] is None:
        return _say("too_few", provinces=count)
    ends = {end: numbers.mean(totals[end]) for end in ("rho", "low", "high")}
    key = "unclear"
    if totals["low"] > 0 or totals["high"] < 0:
        key = "together" if totals["low"] > 0 else "opposed"
    return _say(key, provinces=count, **ends)


def _figure(scope, rows):
    on = colours.ground()
    figure = charts.blank(on, HEIGHT)
    looked_at = [row["province"] in scope.provinces for row in rows]
    figure.add_trace(
        go.Scatter(
            x=[row["score"] for row in rows],
            y=[row["value"] for row in rows],
            mode="markers+text",
            marker={
                "size": [13 if chosen else 9 for chosen in looked_at],
                "color": [on.accent if chosen else on.quiet for chosen in looked_at],
                "symbol": ["diamond" if chosen else "circle" for chosen in looked_at],
            },
            text=[_name(scope, row) if chosen else "" for row, chosen in
                  zip(rows, looked_at, strict=True)],
            textposition=[_side(row, rows) for row in rows],
            cliponaxis=False,
            customdata=[_hover(scope, row) for row in rows],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )  # fmt: skip
    for axis, key, title in (("xaxis", "score", "readiness"), ("yaxis", "value", "satisfaction")):
        low, high = min(row[key] for row in rows), max(row[key] for row in rows)
        room = (high - low or 1) * ROOM
        values = round_values(low - room, high + room)
        figure.layout[axis] = {
            "range": [low - room, high + room],
            "tickvals": values,
            "ticktext": [numbers.number(value, 1) for value in values],
            "title": {"text": _say(title), "font": {"size": 12}, "standoff": 12},
        }
    return figure


def _side(row, rows):
    """Where a name finds room: towards the middle of the figure."""
    low, high = min(one["score"] for one in rows), max(one["score"] for one in rows)
    third = (high - low) / 3
    if row["score"] < low + third:
        return "top right"
    return "top left" if row["score"] > high - third else "top center"


def _hover(scope, row):
    return _say("hover", province=_name(scope, row), score=numbers.mean(row["score"]),
                satisfaction=numbers.mean(row["value"]), n=numbers.number(row["n"]))  # fmt: skip


def _name(scope, row):
    return scope.choices.provinces.get(row["province"], row["province"])


def _columns(scope):
    def name(row):
        return _name(scope, row)

    return [
        Column("province", _say("column.province"), name, "text", name),
        *(
            Column(key, _say(f"column.{key}"), lambda row, key=key, write=write: write(row[key]))
            for key, write in (("score", numbers.mean), ("value", numbers.mean),
                               ("low", numbers.mean), ("high", numbers.mean),
                               ("n", numbers.number))
        ),
    ]  # fmt: skip


def _say(key, **values):
    return words.say(f"frameworks.satisfaction.{key}", **values)
