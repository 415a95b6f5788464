"""What does a page hold as numbers, and which rows do words name? For charts and sentences."""

import re
from bisect import bisect_left
from typing import NamedTuple

from tests.pages.walk.reading import Page

MARKS = re.compile("[\u061c\u2066\u2069]|<[^>]*>")
NEAR = 2e-6


class Row(NamedTuple):
    """names: what must be said for the row to be meant; title: what may be said instead."""

    names: tuple
    title: str
    cells: dict

    def is_named(self, said: str) -> bool:
        by_code = all(name in said and re.search(_whole(name), said) for name in self.names)
        return by_code or bool(self.title and self.title in said)


def _whole(name: str) -> str:
    """Not the 1 of 18, nor the branch 1 of a branch 12."""
    return rf"(?<![۰-۹٫٬]){re.escape(name)}(?![۰-۹٫٬])"


def without(name: str, said: str) -> str:
    return re.sub(_whole(name), " ", said)


def plain(said) -> str:
    """Words as they are read, without tags and marks of direction."""
    return MARKS.sub("", str(said).replace("<br>", "\n"))


class Twins:
    """The numbers of a page that stand in tables and marks, which are compared with the files."""

    def __init__(self, page: Page, keys: dict):
        """keys: caption → the measures that tell rows apart, where that is not the first cell."""
        self.page = page
        self.tables = {
            caption: [_row(row, keys.get(caption)) for row in rows]
            for caption, rows in page.tables.items()
        }
        self.rows = [row for rows in self.tables.values() for row in rows]
        self._sorted = sorted(
            ((value, at) for at, row in enumerate(self.rows) for value in numbers_of(row)),
        )
        self.loose = [
            n for cells in page.marks.values() for _, c in cells if (n := number(c)) is not None
        ]
        self.loose += [n for _, n in page.feet if n is not None]

    def holding(self, value: float) -> list[Row]:
        """The rows that have a cell with this value."""
        near = NEAR * max(1, abs(value))
        at, found = bisect_left(self._sorted, (value - near,)), []
        while at < len(self._sorted) and self._sorted[at][0] <= value + near:
            found.append(self.rows[self._sorted[at][1]])
            at += 1
        return found

    def has(self, value: float) -> bool:
        """Whether any cell or mark has this value."""
        near = NEAR * max(1, abs(value))
        return bool(self.holding(value)) or any(abs(n - value) <= near for n in self.loose)

    def named(self, said: str) -> list[Row]:
        return [row for row in self.rows if row.is_named(said)]


def number(cell) -> float | None:
    try:
        return float(cell.value)
    except (TypeError, ValueError):
        return None


def numbers_of(row: Row) -> list[float]:
    return [n for cell in row.cells.values() if (n := number(cell)) is not None]


def _row(cells: dict, keys) -> Row:
    named = [cells[key] for key in keys if key in cells] if keys else [next(iter(cells.values()))]
    title = plain(cells["title"].text) if "title" in cells else ""
    return Row(tuple(plain(cell.text) for cell in named), title, cells)
