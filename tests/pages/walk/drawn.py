"""Does a chart draw what its table twin says? Every number of its traces, and of what labels them.

A point's words (its label, its hover, the name of its trace, its place on an axis of names) name
the row of a table on the same page that must hold its number; a line without words, such as a
limit, must hold numbers of the page.
"""

import json
from itertools import chain

from tests.pages.walk.exempt import IN_WORDS, PLACED
from tests.pages.walk.reading import NUMBER, says
from tests.pages.walk.twins import Twins, plain

AXES = ("x", "y", "z")


def charts(app) -> list[tuple[str, dict]]:
    """(key, what Plotly is given) of every chart on the page."""
    found = []
    for element in app.get("plotly_chart"):
        spec = json.loads(element.proto.spec)
        found.append((element.proto.id.split("-", 2)[-1], spec))
    return found


class Drawn:
    """problems: what a chart draws and no row says; compared: how many numbers were looked at."""

    def __init__(self, charts, twins: Twins):
        self.twins, self.problems, self.compared = twins, [], 0
        for key, spec in charts:
            self.key, self.layout = key, spec["layout"]
            numbers = [n for trace in spec["data"] for n in self._trace(trace)]
            self._annotations(numbers)
            self._ticks()

    def _trace(self, trace) -> list[float]:
        """Compares every point; returns the numbers drawn."""
        if self.key in PLACED and PLACED[self.key](trace):
            return []
        drawn = []
        for axis in AXES:
            values = _flat(trace.get(axis))
            if not values or self._is_place(trace, axis):
                continue
            for at, value in enumerate(values):
                if isinstance(value, int | float):
                    drawn.append(value)
                    self._point(value, self._words(trace, at))
        for bars in (trace.get("error_y") or {}, trace.get("error_x") or {}):
            drawn += self._ends(trace, bars)
        return drawn

    def _point(self, value, said) -> None:
        self.compared += 1
        if not said:
            if not self.twins.has(value):
                self.problems.append(f"{self.key}: {value} is nowhere on the page")
            return
        named = [row for row in self.twins.holding(value) if row.is_named(said)]
        nothing = value == 0 and not any(
            cell.value not in (None, "None", "0", "0.0")
            for row in self.twins.named(said)
            for cell in list(row.cells.values())[len(row.names) :]
        )
        if not named and not nothing:
            self.problems.append(f"{self.key}: no row says {value} of {said!r}")

    def _words(self, trace, at) -> str:
        """All that is written at a point and at its place on the axes."""
        parts = [trace.get("name", "")] if _flat(trace.get("text")) else []
        for field in ("text", "customdata", "hovertext", "locations"):
            parts += _flat(trace.get(field))[at : at + 1]
        for axis in ("x", "y"):
            values = _flat(trace.get(axis))
            if values and isinstance(values[at % len(values)], str):
                parts.append(values[at % len(values)])
            elif values and len(values) > at and parts and self._is_place(trace, axis):
                parts.append(self._tick(axis, values[at]))
        return plain("\n".join(map(str, parts))).strip()

    def _is_place(self, trace, axis) -> bool:
        """Steps from the first to the last, such as months, are no numbers; ticks must be said."""
        values = _flat(trace.get(axis))
        if trace["type"] != "heatmap":
            other = _flat(trace.get("x" if axis == "y" else "y"))
            if axis == "y" and self._is_place(trace, "x") or any(isinstance(v, str) for v in other):
                return False
        steps = sorted({v for v in values if isinstance(v, int | float)})
        if not steps:
            return True
        near = all(b - a <= 1 for a, b in zip(steps, steps[1:], strict=False))
        return near and -1 < steps[0] < 2 and all(v * 2 == int(v * 2) for v in steps)

    def _tick(self, axis, place) -> str:
        named = self.layout.get(f"{axis}axis", {})
        ticks = dict(zip(named.get("tickvals", []), named.get("ticktext", []), strict=True))
        return ticks.get(place, "")

    def _ends(self, trace, bars) -> list[float]:
        """The ends of the bars on each point."""
        middle, ends = _flat(trace.get("y")), []
        for sign, field in ((1, "array"), (-1, "arrayminus")):
            reach = _flat(bars.get(field))
            pairs = zip(middle, reach, strict=False)
            ends += [m + sign * r for m, r in pairs if None not in (m, r)]
        for end in ends:
            self._point(end, "")
        return ends

    def _annotations(self, numbers) -> None:
        """What is written into a chart is said of one of its numbers, or of the page."""
        for note in self.layout.get("annotations", []):
            text = plain(note.get("text", ""))
            for row in self.twins.named(text):
                text = "".join(text.split(name)[-1] for name in row.names if name in text) or text
            for found in NUMBER.finditer(text):
                self.compared += 1
                every = chain(numbers, self.twins.loose, IN_WORDS)
                if not any(says(found[0], value) for value in every):
                    self.problems.append(f"{self.key}: the note {text!r} says no number of it")

    def _ticks(self) -> None:
        """A number at a tick is its place."""
        for name in ("xaxis", "yaxis"):
            axis = self.layout.get(name, {})
            for value, text in zip(axis.get("tickvals", []), axis.get("ticktext", []), strict=True):
                written = plain(text)
                if NUMBER.fullmatch(written) and not says(written, value):
                    self.problems.append(f"{self.key}: {written} stands at {value}")


def _flat(values) -> list:
    if values is None or isinstance(values, str | int | float):
        return []
    if isinstance(values, dict):
        raise AssertionError("numbers that this reader does not see")
    nested = bool(values) and isinstance(values[0], list)
    return list(chain.from_iterable(values)) if nested else list(values)
