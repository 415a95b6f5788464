"""Does a file stand otherwise than one row each: a column per channel, or one answer a line?

What is found is a proposal, to be looked at, like that for columns.
"""

import re
from dataclasses import dataclass, field, replace

from etl.column_names import folded
from etl.contract import MEASURES, Column
from etl.data_folder import DataFolder
from etl.desk.headers import Head
from etl.instruments import Instrument
from etl.mapping_keys import LONG
from etl.reference import TABLES
from etl.sources import all_sources
from etl.tables import read_table

SHORTEST = 3  # letters of a name that is looked for inside a header
FEWEST = 2  # headers that are called like codes; one alone may be a column of anything
MOSTLY = 0.6  # share of the first lines that name an item
ITEM, ANSWER, BATTERY = LONG
MOST_ANSWERS = 12  # different ones, words for "not applicable" among them


@dataclass(frozen=True)
class Shape:
    """unpivot: column of ours → their header → our code; long: item, answer, battery → header."""

    unpivot: dict[str, dict[str, str]] = field(default_factory=dict)
    long: dict[str, str] = field(default_factory=dict)

    def left(self, kind: str, columns: list[Column], instrument: Instrument | None) -> list[Column]:
        """The columns that still have a header of their own."""
        answers = {c for c, _, _ in instrument.told_columns()} if self.long else set()
        if not self.unpivot:
            return [column for column in columns if column.name not in answers]
        shared = {*self.unpivot, all_sources()[kind].UNPIVOTED}
        return [c for c in columns if c.name not in shared and c.kind not in MEASURES]

    def rest(self, head: Head) -> Head:
        """The head without the headers that are taken by the shape."""
        taken = {*self.long.values(), *(h for them in self.unpivot.values() for h in them)}
        return replace(head, headers=["" if h in taken else h for h in head.headers])


def unpivoted_by(kind: str) -> tuple[str, ...]:
    """The columns of a kind whose values may be headers: channel, service, customer_group."""
    return getattr(all_sources()[kind], "UNPIVOTED_BY", ())


def propose(folder: DataFolder, head: Head, kind: str, instrument: Instrument | None) -> Shape:
    """The shape that the headers and the first lines speak for."""
    if kind == "survey" and instrument:
        return Shape(long=_long(head, instrument))
    found = {by: _called(head, names_of(folder, by)) for by in unpivoted_by(kind)}
    best = max(found, key=lambda by: len(found[by]), default="")
    return Shape({best: found[best]} if best and len(found[best]) >= FEWEST else {})


def names_of(folder: DataFolder, column: str) -> dict[str, list[str]]:
    """Code → its names, Persian first, of the table whose key has that name."""
    table = next(table for table, columns in TABLES.items() if columns[0] == column)
    columns = [c for c in TABLES[table] if c in (column, "name_fa", "name_en")]
    rows = read_table(folder.reference / f"{table}.csv", columns)
    return {row[column]: [row[c] for c in columns[1:] if row[c]] for row in rows}


def _called(head: Head, codes: dict[str, list[str]]) -> dict[str, str]:
    """Header → the code that is called so, alone or with a word that all of them share.

    `online_applications` and `telephone_applications` are called so, `online_help` is not:
    likeness alone would find counts everywhere.
    """
    called = {folded(word): code for code, names in codes.items() for word in (code, *names)}
    found: dict[str, dict[str, str]] = {}  # what is left of the headers → code → header
    for header in reversed(head.headers):
        for left, code in _left_over(folded(header), called):
            found.setdefault(left, {})[code] = header
    best = max(found, key=lambda left: (len(found[left]), not left), default="")
    return {header: code for code, header in reversed(found.get(best, {}).items())}


def _left_over(header: str, called: dict[str, str]) -> list[tuple[str, str]]:
    """What a header says beside the name of a code, and the code; the longest name of each end."""
    if header in called:
        return [("", called[header])]
    words = [word for word in sorted(called, key=len) if len(word) >= SHORTEST]
    begins = {header.removeprefix(word): called[word] for word in words if header.startswith(word)}
    ends = {header.removesuffix(word): called[word] for word in words if header.endswith(word)}
    return [*list(begins.items())[-1:], *list(ends.items())[-1:]]


def _long(head: Head, instrument: Instrument) -> dict[str, str]:
    """Where the first lines name items, and where their answers stand; nothing where they do not.

    The answers are the last column but those: systems write who and what before how much.
    """
    names = {
        folded(word)
        for column, item, _ in instrument.told_columns()
        for word in (column, item["item"], item["title_fa"], item["title_en"])
    }
    batteries = {
        folded(b[key]) for b in instrument.toml["batteries"] for key in b if isinstance(b[key], str)
    }
    items = _holding(head, names)
    if not items or len(head.headers) < len(LONG):
        return {}
    found = {ITEM: items[0]}
    if len(instrument.batteries) > 1 and (told := _holding(head, batteries)):
        found[BATTERY] = told[0]
    after = [header for header in head.headers if header and header not in found.values()]
    answers = [header for header in after[-1:] if _answered(head, header)]
    return found | {ANSWER: answers[0]} if answers else {}


def _answered(head: Head, header: str) -> bool:
    """Whether a few different words or numbers stand below a header, again and again.

    Else a request called R12 would make a log a survey.
    """
    position = head.headers.index(header)
    cells = [row[position] for _, row in head.below if position < len(row) and row[position]]
    said = {cell for cell in cells if re.search(r"\w", cell)}
    return 0 < len(said) <= MOST_ANSWERS


def _holding(head: Head, names: set[str]) -> list[str]:
    """Headers below which mostly these names stand."""
    holding = []
    for position, header in enumerate(head.headers):
        cells = [row[position] for _, row in head.below if position < len(row) and row[position]]
        fit = [cell for cell in cells if folded(cell) in names]
        if header and cells and len(fit) >= MOSTLY * len(cells):
            holding.append(header)
    return holding
