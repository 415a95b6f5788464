"""What in a free text could tell who wrote it? Numbers and addresses of persons, made unreadable.

National numbers are masked wherever they stand (`national_number`). In free text, where no number
is a code that anybody looks up, so are e-mail addresses and names after an @, IBANs (شبا), card
numbers, telephone numbers, all of them also with spaces, dashes, points or slashes in between, and
every other run of eight digits or more: numbers of insurance, accounts and requests.
"""

import re

from etl import national_number
from etl.persian_text import normalised

LONGEST_COMMENT = 5_000  # letters of a comment that are kept
MASK = "***"
GAP = r"[\s\-–—_./()\u200c\u200e\u200f]{0,2}"


def _digits(count: int) -> str:
    return rf"\d(?:{GAP}\d){{{count - 1}}}"


ADDRESS = re.compile(r"[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+|@\w{3,}")
# In this order: a card number begins like a telephone number, an IBAN holds a card number.
SHAPES = (
    rf"(?:\bIR{GAP})?(?<!\d){_digits(24)}(?!\d)",
    rf"(?<!\d){_digits(16)}(?!\d)",
    rf"(?<!\d)(?:(?:\+|00)?98{GAP}|0)?9(?:{GAP}\d){{9}}(?!\d)",
    rf"(?<!\d)(?:(?:\+|00)98{GAP}|0)[1-8](?:{GAP}\d){{9}}(?!\d)",
)
NUMBERS = re.compile("|".join(SHAPES), re.IGNORECASE)
FEWEST = 8  # digits of a number that is masked
TEN_DIGITS = re.compile(rf"(?<!\d)(?={_digits(10)}(?!\d))")
LONG_RUN = re.compile(rf"\d{{{FEWEST},}}")


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
    if sum(map(str.isdigit, text)) < FEWEST:  # most comments: the patterns cost ten times that
        return text
    return LONG_RUN.sub(MASK, _without_national_numbers(NUMBERS.sub(MASK, text)))


def _without_national_numbers(text: str) -> str:
    """Ten digits may begin inside others that are none, so every place is looked at."""
    place = 0
    while found := TEN_DIGITS.search(text, place):
        number = re.compile(_digits(10)).match(text, found.start())
        place = found.start() + 1
        if national_number.is_national_number(national_number.digits_of(number[0])):
            text = text[: number.start()] + MASK + text[number.end() :]
    return text
