"""How did a measure come here? A line as small as a word, drawn without a library.

A picture in the text of the page: the sanitiser takes drawings out, and pictures not.
"""

from html import escape
from urllib.parse import quote

from pages.parts import colours

WIDTH, HEIGHT, EDGE = 132, 28, 3


def html(values, alt, target=None):
    """The months from left to right, None a gap; the last one marked, the target a dashed line."""
    known = [(i, value) for i, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return ""
    on = colours.ground()
    seen = [value for _, value in known]
    low, high = min(seen), max(seen)
    # A target far away would press the months flat
    if target is not None and low - (high - low) <= target <= high + (high - low):
        low, high = min(low, target), max(high, target)
    else:
        target = None
    spread = (high - low) or 1

    def at(i, value):
        x = EDGE + i * (WIDTH - 2 * EDGE) / (len(values) - 1)
        y = HEIGHT - EDGE - (value - low) / spread * (HEIGHT - 2 * EDGE)
        return x, y

    lines = "".join(_line([at(i, v) for i, v in run], on) for run in _runs(values))
    aim = "" if target is None else _aim(at(0, target)[1], on)
    x, y = at(*known[-1])
    dot = f"<circle cx='{x:.1f}' cy='{y:.1f}' r='2.6' fill='{on.accent}'/>"
    drawing = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}' "
        f"viewBox='0 0 {WIDTH} {HEIGHT}'>{aim}{lines}{dot}</svg>"
    )
    source = f"data:image/svg+xml,{quote(drawing)}"
    size = f"width='{WIDTH}' height='{HEIGHT}'"
    return f"<img class='spark' {size} alt='{escape(alt)}' src=\"{source}\">"


def _runs(values):
    """The months with data that lie next to each other: a line does not cross a gap."""
    runs, current = [], []
    for i, value in enumerate(values):
        if value is not None:
            current.append((i, value))
        elif current:
            runs, current = [*runs, current], []
    return [*runs, current] if current else runs


def _line(points, on):
    if len(points) == 1:
        x, y = points[0]
        return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='1.2' fill='{on.quiet}'/>"
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f"<polyline points='{path}' fill='none' stroke='{on.quiet}' stroke-width='1.6'/>"


def _aim(y, on):
    return (
        f"<line x1='0' x2='{WIDTH}' y1='{y:.1f}' y2='{y:.1f}' stroke='{on.accent}' "
        "stroke-width='1' stroke-dasharray='3 3'/>"
    )
