"""What does a page say to machines and to people? Every cell with a measure, read from its HTML."""

import html
import re
from collections import defaultdict
from typing import NamedTuple

from pages.parts import numbers, words

TABLE = re.compile(r"<div class='table-twin'.*?</table>", re.S)
CAPTION = re.compile(r"<caption>(.*?)</caption>", re.S)
ROW = re.compile(r"<tr class=.*?</tr>", re.S)
CELL = re.compile(
    r"data-measure='([^']*)'(?: (?:data-)?value='([^']*)')?>(.*?)</(?:td|th|b|dd|span|data)>", re.S
)
MARK = re.compile(r"data-key='([^']*)'|" + CELL.pattern, re.S)
FOOT = re.compile(r"<p class='foot' data-question='([^']*)' data-n='([^']*)'>")
NUMBER = re.compile(r"\u2066?([−+]?)([۰-۹٬]+(?:٫[۰-۹]+)?)(٪?)")
LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789.", "٬")


class Cell(NamedTuple):
    """value: for machines, None where there is none; text: for people."""

    measure: str
    value: str | None
    text: str


class Page:
    """tables: {caption: [{measure: Cell}]}; marks: {measure: [(key or "", Cell)]} of all the rest;
    feet: [(question, n)]."""

    def __init__(self, source: str):
        self.tables, self.marks = {}, defaultdict(list)
        rest = TABLE.sub(self._table, source)
        key = ""
        for found in MARK.finditer(rest):
            if found[2] is None:
                key = found[1]
                continue
            cell = _cell(*found.groups()[1:])
            self.marks[cell.measure].append((html.unescape(key), cell))
        feet = FOOT.findall(source)
        self.feet = {(question, int(n) if n else None) for question, n in feet}
        read = sum(len(row) for rows in self.tables.values() for row in rows)
        read += sum(map(len, self.marks.values()))
        assert read == source.count("data-measure="), "a number that this reader does not see"

    def _table(self, found) -> str:
        rows = [
            {cell[0]: _cell(*cell) for cell in CELL.findall(row)} for row in ROW.findall(found[0])
        ]
        if not any(rows):
            return found[0]  # signs without measures, read elsewhere
        caption = html.unescape(CAPTION.search(found[0])[1])
        assert caption not in self.tables, f"two tables {caption}"
        self.tables[caption] = rows
        return ""


def _cell(measure, value, inside) -> Cell:
    text = html.unescape(re.sub(r"<[^>]*>", "", inside))
    return Cell(measure, html.unescape(value) if value else None, text)


def says(text: str, value: float) -> bool:
    """Whether the first number of a text is `value`, as exactly as it is written.

    Also in percent, hours in minutes or days, and what is only said to be small.
    """
    if text == words.say("less_than", limit=numbers.number(0.001, 3)):
        return value < 0.001
    if text == words.say("duration.under_a_minute"):
        return value * 60 < 1
    found = NUMBER.search(text)
    if not found:
        return False
    sign, digits, percent = found.groups()
    digits = digits.translate(LATIN)
    unit = 10.0 ** -len(digits.partition(".")[2])
    written = float(digits) * (-1 if sign == "−" else 1)
    ways = [value, value * 100, value * 60, value / 24]
    ways = [value * 100] if percent else [way for one in ways for way in (one, abs(one))]
    return any(abs(written - way) <= unit / 2 + 1e-6 * max(1, abs(way)) for way in ways)
