"""Two things in one cell: «خراسان رضوی - شعبهٔ ۱ مشهد», "B0901 - branch 1", «۵ - کاملاً موافقم».

Taken only where both parts say the same: then nothing is guessed. Where they contradict each other
the cell means nothing, and its row is turned away.
"""

import re
from collections.abc import Iterable, Mapping

from etl.column_names import folded

BETWEEN = re.compile(r"\s+[-–—]\s*|\s*[-–—]\s+|\s*[/|،,:()\[\]]\s*")
NUMBER_AND_WORD = re.compile(r"(\d+)(\D.*)|(\D.*?)(\d+)")


def code_of(
    cell: str, codes: Mapping[str, Iterable[str]], homes: Mapping[str, Iterable[str]]
) -> list[str]:
    """The codes that every part of a cell is a name of, or of the place that it lies in.

    codes: spelling, folded → codes; homes: code → the spellings of its province, where it has one.

    >>> branches = {"b1": ["B1"], "north": ["B1", "B7"]}
    >>> homes = {"B1": ["tehran"], "B7": ["yazd"]}
    >>> code_of("B1 - North", branches, homes), code_of("Yazd / North", branches, homes)
    (['B1'], ['B7'])
    >>> code_of("Yazd - B1", branches, homes)
    []
    """
    parts = [folded(part) for part in BETWEEN.split(cell) if folded(part)]
    if len(parts) < 2:
        return []
    named = [set(codes.get(part, ())) for part in parts]
    return sorted(
        code
        for code in set().union(*named)
        if all(
            code in of or part in homes.get(code, ()) for part, of in zip(parts, named, strict=True)
        )
    )


def answer_of(cell: str, answers: Mapping[str, str]) -> str:
    """The answer of a number with its label, where the label is that number's; else "".

    answers: label, folded → the number as text.

    >>> answer_of("5 - Agree", {"agree": "5"}), answer_of("Agree (1)", {"agree": "5"})
    ('5', '')
    """
    found = NUMBER_AND_WORD.fullmatch(folded(cell))
    if not found:
        return ""
    number, word = found[1] or found[4], found[2] or found[3]
    return number if answers.get(word) == number else ""
