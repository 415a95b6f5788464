"""Periods in words and figures: which days, and which Jalali month."""

import datetime as dt
import doctest

import pytest

from etl import periods
from etl.periods import days_of, month_of

MEHR = (dt.date(2025, 9, 23), dt.date(2025, 10, 22))
SUMMER = (dt.date(2025, 6, 22), dt.date(2025, 9, 22))
YEAR = (dt.date(2025, 3, 21), dt.date(2026, 3, 20))


@pytest.mark.parametrize(
    "text, days",
    [(text, MEHR) for text in ("1404-07", "۱۴۰۴/۷", "140407", "مهر ۱۴۰۴", "مهرماه 1404")]
    + [(text, SUMMER) for text in ("1404-Q2", "Q2 1404", "تابستان ۱۴۰۴", "سه‌ماهه دوم سال ۱۴۰۴",
                                   "1404-04/1404-06", "1404/04/01 تا 1404/06/31")]
    + [(text, YEAR) for text in ("1404", "سال ۱۴۰۴")]
    + [
        ("نیمه اول ۱۴۰۴", (dt.date(2025, 3, 21), dt.date(2025, 9, 22))),
        ("اردی‌بهشت ۱۴۰۴", (dt.date(2025, 4, 21), dt.date(2025, 5, 21))),
        ("2025-09", (dt.date(2025, 9, 1), dt.date(2025, 9, 30))),  # Gregorian by its year
        ("2018-04-01/2019-03-31", (dt.date(2018, 4, 1), dt.date(2019, 3, 31))),
        ("2018-2019", None),  # a fiscal year, but from which day?
        ("۱۴۰۳/۱۴۰۴", None),
        ("2018–19", None),
        ("2018 تا 2019", (dt.date(2018, 1, 1), dt.date(2019, 12, 31))),
        ("04/07", None),
        ("1404-13", None),
        ("1404-12/1404-01", None),  # ends before it begins
        ("1404/07/31/1404/08/01", None),
    ],
)  # fmt: skip
def test_days(text, days):
    assert days_of(text) == days


def test_only_a_jalali_month_is_a_month():
    assert (month_of("مهر ۱۴۰۴"), month_of("2025-09"), month_of("1404")) == ("1404-07", None, None)


def test_its_examples():
    assert doctest.testmod(periods).failed == 0
