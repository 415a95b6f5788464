"""One spelling for Persian text, whichever keyboard or system wrote it."""

import re
import unicodedata

from etl.sql import literal

# Arabic letters to Persian ones, every kind of digit to ASCII, every kind of space to one. Marks in
# numbers stay: «٫» is a decimal sign where a point may set thousands apart (`etl.numbers`).
LETTERS = str.maketrans(
    "يىكڪة٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹\u00a0\u202f\u2009",
    "ییککه01234567890123456789   ",
)
# Tatweel, direction marks, byte order mark, soft hyphen: they show nothing and break comparisons.
UNSEEN = dict.fromkeys(
    [0x0640, 0x00AD, 0x200D, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


def normalised(text: str) -> str:
    """Text as it is compared: NFKC, Persian letters, ASCII digits, single spaces.

    >>> normalised("  شعبه\u200fي  ١٢ ")
    'شعبهی 12'
    """
    text = unicodedata.normalize("NFKC", text).translate(LETTERS).translate(UNSEEN)
    return re.sub(r"\s+", " ", text.replace("\u200b", "\u200c")).strip()


def normalised_sql(column: str) -> str:
    """The same in SQL for codes, numbers and dates; an empty cell becomes null."""
    found = "".join(chr(c) for c in LETTERS) + "".join(chr(c) for c in UNSEEN)
    becomes = "".join(chr(c) for c in LETTERS.values())
    # As many bytes as letters: plain ASCII, in which there is nothing to translate. Most cells are,
    # and translating is by far the slowest thing that is done to a cell.
    plain = f"strlen({column}) = length({column})"
    translated = f"translate({column}, {literal(found)}, {literal(becomes)})"
    return f"nullif(trim(case when {plain} then {column} else {translated} end), '')"
