"""National numbers must not enter the warehouse: they are recognised by their check digit.

Source of the rule: the check digit of the ten-digit Iranian national number (کد ملی): the sum of
the first nine digits weighted 10…2, modulo 11; below 2 it is the last digit, else 11 minus it.
"""

import re

import polars as pl

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

    def look(self, column: int, cells: pl.Series, lines: list[int]) -> None:
        """Look at the cells of one column; `lines` has the line of each.

        Looked at in Python are only cells with ten digits, or eleven, of which the last may belong
        to a ".0": the others, which are nearly all, are passed over by the column at once.
        """
        digits = cells.str.count_matches(r"\d")
        for index in digits.is_between(10, 11).fill_null(False).arg_true().to_list():
            text = digits_of(cells[index])
            if len(text) == 10:
                self.ten_digits[column] += 1
                if is_national_number(text):
                    self.lines[column].append(lines[index])

    def suspicious(self) -> int | None:
        """The column that mostly holds national numbers.

        One in eleven random ten-digit numbers passes the check by chance, so a lone hit proves
        nothing; two that are also the majority do.
        """
        for column, lines in enumerate(self.lines):
            if len(lines) >= 2 and len(lines) * 2 > self.ten_digits[column]:
                return column
        return None
