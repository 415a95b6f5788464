"""Which figures has a report, and how is each drawn? The kinds of `reports.document.Figure`."""

from html import escape

from pages.parts import axes, funnel_chart, numbers, status, variation, words
from reports import drawing
from reports.document import Figure
from reports.drawing import Plane
from reports.inline import inline

MOST_LABELLED = 5
LINE, LABEL = 11, 150  # units of a picture that a label takes
LIMITS = (("998", "2 3"), ("95", "6 4"))


def drawn(figure: Figure) -> str:
    """The figure as HTML with inline SVG."""
    return DRAWINGS[figure.kind](figure.finding, **figure.values)


def process(finding, rows, events, written, tick) -> str:
    """The months of a process between its limits, special ones by shape and colour."""
    low, high = _room([row[key] for row in rows for key in ("value", "lower", "upper")], 0.15)
    plane = Plane((-0.6, len(rows) - 0.4), (low, high))
    marks = drawing.upright_scale(plane, axes.round_values(low, high), tick)
    positions, names = axes.ticks([row["month"] for row in rows])
    labels = {at: name.split("<br>") for at, name in zip(positions, names, strict=True)}
    marks += drawing.level_scale(plane, labels)
    for baseline in sorted({row["baseline"] for row in rows}):
        marks += _limits(plane, [(i, r) for i, r in enumerate(rows) if r["baseline"] == baseline])
    months = [row["month"] for row in rows]
    marks += [_event(plane, months.index(event["month"])) for event in events]
    points = [(i, row["value"]) for i, row in enumerate(rows)]
    marks.append(drawing.line(plane, points, drawing.ACCENT, 1.8))
    marks += [_month(plane, i, row) for i, row in enumerate(rows) if row["value"] is not None]
    marks.append(_last(plane, [point for point in points if point[1] is not None], written))
    return drawing.picture(plane, marks, finding)


def _last(plane, known, written) -> drawing.Label:
    """The last value, on the side of its point where the line does not come from."""
    i, value = known[-1]
    falling = len(known) > 1 and known[-2][1] > value
    end, beside = min(plane.at_x(i) + 4, plane.width - 2), 14 if falling else -13
    return drawing.text(end, plane.at_y(value) + beside, written(value), "end", 11, bold=True)


def _limits(plane, members) -> list[str]:
    """The band of usual variation and its centre, as wide as the months that they hold for."""

    def across(key):
        known = [(i, row[key]) for i, row in members if row[key] is not None]
        return [(side, value) for i, value in known for side in (i - 0.5, i + 0.5)]

    upper, lower, centre = (across(key) for key in ("upper", "lower", "centre"))
    marks = [drawing.band(plane, upper, lower)] if upper else []
    marks += [drawing.line(plane, limit, dash="2 3") for limit in (upper, lower)]
    return [*marks, drawing.line(plane, centre, width=1.2, dash="6 4")]


def _event(plane, position) -> str:
    ends = [(position - 0.5, plane.y[0]), (position - 0.5, plane.y[1])]
    return drawing.line(plane, ends, drawing.QUIET, 1.2)


def _month(plane, i, row) -> str:
    one = variation.icon(row["variation"])
    special = variation.is_special(row)
    hollow = bool(row["causes"]) and not special
    colour = one.light if special else drawing.ACCENT
    return drawing.mark(plane, (i, row["value"]), one.plotly, colour, 5 if special else 3.4, hollow)


def funnel(finding, rows, target, names, written, tick, highlighted) -> str:
    """Units against their size between the limits that chance leaves to it."""
    known = sorted(rows, key=lambda row: row["n_effective"])
    size = [row["n_effective"] for row in known]
    values = [row[key] for row in known for key in ("value", "lower_95", "upper_95")]
    low, high = _room([target, *values], 0.1)
    room = (size[-1] - size[0] or 1) * 0.06
    plane = Plane((size[0] - room, size[-1] + room), (low, high), height=178, bottom=32)
    marks = drawing.upright_scale(plane, axes.round_values(low, high), tick)
    sizes = axes.round_values(*plane.x)
    marks += drawing.level_scale(plane, {value: [numbers.number(value)] for value in sizes})
    middle, floor = (plane.left + plane.width) / 2, plane.height - 7
    marks.append(drawing.text(middle, floor, words.say("funnel.size"), colour=drawing.QUIET))
    for level, dash in LIMITS:
        for side in ("lower", "upper"):
            limit = [(row["n_effective"], _inside(row[f"{side}_{level}"], low, high))
                     for row in known]  # fmt: skip
            marks.append(drawing.line(plane, limit, dash=dash))
    marks.append(drawing.line(plane, [(x, target) for x in plane.x], width=1.4))
    marks += [_unit(plane, row, names(row) in highlighted) for row in known]
    labelled = [row for row in known if names(row) in highlighted] or _farthest(known)
    marks += _apart([_name(plane, row, names(row)) for row in labelled])
    return drawing.picture(plane, marks, finding)


def _inside(value, low, high):
    return None if value is None else min(max(value, low), high)


def _unit(plane, row, own) -> str:
    one = funnel_chart.state(row)
    shape = {"above": "triangle-up", "below": "triangle-down"}.get(one.code, "circle")
    point, sure = (row["n_effective"], row["value"]), row["flag"] == "outside"
    return drawing.mark(plane, point, shape, one.light, 6 if own else 5 if sure else 3.6)


def _farthest(rows) -> list[dict]:
    outside = [row for row in rows if funnel_chart.state(row).code != "near" and row["z"]]
    return sorted(outside, key=lambda row: -abs(row["z"]))[:MOST_LABELLED]


def _name(plane, row, name) -> str:
    x, y = plane.at_x(row["n_effective"]), plane.at_y(row["value"])
    at_left = x < plane.width / 2
    return drawing.text(x + (9 if at_left else -9), y, name, "start" if at_left else "end")


def _apart(labels) -> list[drawing.Label]:
    """Without those that would lie on one before them; all units are named in the table."""
    kept = []
    for label in labels:
        near = (abs(label.y - one.y) < LINE and abs(label.x - one.x) < LABEL for one in kept)
        kept += [] if any(near) else [label]
    return kept


def dots(finding, rows, reference) -> str:
    """Means with their intervals against the reference: one line of a table per factor."""
    ends = [row[end] for row in rows for end in ("low", "high", "mean")]
    low, high = _room([reference, *ends], 0.05)
    lines = "".join(_dot(row, low, high, reference) for row in rows)
    return f"<table class='dots' aria-label='{escape(finding)}'>{lines}</table>"


def _dot(row, low, high, reference) -> str:
    one = status.of(row)
    plane = Plane((low, high), (0, 1), 260, 20, 4, 4, 0, 0)
    centre = 0.5
    marks = [drawing.line(plane, [(low, centre), (high, centre)], drawing.GRID, 0.8)]
    marks.append(drawing.line(plane, [(reference, 0), (reference, 1)], drawing.QUIET, 1.2, "3 2"))
    interval = [(row["low"], centre), (row["high"], centre)]
    if None not in (row["low"], row["high"]):
        marks.append(drawing.line(plane, interval, one.light, 3.2))
    shape = {"favourable": "triangle-up", "unfavourable": "triangle-down"}.get(one.code, "circle")
    marks.append(drawing.mark(plane, (row["mean"], centre), shape, one.light, 4.6))
    title = words.title(row)
    return (
        f"<tr><td class='name'><bdi class='code'>{escape(row['item'])}</bdi> {escape(title)}</td>"
        f"<td class='strip'>{drawing.picture(plane, marks, title)}</td>"
        f"<td class='value'><b>{numbers.mean(row['mean'])}</b></td>"
        f"<td class='{one.code}'>{inline(one.sign)}</td></tr>"
    )


def _room(values, part) -> tuple[float, float]:
    """A little more than all that is drawn."""
    known = [value for value in values if value is not None]
    room = (max(known) - min(known) or abs(known[0]) or 1) * part
    return min(known) - room, max(known) + room


DRAWINGS = {"process": process, "funnel": funnel, "dots": dots}
