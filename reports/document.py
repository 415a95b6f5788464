"""What is a report made of, before it is a page, a PDF or a workbook?

Everything is written for the reader already, in the language spoken when it was made, but the cells
of tables, which keep their values so that a workbook has numbers.
"""

from dataclasses import dataclass, field

from analysis.answer import Answer
from pages.parts.tables import Column


@dataclass(frozen=True)
class Card:
    """A headline number; variation: the code of its process icon, None where there is no chart.

    latest: what that chart says of the latest month.
    """

    measure: str
    label: str
    written: str
    value: object
    note: str
    change: str = ""
    variation: str | None = None
    latest: str = ""


@dataclass(frozen=True)
class Table:
    """name: of a download; caption: of the table and its sheet."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: list[dict]


@dataclass(frozen=True)
class Figure:
    """kind: process, funnel or dots; values: what its drawing takes."""

    kind: str
    finding: str
    values: dict


@dataclass(frozen=True)
class Section:
    """A finding as title, with what shows it; answer: what stands behind it, for n and period.

    counted: what its n counts, respondents or requests; how: the key of the words that say how it
    is computed; caution: what should keep a reader from comparing; appendix: to look things up, not
    to talk about.
    """

    name: str
    finding: str
    answer: Answer
    counted: str = "requests"
    heading: str = ""
    sentences: tuple[str, ...] = ()
    figure: Figure | None = None
    table: Table | None = None
    notes: tuple[str, ...] = ()
    how: str = ""
    caution: str = ""
    appendix: bool = False


@dataclass(frozen=True)
class Document:
    """facts: (label, value): place, filters, period, n, version, date of print …"""

    title: str
    language: str
    answer: str
    facts: tuple[tuple[str, str], ...]
    cards: tuple[Card, ...]
    headline: Table
    sections: tuple[Section, ...]
    method: tuple[str, ...] = field(default=())
    sample: str = ""
