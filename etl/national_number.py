"""National numbers must not enter the warehouse: they are recognised by their check digit.

Source of the rule: the check digit of the ten-digit Iranian national number (کد ملی): the sum of
the first nine digits weighted 10…2, modulo 11; below 2 it is the last digit, else 11 minus it.
"""

import re

from etl.persian_text import LETTERS

TEN_DIGITS = re.compile(r"(?<!\d)\d{10}(?!\d)")


def is_national_number(text: str) -> bool:
    """Whether ten digits carry the check digit of a national number.

    >>> is_national_number("0013542419"), is_national_number("0013542418")
    (True, False)
    """
    digits = text.translate(LETTERS)
    if len(digits) != 10 or not digits.isdecimal() or len(set(digits)) == 1:
        return False
    rest = sum(int(d) * weight for d, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return int(digits[9]) == (rest if rest < 2 else 11 - rest)


def digits_of(cell: str) -> str:
    """The digits of a cell, whatever a system or a spreadsheet put around them.

    >>> digits_of("\u200f001-354241-9"), digits_of("0013542419.0")
    ('0013542419', '0013542419')
    """
    return re.sub(r"\D", "", cell.translate(LETTERS).removesuffix(".0"))


def masked(text: str) -> str:
    """The text with every national number in it made unreadable.

    >>> masked("call 0013542419 back")
    'call ********** back'
    """

    def mask(found: re.Match) -> str:
        return "**********" if is_national_number(found[0]) else found[0]

    return TEN_DIGITS.sub(mask, text)


class Watch:
    """Counts, per column, ten-digit values and those that are national numbers."""

    def __init__(self, width: int):
        self.ten_digits = [0] * width
        self.lines: list[list[int]] = [[] for _ in range(width)]

    def look(self, column: int, cells: list[str | None], lines: list[int]) -> None:
        if max(map(len, filter(None, cells)), default=0) < 10:
            return  # too short for a national number, as most columns are
        like = [(n, digits_of(c)) for n, c in zip(lines, cells, strict=True) if c and len(c) > 9]
        for line, text in like:
            if len(text) == 10:
                self.ten_digits[column] += 1
                if is_national_number(text):
                    self.lines[column].append(line)

    def suspicious(self) -> int | None:
        """The column that mostly holds national numbers.

        One in eleven random ten-digit numbers passes the check by chance, so a lone hit proves
        nothing; two that are also the majority do.
        """
        for column, lines in enumerate(self.lines):
            if len(lines) >= 2 and len(lines) * 2 > self.ten_digits[column]:
                return column
        return None
