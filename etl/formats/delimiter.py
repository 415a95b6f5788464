"""What stands between the cells of this text?

The rule: the sign with which most of the first rows have the same number of cells; where two signs
do equally well, the one that makes more cells of them. Excel's own first line `sep=;` decides
alone.
"""

import csv
import io
import re
from collections import Counter

CANDIDATES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "|", "؛": "؛"}
EXCELS_LINE = re.compile(r'"?sep=(.)"?[\r\n]+', re.IGNORECASE)
ROWS = 25


def told(text: str) -> tuple[str, int]:
    """The sign that Excel's first line names, and how many letters that line has; else nothing."""
    found = EXCELS_LINE.match(text[:20])
    return (found[1], found.end()) if found else ("", 0)


def detected(text: str, whole: bool) -> str:
    """The sign between the cells of a text; `whole` unless its last row is cut off."""
    scores = {sign: _score(text, sign, whole) for sign in CANDIDATES}
    best = max(CANDIDATES, key=scores.get)
    return best if scores[best] > (0, 0) else ","


def _score(text: str, sign: str, whole: bool) -> tuple[float, int]:
    """Share of the rows that have the usual number of cells, and that number."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if row]
    except csv.Error:  # a cell longer than any cell is
        return (0, 0)
    rows = (rows if whole or len(rows) < 2 else rows[:-1])[:ROWS]
    counted = Counter(len(row) for row in rows if len(row) > 1)
    if not counted:
        return (0, 0)
    cells, times = max(counted.items(), key=lambda found: (found[1], found[0]))
    return (times / len(rows), cells)
