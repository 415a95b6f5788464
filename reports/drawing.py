"""How is a figure drawn without a browser? Small SVG: a plane with two scales, and marks on it.

Colours are those of the pages on light ground. Numbers of SVG are rounded to hundredths of a unit.
"""

from dataclasses import dataclass
from html import escape

TEXT, QUIET, GRID, ACCENT, PAPER = "#1F2A2E", "#5B6468", "#D5DCDD", "#1F5F8B", "#FFFFFF"
FONT = 9.5
POINTS = 0.8  # of print per unit of a picture that is as wide as the page


@dataclass(frozen=True)
class Plane:
    """A rectangle of the picture in which x and y of the data are placed."""

    x: tuple[float, float]
    y: tuple[float, float]
    width: float = 640
    height: float = 182
    left: float = 52
    right: float = 12
    top: float = 16
    bottom: float = 34

    def at_x(self, value: float) -> float:
        inside = self.width - self.left - self.right
        return round(self.left + (value - self.x[0]) / (self.x[1] - self.x[0]) * inside, 2)

    def at_y(self, value: float) -> float:
        inside = self.height - self.top - self.bottom
        return round(self.top + (self.y[1] - value) / (self.y[1] - self.y[0]) * inside, 2)

    def at(self, point: tuple[float, float]) -> str:
        return f"{self.at_x(point[0])},{self.at_y(point[1])}"


@dataclass(frozen=True)
class Label:
    """Words over a picture, in its units; anchor: which of their ends or their middle is at x."""

    x: float
    y: float
    said: str
    anchor: str
    size: float
    colour: str
    bold: bool


SHIFTED = {"start": "0", "middle": "-50%", "end": "-100%"}


def picture(plane: Plane, marks: list[str | Label], finding: str) -> str:
    """Marks as SVG, as wide as the column that it stands in, with its labels laid over it.

    The printer sets the words of SVG letter by letter, which no Persian word survives.
    """
    drawn = "".join(mark for mark in marks if isinstance(mark, str))
    said = "".join(_laid(plane, mark) for mark in marks if isinstance(mark, Label))
    return (
        f"<div class='picture'><svg xmlns='http://www.w3.org/2000/svg' role='img' "
        f"viewBox='0 0 {plane.width} {plane.height}'><title>{escape(finding)}</title>{drawn}</svg>"
        f"{said}</div>"
    )


def _laid(plane, label) -> str:
    place = f"left:{label.x / plane.width:.2%};top:{label.y / plane.height:.2%}"
    look = f"font-size:{label.size * POINTS:.1f}pt;color:{label.colour}"
    look += ";font-weight:700" if label.bold else ""
    shift = f"transform:translate({SHIFTED[label.anchor]},-50%)"
    return f"<span class='label' style='{place};{look};{shift}'>{escape(label.said)}</span>"


def line(plane, points, colour=QUIET, width=1.0, dash="") -> str:
    """A line through points; a point without y breaks it."""
    runs, run = [], []
    for point in [*points, (0, None)]:
        if point[1] is None:
            runs, run = [*runs, run], []
        else:
            run = [*run, point]
    dashed = f" stroke-dasharray='{dash}'" if dash else ""
    return "".join(
        f"<polyline points='{' '.join(plane.at(point) for point in run)}' fill='none' "
        f"stroke='{colour}' stroke-width='{width}'{dashed}/>"
        for run in runs
        if len(run) > 1
    )


def band(plane, upper, lower) -> str:
    """The ground between two lines."""
    outline = " ".join(plane.at(point) for point in [*upper, *reversed(lower)])
    return f"<polygon points='{outline}' fill='{QUIET}' fill-opacity='0.13'/>"


def mark(plane, point, shape, colour, size=4.0, hollow=False) -> str:
    """One point: circle, triangle-up, triangle-down or diamond, in the names of Plotly."""
    x, y = plane.at_x(point[0]), plane.at_y(point[1])
    look = f"fill='{PAPER if hollow else colour}' stroke='{colour}' stroke-width='1.3'"
    corners = CORNERS.get(shape)
    if corners is None:
        return f"<circle cx='{x}' cy='{y}' r='{size * 0.8:.2f}' {look}/>"
    drawn = " ".join(f"{x + size * dx:.2f},{y + size * dy:.2f}" for dx, dy in corners)
    return f"<polygon points='{drawn}' {look}/>"


CORNERS = {
    "triangle-up": ((-1, 0.8), (1, 0.8), (0, -1)),
    "triangle-down": ((-1, -0.8), (1, -0.8), (0, 1)),
    "diamond": ((-1, 0), (0, -1), (1, 0), (0, 1)),
}


def text(x, y, said, anchor="middle", size=FONT, colour=TEXT, bold=False) -> Label:
    """Words at a place; anchor: start is their left end, whatever the direction of their script."""
    return Label(x, y, said, anchor, size, colour, bold)


def upright_scale(plane, values, written) -> list:
    """Round values on the left, each with its line across."""
    marks = []
    for value in values:
        y = plane.at_y(value)
        ends = [(plane.x[0], value), (plane.x[1], value)]
        marks.append(line(plane, ends, GRID, 0.7))
        marks.append(text(plane.left - 6, y, written(value), "end", colour=QUIET))
    return marks


def level_scale(plane, labels) -> list[Label]:
    """Labels below, {x: lines of text}."""
    floor = plane.height - plane.bottom
    return [
        text(plane.at_x(x), floor + 9 + 11 * number, said, colour=QUIET)
        for x, lines in labels.items()
        for number, said in enumerate(lines)
    ]
