"""Is this header that column? However a survey tool, a keyboard or a spreadsheet spelled it.

LimeSurvey writes `Q1[SQ001]. the question`, `G1Q1 [the question]`; Google Forms `the question [the
row]`; Porsline and many others number the question. A mapping may name the column by the whole
header, by its code or by the question alone, as long as one column only is called that.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache

from etl.persian_text import LETTERS, normalised
from etl.refusal import closest

CODE_AND_TEXT = re.compile(r"([A-Za-z]\w*(?:\s?\[[^\]]*\])*)\s*[.:]\s+(\S.*)", re.DOTALL)
TEXT_IN_BRACKETS = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]", re.DOTALL)
NUMBERED = re.compile(
    r"(?:(?:سؤال|سوال|پرسش|گویه|question|item|q)\s*)?\d+(?:[-./]\d+)*\s*[-.:)–—]\s*(\S.*)",
    re.DOTALL | re.IGNORECASE,
)
CODE = re.compile(r"[A-Za-z]\w*")
LONGEST = 80  # letters of a header that a message shows


@lru_cache(10_000)
def folded(text: str) -> str:
    """Letters and digits only, so that spaces, ZWNJ, hamza and punctuation make no difference.

    >>> folded("سؤال ۱: «مي‌شود»") == folded("سوال 1 می شود")
    True
    """
    letters = unicodedata.normalize("NFKD", normalised(text)).translate(LETTERS)
    return "".join(letter for letter in letters.casefold() if letter.isalnum())


def spellings(header: str) -> list[str]:
    """The names a header goes by beside itself: its code, its question.

    >>> spellings("Q1[SQ001]. Fast"), spellings("G1Q1 [Fast]"), spellings("3) Fast")
    (['Q1[SQ001]', 'Fast'], ['G1Q1', 'Fast'], ['Fast'])
    """
    if found := CODE_AND_TEXT.fullmatch(header):
        return [found[1], found[2]]
    if found := TEXT_IN_BRACKETS.fullmatch(header):
        return [*([found[1]] if CODE.fullmatch(found[1]) else []), found[2]]
    if found := NUMBERED.fullmatch(header):
        return [found[1]]
    return []


class Names:
    """The headers of one table, to be asked for by any of their names."""

    def __init__(self, headers: list[str], titles: dict[str, str] | None = None):
        """`titles`: header → the question that the file itself gives for it."""
        self.headers, self.titles = headers, titles or {}

    @cached_property
    def _exact(self) -> dict[str, list[int]]:
        return _places([header] for header in self.headers)

    @cached_property
    def _loose(self) -> dict[str, list[int]]:
        return _places([folded(header)] for header in self.headers)

    @cached_property
    def _parts(self) -> dict[str, list[int]]:
        return _places(map(self._names, self.headers))

    def _names(self, header: str) -> list[str]:
        title = normalised(self.titles.get(header, ""))
        return [folded(part) for part in (*spellings(header), title, *spellings(title))]

    def positions(self, wanted: dict[str, str]) -> dict[str, int]:
        """Our column → where it stands, of those that are there; `wanted`: name → our column."""
        found = {ours: self.position(name) for name, ours in wanted.items()}
        return {ours: position for ours, position in found.items() if position is not None}

    def all_of(self, names) -> bool:
        return all(self.position(name) is not None for name in names)

    def position(self, name: str) -> int | None:
        """Where the column of that name stands; none if no header, or more than one, is it."""
        if found := self._exact.get(normalised(name)):
            return found[0]  # a header that stands twice is told by whoever takes the column
        for names in (self._loose, self._parts):
            if found := names.get(folded(name)):
                return found[0] if len(found) == 1 else None
        return None


def _places(names: Iterable[list[str]]) -> dict[str, list[int]]:
    """Name → the positions that bear it, nameless ones left out."""
    places: dict[str, list[int]] = {}
    for position, called in enumerate(names):
        for name in set(called) - {""}:
            places.setdefault(name, []).append(position)
    return places


def shown(header: str) -> str:
    """A header in a message: not longer than a line of it."""
    return header if len(header) <= LONGEST else header[:LONGEST] + "…"


def listed(headers: list[str]) -> str:
    """The first headers of a file, for a message."""
    return ", ".join(shown(header) for header in headers[:12]) + (", …" if headers[12:] else "")


def proposed(header: str, wordings: dict[str, list[str]]) -> str:
    """Which of our columns a header may mean: the one of the same wording, else the most alike.

    `wordings`: our column → how people may call it, its own name among them.
    """
    by_wording = {folded(w): column for column, words in wordings.items() for w in words if w}
    called = [folded(name) for name in (header, *spellings(header))]
    for name in called:
        if name in by_wording:
            return by_wording[name]
    for name in called:
        if like := closest(name[:200], list(by_wording)):
            return by_wording[like]
    return ""
