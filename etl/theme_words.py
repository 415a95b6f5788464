"""When does a word of the dictionary stand in a comment? Spelling evened out, endings allowed.

The whole of the rule, as `data/README.md` tells it to whoever edits the dictionary:
- letters only: marks, hamza, madda, the keyboard's «ی» and «ک» and capitals make no difference, and
  whatever is no letter or digit, a ZWNJ included, parts words
- a gap inside a phrase may be there or not: «نرم‌افزار» is also «نرم افزار» and «نرمافزار»
- a word may have one of ENDINGS written together with it; apart from it, any word may follow
- `=word` stands for that word without endings, `word*` for every word that begins so
"""

import re
import unicodedata

from etl.persian_text import LETTERS, normalised

EXACT, OPEN = "=", "*"
ENDINGS = (
    "ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان",
    "هام", "هات", "هاش", "هامون", "هاتون", "هاشون", "ی", "یی", "ای", "ان", "م", "ت", "ش",
    "مان", "تان", "شان", "مون", "تون", "شون", "تر", "ترین",
)  # fmt: skip
# No word of a reader's own can hold it, so nothing joins across what was taken out.
TAKEN_OUT = "|"


def folded(text: str) -> str:
    """Words of letters and digits with one space between, as they are compared.

    >>> folded("سايت‌ها «قطع» شد؛ مسئولِ آن؟")
    'سایت ها قطع شد مسیول ان'
    """
    letters = unicodedata.normalize("NFKD", normalised(text).replace("\u200c", " "))
    letters = letters.translate(LETTERS).casefold()
    kept = "".join(
        letter if letter.isalnum() else "" if unicodedata.combining(letter) else " "
        for letter in letters
    )
    return " ".join(kept.split())


def pattern(entry: str) -> str:
    """A regular expression (RE2) of one entry, to be put between `(^| )` and `( |$)`."""
    plain = entry.removeprefix(EXACT).removesuffix(OPEN)
    words = " ?".join(re.escape(word) for word in folded(plain).split())
    if entry.endswith(OPEN):
        return f"{words}[^ ]*"
    if entry.startswith(EXACT):
        return words
    return f"{words}(?:{'|'.join(ENDINGS)})?"


def any_of(entries: list[str]) -> str:
    """A regular expression that finds any of the entries as whole words of a folded text."""
    return f"(?:^| )(?:{'|'.join(map(pattern, entries))})(?: |$)"


def several_of(entries: list[str]) -> str:
    """The same of one or more of them in a row, which share the spaces between them."""
    one = f"(?:{'|'.join(map(pattern, entries))})"
    return f"(?:^| ){one}(?: {one})*(?: |$)"
