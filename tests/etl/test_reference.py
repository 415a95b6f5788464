"""The calendar, and the tables that are what their files say."""

import datetime as dt

import jdatetime
import pytest

from etl.data_folder import DataFolder
from etl.publish import reading
from tests.etl.test_marts import rows_of


@pytest.fixture(scope="module")
def marts(warehouse):
    with reading(DataFolder(warehouse)) as con:
        yield con


@pytest.mark.parametrize(
    "day, jalali, month_name, weekday, holiday, working_day",
    [
        ("2025-03-20", "1403-12-30", "اسفند", "پنج‌شنبه", True, False),  # the end of a leap year
        ("2025-03-21", "1404-01-01", "فروردین", "جمعه", True, False),  # Nowruz
        ("2024-03-19", "1402-12-29", "اسفند", "سه‌شنبه", True, False),  # oil; no leap year
        ("2024-03-20", "1403-01-01", "فروردین", "چهارشنبه", True, False),
        ("2025-09-22", "1404-06-31", "شهریور", "دوشنبه", False, True),  # six months have 31 days
        ("2025-09-23", "1404-07-01", "مهر", "سه‌شنبه", False, True),
        ("2025-09-27", "1404-07-05", "مهر", "شنبه", False, True),  # the week begins
        ("2026-02-11", "1404-11-22", "بهمن", "چهارشنبه", True, False),  # the revolution's day
    ],
)
def test_a_day_of_the_calendar(marts, day, jalali, month_name, weekday, holiday, working_day):
    year, month, day_of_month = map(int, jalali.split("-"))
    columns = (
        "year, month_of_year, day_of_month, month, month_name_fa, weekday_fa, weekday, holiday, "
        "holiday_name_fa is not null, working_day"
    )
    (found,) = marts.execute(f"select {columns} from calendar where day = ?", [day]).fetchall()
    number = (dt.date.fromisoformat(day).isoweekday() + 1) % 7  # Saturday is 0
    assert found == (
        *(year, month, day_of_month, jalali[:7], month_name, weekday, number),
        *(holiday, holiday, working_day),
    )


def test_the_calendar_has_every_day_once(marts):
    (days, first, last, distinct) = marts.execute(
        "select count(*), min(day), max(day), count(distinct (year, month_of_year, day_of_month)) "
        "from calendar"
    ).fetchone()
    assert days == distinct == (last - first).days + 1
    assert first == jdatetime.date(1390, 1, 1).togregorian()
    assert last + dt.timedelta(1) == jdatetime.date(1421, 1, 1).togregorian()


@pytest.mark.parametrize(
    "table", ["provinces", "branches", "services", "channels", "customer_groups"]
)
def test_reference_tables_are_their_files(marts, warehouse, table):
    rows = rows_of(warehouse / "reference" / f"{table}.csv")
    for row in rows:  # cities are a table of their own
        row.pop("city_fa", None), row.pop("city_en", None)
    found = marts.execute(f"select {', '.join(rows[0])} from {table} order by all").fetchall()
    written = [tuple("" if cell is None else str(cell) for cell in row) for row in found]
    assert written == sorted(tuple(row.values()) for row in rows)


def test_cities_are_those_of_the_list_of_branches(marts, warehouse):
    rows = rows_of(warehouse / "reference" / "branches.csv")
    told = {(r["branch"], r["province"], r["city_fa"], r["city_en"]) for r in rows if r["city_fa"]}
    found = marts.execute("select branch, province, name_fa, name_en from cities").fetchall()
    assert set(found) == told and len(found) == len(told) > 0


def test_regions_have_a_row_per_province(marts, warehouse):
    rows = rows_of(warehouse / "reference" / "regions.csv")
    expected = {
        (n, row["region"], province)
        for n, row in enumerate(rows, start=1)
        for province in row["provinces"].split()
    }
    found = marts.execute("select position, region, province from regions").fetchall()
    assert set(found) == expected and len(found) == len(expected)
