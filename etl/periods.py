"""Which days does a period cover? A month, quarter, half-year, year, or a first and a last day."""

import datetime as dt
import re

import jdatetime

from etl.calendar_table import FIRST_YEAR, LAST_YEAR
from etl.moments import CALENDARS_MEET, PERSIAN_MONTHS
from etl.persian_text import normalised

Days = tuple[dt.date, dt.date]  # first and last, Gregorian
# A Jalali quarter is a season.
ORDINALS = {
    "1": 1, "اول": 1, "یکم": 1, "نخست": 1, "بهار": 1, "2": 2, "دوم": 2, "تابستان": 2,
    "3": 3, "سوم": 3, "پاییز": 3, "پائیز": 3, "4": 4, "چهارم": 4, "زمستان": 4,
}  # fmt: skip
YEAR = r"(?:سال\s*)?(?P<y>\d{4})"
PARTS = [  # how a part of a year is written, and how many months it has
    (rf"{YEAR}\s*[-/.]\s*(?P<n>0?[1-9]|1[0-2])", 1),
    (r"(?P<y>1[34]\d\d)(?P<n>0[1-9]|1[0-2])", 1),
    (rf"(?P<month>[^\d\s]+?)(?:\s?ماه)?[\s,،-]+{YEAR}", 1),
    (rf"{YEAR}\s*[-/]?\s*q(?P<n>[1-4])|q(?P<n2>[1-4])\s*[-/]?\s*(?P<y2>\d{{4}})", 3),
    (rf"(?:فصل\s*)?(?P<n>بهار|تابستان|پاییز|پائیز|زمستان)\s*{YEAR}", 3),
    (rf"(?:سه\s?ماهه?|فصل)\s*(?P<n>اول|یکم|نخست|دوم|سوم|چهارم|[1-4])[\s،,]*{YEAR}", 3),
    (rf"{YEAR}\s*[-/]?\s*h(?P<n>[12])|h(?P<n2>[12])\s*[-/]?\s*(?P<y2>\d{{4}})", 6),
    (rf"(?:نیمه?|شش\s?ماهه?|نیم\s?سال)\s*(?P<n>اول|یکم|نخست|دوم|[12])[\s،,]*{YEAR}", 6),
    (YEAR, 12),
]
DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
TWO_YEARS = r"\d{4}\s*[-–—/]\s*(?:\d{4}|1[3-9]|[2-9]\d)"  # 1403-04 is a month
BETWEEN = re.compile(
    r"\s+(?:تا|to|–|—|-)\s+|(?<=\d)\s*(?:–|—|/)\s*(?=\d{4}[-./]?\d)", re.IGNORECASE
)


def days_of(text: str) -> Days | None:
    """The first and the last day of a period; nothing where it is none.

    >>> days_of("مهر ۱۴۰۴")
    (datetime.date(2025, 9, 23), datetime.date(2025, 10, 22))
    >>> days_of("1404-Q3") == days_of("پاییز ۱۴۰۴") == days_of("1404-07/1404-09")
    True
    """
    text = normalised(text).replace("\u200c", " ").lower()
    text = text.replace("اردی بهشت", "اردیبهشت")
    if two_years(text):
        return None
    if found := _single(text):
        return found
    ends = BETWEEN.split(text)
    if len(ends) != 2:
        return None
    first, last = (_single(end) or _one_day(end) for end in ends)
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def two_years(text: str) -> bool:
    """Whether a cell has two years running, which are one fiscal or school year, or both whole.

    >>> [two_years(cell) for cell in ("2018-2019", "۱۴۰۳/۱۴۰۴", "2018-19", "1404-07", "1400–1404")]
    [True, True, True, False, False]
    """
    text = normalised(text)
    if not re.fullmatch(TWO_YEARS, text):
        return False
    return (int(text[2:4]) + 1) % 100 == int(text[-2:])


def two_years_sql(cell: str) -> str:
    """The same of a cell in SQL, normalised already."""
    follow = f"(try_cast(substr({cell}, 3, 2) as integer) + 1) % 100"
    return (
        f"regexp_full_match({cell}, '{TWO_YEARS}') "
        f"and {follow} = try_cast(right({cell}, 2) as integer)"
    )


def month_of(text: str) -> str | None:
    """The Jalali month, such as 1404-07, if the period is one.

    >>> month_of("1404/7"), month_of("مهر ماه ۱۴۰۴"), month_of("1404")
    ('1404-07', '1404-07', None)
    """
    days = days_of(text)
    if not days:
        return None
    first = jdatetime.date.fromgregorian(date=days[0])
    month = _days(first.year, first.month, 1)
    return f"{first.year}-{first.month:02}" if days == month else None


def _single(text: str) -> Days | None:
    for pattern, months in PARTS:
        if found := re.fullmatch(pattern, text):
            part = {key.rstrip("2"): value for key, value in found.groupdict().items() if value}
            if position := _position(part):
                return _days(int(part["y"]), (position - 1) * months + 1, months)
    return None


def _position(part: dict) -> int | None:
    """Which month, quarter or half of its year."""
    if "month" in part:
        return PERSIAN_MONTHS.get(part["month"])
    number = part.get("n", "1")
    return ORDINALS.get(number) or int(number)


def _days(year: int, month: int, months: int) -> Days | None:
    """So many months of a year from one on, in the calendar that the year tells."""
    following = divmod(year * 12 + month - 1 + months, 12)
    return _between((year, month), (following[0], following[1] + 1))


def _between(first: tuple[int, int], following: tuple[int, int]) -> Days | None:
    """From the first day of a month to the last before another one begins."""
    if first[0] >= CALENDARS_MEET:
        begin, end = dt.date(*first, 1), dt.date(*following, 1)
    elif FIRST_YEAR <= first[0] <= LAST_YEAR:
        begin, end = (jdatetime.date(*month, 1).togregorian() for month in (first, following))
    else:
        return None
    return begin, end - dt.timedelta(1)


def _one_day(text: str) -> Days | None:
    found = DAY.fullmatch(text)
    if not found:
        return None
    year, month, day = map(int, found.groups())
    try:
        if year >= CALENDARS_MEET:
            date = dt.date(year, month, day)
        else:
            date = jdatetime.date(year, month, day).togregorian()
    except ValueError:
        return None
    return date, date
