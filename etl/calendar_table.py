"""The calendar: one row per day, Gregorian beside Jalali; nothing else converts dates."""

import datetime as dt
from functools import lru_cache
from pathlib import Path

import jdatetime
import polars as pl

from etl.tables import day, read_table

FIRST_YEAR, LAST_YEAR = 1390, 1420
# The organisation's offices work Saturday to Wednesday (the week of public offices since 1404).
WEEKEND = (5, 6)
MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
WEEKDAYS = ("شنبه", "یک‌شنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنج‌شنبه", "جمعه")


@lru_cache(maxsize=1)
def days() -> pl.DataFrame:
    """All days from 1390-01-01 to the last of 1420, without holidays.

    >>> days().filter(pl.col("day") == dt.date(2025, 3, 20))["month", "day_of_month"].row(0)
    ('1403-12', 30)
    """
    first = jdatetime.date(FIRST_YEAR, 1, 1).togregorian()
    last = jdatetime.date(LAST_YEAR + 1, 1, 1).togregorian()
    return pl.DataFrame([_day(first + dt.timedelta(n)) for n in range((last - first).days)])


def _day(day: dt.date) -> dict:
    jalali = jdatetime.date.fromgregorian(date=day)
    weekday = (day.weekday() + 2) % 7  # Monday is 0 in Python, Saturday here
    return {
        "day": day,
        "year": jalali.year,
        "month_of_year": jalali.month,
        "day_of_month": jalali.day,
        "month": f"{jalali.year}-{jalali.month:02d}",
        "month_name_fa": MONTHS[jalali.month - 1],
        "weekday_fa": WEEKDAYS[weekday],
        "weekday": weekday,
    }


def calendar(holidays_csv: Path) -> pl.DataFrame:
    """The days with the holidays of the organisation's list and whether offices work."""
    names = _holidays(holidays_csv)
    name = pl.col("day").replace_strict(names, default=None, return_dtype=pl.String)
    return (
        days()
        .with_columns(name.alias("holiday_name_fa"))
        .with_columns(
            pl.col("holiday_name_fa").is_not_null().alias("holiday"),
            (pl.col("holiday_name_fa").is_null() & ~pl.col("weekday").is_in(list(WEEKEND))).alias(
                "working_day"
            ),
        )
    )


def _holidays(holidays_csv: Path) -> dict[dt.date, str]:
    rows = read_table(holidays_csv, ["day", "name_fa"])
    return {
        day(holidays_csv, line, "day", row["day"]): row["name_fa"]
        for line, row in enumerate(rows, start=2)
    }
