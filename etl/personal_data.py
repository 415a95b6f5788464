"""What in a free text could tell who wrote it? Numbers and addresses of persons, made unreadable.

National numbers are masked wherever they stand (`national_number`). In free text, where no number
is a code that anybody looks up, so are e-mail addresses, names after an @, and every run of eight
digits or more, with up to three marks or spaces between one digit and the next: telephone and card
numbers, IBANs (شبا), numbers of insurance, accounts and requests, however they are parted. Only
dates and times are left. So an amount of eight digits is masked too, two years side by side, and a
number that stands beside a long one: rather too much than a number of a person. Not recognised are
numbers written in words, or with words between their digits, and those of fewer than eight digits.
"""

import re

from etl import national_number
from etl.persian_text import normalised

LONGEST_COMMENT = 5_000  # letters of a comment that are kept
MASK = "***"
FEWEST = 8  # digits of a number that is masked
# A ZWNJ shows nothing, so it does not count.
GAP = r"\u200c*(?:(?:_|[^\w\u200c])\u200c*){0,3}"
ADDRESS = re.compile(r"[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+|@\w{3,}")
RUN = re.compile(rf"(?:\bIR{GAP})?\+?(\d(?:{GAP}\d){{{FEWEST - 1},}})", re.IGNORECASE)

_YEAR = r"(?:1[34]|19|20)\d\d"
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = rf"(?:{_YEAR}[/.-]{_MONTH}[/.-]{_DAY}|{_DAY}[/.-]{_MONTH}[/.-]{_YEAR})"
_TIME = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_PART = r"[\W_]{1,3}"
# A year with a time is the end of a date whose month is a word.
_MOMENT = rf"(?:{_DATE}(?:{_PART}{_TIME})?|{_TIME}{_PART}{_DATE}|{_YEAR}{_PART}{_TIME})"
MOMENTS = re.compile(rf"{_MOMENT}(?:{_PART}{_MOMENT})*")


def masked(cell: str) -> str:
    """A cell as it may be kept or shown: free text without what tells of a person.

    >>> masked("call 0912 345 6789, please"), masked("20250925101500")
    ('call ***, please', '20250925101500')
    """
    if _is_free_text(cell):
        return _without_persons(cell)
    return national_number.masked(cell)


def comment(cell: str) -> str:
    """An open answer as it is kept: one spelling, one line, masked, no longer than is read.

    >>> comment("با ۰۹۱۲-۳۴۵-۶۷۸۹ تماس\\nبگیرید")
    'با *** تماس بگیرید'
    """
    text = "".join(c if c.isprintable() or c in "\u200c\n\t" else " " for c in cell)
    # Masked before it is cut, so that no half of a number is left.
    return _without_persons(normalised(text))[:LONGEST_COMMENT].rstrip()


def _is_free_text(cell: str) -> bool:
    """Several words; a code, a date or an amount is not, and must come back as it was sent."""
    return " " in cell.strip() and any(letter.isalpha() for letter in cell)


def _without_persons(text: str) -> str:
    if "@" in text:
        text = ADDRESS.sub(MASK, text)
    if sum(map(str.isdigit, text)) < FEWEST:  # most comments: the pattern costs more
        return text
    return RUN.sub(_unless_moments, text)


def _unless_moments(run: re.Match) -> str:
    """Only a run of nothing but dates and times stays: no number can hide beside one."""
    return run[0] if MOMENTS.fullmatch(run[1]) else MASK
