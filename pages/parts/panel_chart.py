"""How does one small chart look? A monthly line between its limits, as SVG without a script.

A picture in the text of the page: the sanitiser takes drawings out, and pictures not.
"""

from html import escape
from itertools import groupby
from urllib.parse import quote

from pages.parts import colours, variation

WIDTH, HEIGHT = 160, 56
TRIANGLES = {"triangle-up": 1, "triangle-down": -1}
ROOM = 0.06  # of the scale, above and below what is drawn


def scale(answer):
    """Lowest and highest value of the axis that all panels share."""
    drawn = [row[key] for row in answer.rows for key in ("value", "lower", "upper")]
    drawn += [row["value"] for row in answer.totals["whole"]]
    drawn += [one["target"] for one in answer.totals["panels"]]
    drawn = [value for value in drawn if value is not None] or [0, 1]
    room = (max(drawn) - min(drawn) or 1) * ROOM
    return min(drawn) - room, max(drawn) + room


def html(answer, province, target, ends, alt):
    """One panel as a picture; alt: what it says. A month without a value is a gap."""
    on = colours.ground()
    rows = [row for row in answer.rows if row["province"] == province]
    whole = {row["month"]: row["value"] for row in answer.totals["whole"]}
    parts = [_band(rows, ends, on)]
    parts.append(_line([whole.get(row["month"]) for row in rows], ends, on.quiet, 1))
    if target is not None:
        y, colour = _y(target, ends), variation.ICONS["special_neither"].colour(on)
        stroke = f"stroke='{colour}' stroke-dasharray='4 3'"
        parts.append(f"<line x1='0' x2='{WIDTH}' y1='{y}' y2='{y}' {stroke}/>")
    parts.append(_line([row["value"] for row in rows], ends, on.accent, 1.8))
    parts += [_point(i, row, len(rows), ends, on) for i, row in enumerate(rows) if _marked(i, rows)]
    size = f"width='{WIDTH}' height='{HEIGHT}'"
    drawing = (
        f"<svg xmlns='http://www.w3.org/2000/svg' {size} viewBox='0 0 {WIDTH} {HEIGHT}'>"
        f"{''.join(parts)}</svg>"
    )
    source = f"data:image/svg+xml,{quote(drawing)}"
    return f"<img {size} alt='{escape(alt)}' title='{escape(alt)}' src=\"{source}\">"


def _band(rows, ends, on):
    """The natural limits, as wide as the months they hold for."""
    bands = []
    for _, members in groupby(enumerate(rows), key=lambda at: at[1]["baseline"]):
        known = [(i, row) for i, row in members if row["lower"] is not None]
        above = [(x, row["upper"]) for i, row in known for x in _sides(i, len(rows))]
        below = [(x, row["lower"]) for i, row in known for x in _sides(i, len(rows))]
        points = " ".join(f"{x:.1f},{_y(value, ends)}" for x, value in above + below[::-1])
        fill = f"fill='{on.quiet}' opacity='0.16'"
        bands.append(f"<polygon points='{points}' {fill}/>" if points else "")
    return "".join(bands)


def _line(values, ends, colour, width):
    """A path that is broken where there is no value."""
    path, drawing = [], False
    for i, value in enumerate(values):
        if value is not None:
            path.append(f"{'L' if drawing else 'M'}{_x(i, len(values)):.1f} {_y(value, ends)}")
        drawing = value is not None
    stroke = f"stroke='{colour}' stroke-width='{width}' stroke-linejoin='round'"
    return f"<path d='{' '.join(path)}' fill='none' {stroke}/>"


def _marked(i, rows):
    """Special months, the last one, and those that stand alone and are no line."""
    values = [None, *(row["value"] for row in rows), None]
    alone = values[i] is None and values[i + 2] is None
    last = all(value is None for value in values[i + 2 :])
    return values[i + 1] is not None and (variation.is_special(rows[i]) or alone or last)


def _point(i, row, count, ends, on):
    """The shape of its sign: a triangle up or down, else a dot."""
    icon = variation.icon(row["variation"])
    x, y = _x(i, count), float(_y(row["value"], ends))
    special = variation.is_special(row)
    fill = f"fill='{icon.colour(on) if special else on.accent}'"
    if not special or icon.plotly not in TRIANGLES:
        return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{3.2 if special else 2.2}' {fill}/>"
    tip = TRIANGLES[icon.plotly] * 3.6
    corners = ((x, y - tip), (x - 3.6, y + tip / 2), (x + 3.6, y + tip / 2))
    points = " ".join(f"{across:.1f},{down:.1f}" for across, down in corners)
    return f"<polygon points='{points}' {fill}/>"


def _sides(i, count):
    step = WIDTH / max(count, 1)
    return i * step, (i + 1) * step


def _x(i, count):
    return (i + 0.5) * WIDTH / max(count, 1)


def _y(value, ends):
    low, high = ends
    return f"{(1 - (value - low) / (high - low)) * HEIGHT:.1f}"
