"""Text, national numbers, the calendar: the small rules that everything else relies on."""

import datetime as dt
import doctest

import duckdb
import pytest

from etl import calendar_table, joined_names, national_number, persian_text
from etl.calendar_table import calendar
from etl.national_number import is_national_number
from etl.persian_text import normalised, normalised_sql
from tests.conftest import PROJECT

SPELLINGS = [
    ("خراسان رضوي", "خراسان رضوی"),  # Arabic ya
    (" خراسان  رضوی ", "خراسان رضوی"),  # stray spaces
    ("خراسان رضوى", "خراسان رضوی"),  # alef maqsura
    ("كرمان", "کرمان"),  # Arabic kaf
    ("ﻛﺮﻣﺎن", "کرمان"),  # presentation forms of old systems
    ("۱۴۰۴/۰۷/۰۳", "1404/07/03"),
    ("١٤٠٤", "1404"),  # Arabic digits
    ("\u200f12\u200e", "12"),  # direction marks around a number
]


@pytest.mark.parametrize("written, compared", SPELLINGS)
def test_one_spelling(written, compared):
    assert normalised(written) == compared


@pytest.mark.parametrize("written, compared", [s for s in SPELLINGS if "  " not in s[0]][:-1])
def test_sql_spells_codes_and_numbers_alike(written, compared):
    if "ﻛ" in written:
        pytest.skip("presentation forms are folded in labels, not in codes")
    with duckdb.connect() as con:
        found = con.execute(f"select {normalised_sql('$1')}", [written]).fetchone()
    assert found == (compared,)


def test_an_empty_cell_is_null():
    with duckdb.connect() as con:
        found = con.execute(f"select {normalised_sql('$1')}", [" \u200f "]).fetchone()
    assert found == (None,)


@pytest.mark.parametrize(
    "digits, valid",
    [
        ("0013542419", True),  # rest 2 → 11 − 2 = 9
        ("۰۰۱۳۵۴۲۴۱۹", True),  # Persian digits
        ("0013542418", False),  # wrong check digit
        ("1111111111", False),  # satisfies the rule but is never given out
        ("13542419", False),  # too short
        ("00135424x9", False),
    ],
)
def test_national_numbers(digits, valid):
    assert is_national_number(digits) is valid


@pytest.fixture(scope="module")
def days():
    rows = calendar(PROJECT / "data" / "reference" / "holidays.csv").rows(named=True)
    return {row["day"]: row for row in rows}


@pytest.mark.parametrize(
    "day, month, day_of_month, weekday",
    [
        (dt.date(2025, 3, 20), "1403-12", 30, "پنج‌شنبه"),  # leap year
        (dt.date(2025, 3, 21), "1404-01", 1, "جمعه"),  # Nowruz
        (dt.date(2022, 5, 1), "1401-02", 11, "یک‌شنبه"),
        (dt.date(2026, 10, 22), "1405-07", 30, "پنج‌شنبه"),
    ],
)
def test_days_of_the_calendar(days, day, month, day_of_month, weekday):
    row = days[day]
    assert (row["month"], row["day_of_month"], row["weekday_fa"]) == (month, day_of_month, weekday)


def test_farvardin_is_short_every_year(days):
    for year in (1403, 1404, 1405):
        working = {
            month: sum(d["working_day"] for d in days.values() if d["month"] == f"{year}-{month}")
            for month in ("01", "02")
        }
        assert working["01"] < working["02"] - 3


def test_every_year_has_365_or_366_days_and_no_gap(days):
    lengths = {}
    for row in days.values():
        lengths[row["year"]] = lengths.get(row["year"], 0) + 1
    assert set(lengths.values()) == {365, 366}
    assert [y for y, n in lengths.items() if n == 366] == [
        1391, 1395, 1399, 1403, 1408, 1412, 1416, 1420,
    ]  # fmt: skip
    ordered = sorted(days)
    assert (ordered[-1] - ordered[0]).days == len(ordered) - 1


@pytest.mark.parametrize("module", [persian_text, national_number, calendar_table, joined_names])
def test_examples_in_docstrings(module):
    assert doctest.testmod(module, extraglobs={"pl": __import__("polars"), "dt": dt}).failed == 0
