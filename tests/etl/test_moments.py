"""Dates in any usual spelling give the day that was written; what could be two days gives none."""

import datetime as dt

import duckdb
import jdatetime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import moments
from etl.calendar_table import MONTHS, days
from etl.date_formats import WrongFormat, date_format
from etl.persian_text import normalised_sql

CON = duckdb.connect()
CON.register("all_days", days())
CON.execute("create table calendar as from all_days")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
FIRST, LAST = dt.date(2011, 3, 21), dt.date(2042, 3, 20)


def value(cell: str, told: str = "", calendar: str = ""):
    """The moment of a cell and the question it raises, by the steps of the row query."""
    other = moments.respelled_sql("x")
    parts = f"case when usual.y <> '' then usual else {other} end"
    if told:
        parts = date_format(told, calendar).parts_sql("x")
    return CON.execute(
        f"""
        with cells as (select {normalised_sql("$1")} as x),
        spelled as (select *, {moments.usual_sql("x")} as usual from cells),
        parted as (select *, {parts} as p from spelled)
        select {moments.moment_sql("p", "d.day", calendar)}, {moments.question_sql("x")}
        from parted left join calendar d on d.year = try_cast(p.y as smallint)
            and d.month_of_year = try_cast(p.m as smallint)
            and d.day_of_month = try_cast(p.d as smallint)
        """,
        [cell],
    ).fetchone()


@st.composite
def written(draw) -> tuple[dt.datetime, str]:
    """A moment of the calendar, and one of its usual spellings."""
    day = draw(st.dates(FIRST, LAST))
    jalali = jdatetime.date.fromgregorian(date=day)
    y, m, d = draw(st.sampled_from([(jalali.year, jalali.month, jalali.day),
                                    (day.year, day.month, day.day)]))  # fmt: skip
    sign = draw(st.sampled_from(["-", "/", ".", " / "]))
    month = MONTHS[m - 1] if y < 1700 else moments.ENGLISH[m - 1].title()
    text = draw(st.sampled_from([
        f"{y}{sign}{m}{sign}{d}", f"{y}{sign}{m:02}{sign}{d:02}", f"{y}{m:02}{d:02}",
        f"{d} {month} {y}", f"{d}-{month}-{y}",
    ]))  # fmt: skip
    moment = dt.datetime.combine(day, dt.time())
    if draw(st.booleans()):
        hour, minute = draw(st.integers(0, 23)), draw(st.integers(0, 59))
        moment = moment.replace(hour=hour, minute=minute)
        clock = draw(st.sampled_from([f"{hour:02}:{minute:02}", f"{hour}:{minute:02}:00"]))
        text = draw(st.sampled_from([f"{text} {clock}", f"{text} ساعت {clock}", f"{clock} {text}",
                                     f"{text}، ساعت {clock}"]))  # fmt: skip
    return moment, text.translate(PERSIAN) if draw(st.booleans()) else text


@settings(deadline=None, max_examples=150)
@given(written())
def test_any_spelling_of_a_moment_gives_it_back(spelled):
    moment, text = spelled
    assert value(text) == (moment, None)


@pytest.mark.parametrize(
    "cell, moment",
    [
        ("1404/7/3", "2025-09-25"),
        ("۳ مهرماه ۱۴۰۴", "2025-09-25"),
        ("سه‌شنبه، ۱ مهر ماه ۱۴۰۴ ساعت ۰۹:۱۲", "2025-09-23 09:12"),
        ("5 اردی‌بهشت 1404", "2025-04-25"),
        ("Thu, 25 Sep 2025 9:12 PM", "2025-09-25 21:12"),
        ("Sep 25, 2025", "2025-09-25"),
        ("1404/07/03 09:12 ب.ظ", "2025-09-25 21:12"),
        ("12:05 am 2025-09-25", "2025-09-25 00:05"),
        ("1403/12/30", "2025-03-20"),  # a leap year
    ],
)
def test_a_moment(cell, moment):
    assert value(cell)[0] == dt.datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "cell", ["1404/12/30", "1404-13-01", "3 مهر 2025", "3 Sep 1404", "1404/07/03 25:00",
             "1404/07/03 13:12 pm", "1404-07", "abc", "1404/07/03 9"],
)  # fmt: skip
def test_what_is_no_moment(cell):
    assert value(cell) == (None, None)


@pytest.mark.parametrize(
    "cell, question",
    [
        ("04/07/03", "two_digit_year:1404 or 2004"),
        ("98/07/03", "two_digit_year:1398 or 1998"),
        ("۳ مهر ۰۴", "two_digit_year:1404 or 2004"),
        ("3/7/1404", "day_first"),
        ("25/09/2025", "day_first"),  # a mapping's date_format tells it, no rule of thumb does
        ("45925", "excel_serial"),
        ("2025-09-25T05:42:45Z", "time_zone"),
        ("2025-09-25 05:42:45+03:30", "time_zone"),
    ],
)
def test_what_could_mean_two_things_is_asked(cell, question):
    assert value(cell) == (None, question)


@pytest.mark.parametrize(
    "told, calendar, cell, day",
    [
        ("%d/%m/%Y", "", "25/09/2025", dt.datetime(2025, 9, 25)),
        ("%d/%m/%Y", "", "31/02/1404", dt.datetime(2025, 5, 21)),  # there is one in Ordibehesht
        ("%m/%d/%Y %I:%M:%S %p", "", "05/01/2022 01:02:03 PM", dt.datetime(2022, 5, 1, 13, 2, 3)),
        ("%y/%m/%d", "jalali", "04/07/03", dt.datetime(2025, 9, 25)),
        ("%y/%m/%d", "gregorian", "04/07/03", dt.datetime(2004, 7, 3)),
        ("%d %B %y", "jalali", "۳ مهر ۰۴", dt.datetime(2025, 9, 25)),
        ("%Y-%d-%m", "", "2025-03-09", dt.datetime(2025, 9, 3)),
        ("%d/%m/%Y", "", "2025-13-01", None),
    ],
)
def test_a_date_format_is_read_as_it_is_written(told, calendar, cell, day):
    assert value(cell, told, calendar)[0] == day


@pytest.mark.parametrize(
    "told, said",
    [("%d/%m", "has no %Y"), ("%y/%m/%d", "either calendar"), ("%Q", "the code %Q"),
     ("%Y-%m-%d %p", "%p without an hour"), ("%Y%Y%m%d", "twice"), ("", "has no %Y")],
)  # fmt: skip
def test_a_wrong_date_format_is_refused(told, said):
    with pytest.raises(WrongFormat, match=said):
        date_format(told)


def test_days_as_excel_counts_them():
    serial = moments.serial_sql("x")
    (moment,) = CON.execute(f"select {serial} from (select '45925.5' as x)").fetchone()
    assert moment == dt.datetime(2025, 9, 25, 12)


@pytest.mark.parametrize(
    "cell, other",
    [
        ("شنبه ۵ مهر ۱۴۰۴", False),  # 27 September 2025 was a Saturday
        ("یک‌شنبه ۵ مهر ۱۴۰۴", True),
        ("یک شنبه، ۶ مهر ۱۴۰۴", False),
        ("سه‌شنبه ۸ مهر ۱۴۰۴", False),
        ("جمعه ۸ مهر ۱۴۰۴", True),
        ("Wednesday, October 1, 2025", False),
        ("Thu, October 1, 2025", True),
        ("۵ مهر ۱۴۰۴", False),  # none is named
        ("1404-07-05", False),
        ("شنبه", False),  # no date at all, which is another complaint
    ],
)
def test_a_day_of_the_week_that_contradicts_its_date(cell, other):
    moment, _ = value(cell)
    ((said,),) = CON.execute(
        f"select {moments.other_weekday_sql('x', 'm')} from "
        f"(select {normalised_sql('$1')} as x, $2::timestamp as m)",
        [cell, moment],
    ).fetchall()
    assert bool(said) is other


@given(st.dates(FIRST, LAST))
@settings(max_examples=50, deadline=None)
def test_the_weekday_that_jdatetime_names_is_never_contradicted(day):
    jalali = jdatetime.date.fromgregorian(date=day)
    names = ("شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه")
    cell = f"{names[jalali.weekday()]} {jalali.day} {MONTHS[jalali.month - 1]} {jalali.year}"
    test_a_day_of_the_week_that_contradicts_its_date(cell, False)
