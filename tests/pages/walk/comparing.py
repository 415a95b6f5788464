"""Does a page say what was expected? Every number of it, and nothing that nobody expected."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from pages.parts import words

HIDDEN = ("no_data", "no_target", "status.suppressed")
BUCKET = 1.05  # durations are counted in buckets 5 % wide


class Between(NamedTuple):
    """A quantile or what rests on one: not exact, but surely inside."""

    low: float
    high: float


class Words(NamedTuple):
    """A text, compared as it is written; None: any, because it says no number of its own."""

    text: str | None = None


class Of(NamedTuple):
    """Values that a sentence may say if it has these names in it."""

    names: tuple
    values: tuple


@dataclass
class Table:
    """Rows as {measure: expected value}; keys: the measures that tell rows apart.

    loose: measures that are not compared, each with its reason in `exempt.REASONS`.
    """

    keys: tuple
    rows: list
    loose: frozenset = frozenset()


@dataclass
class Expected:
    """Of one page: tables by caption, or as "*measure" by a measure that no other table has;
    exempt: tables, marks and questions that may be there, and are not compared;
    marks: {measure: {key: value}} or a list of values; feet: {(question, n)};
    said: what sentences say beside what stands in tables and marks."""

    tables: dict = field(default_factory=dict)
    marks: dict = field(default_factory=dict)
    feet: set = field(default_factory=set)
    exempt: frozenset = frozenset()
    said: list = field(default_factory=list)

    def __or__(self, other):
        return Expected(
            self.tables | other.tables,
            self.marks | other.marks,
            self.feet | other.feet,
            self.exempt | other.exempt,
            self.said + other.said,
        )


def within_bucket(hours):
    """What a quantile from buckets may be."""
    return None if hours is None else Between(hours / BUCKET, hours * BUCKET)


class Comparison:
    """Collects what differs, so that one failure tells of all of them."""

    def __init__(self, page, expected: Expected, says):
        self.problems, self.compared, self.hidden, self._says = [], 0, 0, says
        expected.tables = {_caption(page, one): table for one, table in expected.tables.items()}
        for kind in ("tables", "marks"):
            unknown = set(getattr(page, kind)) ^ set(getattr(expected, kind))
            unknown -= {_caption(page, one) for one in expected.exempt}
            self.problems += [f"{kind}: only one of page and files has {one!r}" for one in unknown]
        for caption, table in expected.tables.items():
            if table is None:
                continue  # no filter touches it; tests/analysis has its numbers
            self._table(caption, table, page.tables.get(caption, []))
        for measure, values in expected.marks.items():
            self._marks(measure, values, page.marks.get(measure, []))
        feet = {foot for foot in page.feet if foot[0] not in expected.exempt}
        if feet != expected.feet:
            self.problems.append(f"feet: page {feet}, files {expected.feet}")

    def _table(self, caption, table, rows):
        shown = {tuple(row[key].value for key in table.keys): row for row in rows}
        wanted = {tuple(_code(row[key]) for key in table.keys): row for row in table.rows}
        if len(shown) != len(rows) or set(shown) != set(wanted):
            self.problems.append(f"{caption}: rows {set(shown) ^ set(wanted)} of {len(rows)}")
        for key in shown.keys() & wanted.keys():
            for measure, cell in shown[key].items():
                at = f"{caption} {key} {measure}"
                if measure in table.loose or measure in table.keys:
                    continue
                if measure not in wanted[key]:
                    self.problems.append(f"{at}: nobody knows what it should be ({cell})")
                    continue
                self._cell(at, cell, wanted[key][measure])

    def _marks(self, measure, values, cells):
        if values is None:
            return
        if isinstance(values, dict):
            shown = {key: cell for key, cell in cells}
            if shown.keys() != values.keys() or len(shown) != len(cells):
                self.problems.append(f"{measure}: of {set(shown) ^ set(values)}")
            for key in shown.keys() & values.keys():
                self._cell(f"{measure} {key}", shown[key], values[key])
            return
        if len(values) != len(cells):
            self.problems.append(f"{measure}: {len(cells)} on the page, {len(values)} expected")
        for value, (_, cell) in zip(values, cells, strict=False):
            self._cell(measure, cell, value)

    def _cell(self, at, cell, wanted):
        self.compared += 1
        self.hidden += wanted is None
        if not self._same(cell, wanted):
            self.problems.append(f"{at}: page {cell.value!r} ({cell.text!r}), files {wanted!r}")

    def _same(self, cell, wanted) -> bool:
        if isinstance(wanted, Words):
            return wanted.text is None or cell.text == wanted.text
        if wanted is None or (isinstance(wanted, float) and math.isnan(wanted)):
            quiet = cell.value in (None, "None") and not any(
                c.isdigit() for c in cell.text.replace(words.say("status.suppressed"), "")
            )
            return quiet
        if cell.value is None:
            return False
        if isinstance(wanted, str | bool):
            return cell.value == str(wanted)
        try:
            value = float(cell.value)
        except ValueError:
            return False
        if not self._says(cell.text, value):
            return False
        if isinstance(wanted, Between):
            return wanted.low - 1e-9 <= value <= wanted.high + 1e-9
        return math.isclose(value, wanted, rel_tol=2e-6, abs_tol=2e-6)


def _caption(page, asked) -> str:
    """The caption of the one table with a measure, where a caption tells of a place."""
    if not asked.startswith("*"):
        return asked
    having = [name for name, rows in page.tables.items() if rows and asked[1:] in rows[0]]
    return having[0] if len(having) == 1 else asked


def _code(value):
    return None if value is None else str(value)
