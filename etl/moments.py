"""Which moment does a cell say? Jalali and Gregorian dates in their usual spellings.

The usual one, 1404-07-03 09:12:45, is read by one short pattern, since a log has millions of dates.
Whatever that does not read is spelled anew: other signs between the parts, none at all (14040703),
names of months in Persian and English, the time before the date, am and pm. A mapping's
`date_format` reads its spelling alone. The year tells the calendar: no Jalali one in use is above
1700 and no Gregorian one below. What can mean two days is read as none, and `question_sql` asks.
"""

from etl.calendar_table import MONTHS
from etl.sql import literal

USUAL = r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$"
# What is written like this is usual, or no date at all; a comparison costs less than a pattern.
USUAL_SHAPES = [day + time for day in ("____-__-__", "____/__/__") for time in
                ("", " __:__", " __:__:__")]  # fmt: skip
PARTS = "['y', 'm', 'd', 'h', 'i', 's']"
CALENDARS_MEET = 1700
JALALI, GREGORIAN = CALENDARS = ("jalali", "gregorian")
EXCEL = "excel"  # a date_format: days since the end of 1899
SERIAL = r"[1-9]\d{4}(?:\.\d+)?"
OTHER_NAMES = {"امرداد": 5, "اردی‌بهشت": 2}
PERSIAN_MONTHS = {name: n for n, name in enumerate(MONTHS, start=1)} | OTHER_NAMES
ENGLISH = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")  # fmt: skip
GREGORIAN_MONTHS = (
    {name: n for n, name in enumerate(ENGLISH, start=1)}
    | {name[:3]: n for n, name in enumerate(ENGLISH, start=1)}
    | {"sept": 9}
    | dict(zip(
        ("ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر",
         "نوامبر", "دسامبر", "می", "جولای", "آگوست"),
        (*range(1, 13), 5, 7, 8), strict=True,
    ))
)  # fmt: skip
BEFORE_NOON, AFTER_NOON = r"am|a\.m\.|ق\.? ?ظ\.?|صبح", r"pm|p\.m\.|ب\.? ?ظ\.?|عصر|بعدازظهر"
CLOCK = rf"(\d{{1,2}}):(\d{{2}})(?::(\d{{2}})(?:\.\d+)?)?(?:\s*({BEFORE_NOON}|{AFTER_NOON}))?"
AT_THE_END = rf"(?i)(?:\s*[-,،]?\s*ساعت\s*|\s*[T,،]\s*|\s+-?\s*){CLOCK}$"
AT_THE_BEGINNING = rf"(?i)^(?:ساعت\s*)?{CLOCK}[\s,،-]+"
WEEKDAY = (
    r"(?:(?:(?:یک|دو|سه|چهار|پنج)?[\s\x{200c}]?شنبه|جمعه|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mon|tue|wed|thu|fri|sat|sun)[\s,،]+)?"
)
WEEKDAY_NAME = r"(?i)^((?:یک|دو|سه|چهار|پنج)?[\s\x{200c}]?شنبه|جمعه|mon|tue|wed|thu|fri|sat|sun)"
WEEKDAYS = {  # from Monday, as ISO 8601 counts
    "دوشنبه": 1, "سهشنبه": 2, "چهارشنبه": 3, "پنجشنبه": 4, "جمعه": 5, "شنبه": 6, "یکشنبه": 7,
    "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7,
}  # fmt: skip
SIGNS = r"\s*[-/.]\s*"
NUMERIC = rf"(\d{{4}}){SIGNS}(\d{{1,2}}){SIGNS}(\d{{1,2}})"
COMPACT = r"((?:1[34]|19|20)\d{2})(\d{2})(\d{2})"
MONTH = r"([^\d\s\x{200c},،./-]+?(?:\x{200c}بهشت)?)(?:[\s\x{200c}]?ماه)?[\s,،/-]*(?:سال\s*)?"
DAY_FIRST = rf"(?i){WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|ام|م)?[\s/-]*{MONTH}(\d{{4}})"
MONTH_FIRST = rf"(?i){WEEKDAY}([A-Za-z]+)\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?[\s,،]+(\d{{4}})"
# What could be two days, or none without knowing more: code of the question → what it looks like.
QUESTIONS = {
    "time_zone": r"\d(?:Z|[-+]\d\d:?\d\d)$",
    "two_digit_year": (
        rf"^(\d\d){SIGNS}\d{{1,2}}{SIGNS}\d{{1,2}}(?:\D|$)"
        rf"|^\d{{1,2}}{SIGNS}\d{{1,2}}{SIGNS}(\d\d)(?:\D|$)|^\d{{1,2}}\s+[^\d]+\s(\d\d)(?:\D|$)"
    ),
    "day_first": rf"^\d{{1,2}}{SIGNS}\d{{1,2}}{SIGNS}\d{{4}}(?:\D|$)",
    "excel_serial": rf"^{SERIAL}$",
}


def usual_sql(cell: str) -> str:
    """A date as usually spelled: a struct y, m, d, h, i, s of texts, all empty where it is not."""
    return f"regexp_extract({cell}, {literal(USUAL)}, {PARTS})"


def unusual_sql(cell: str) -> str:
    """Whether any cell of a column may have to be spelled anew; an aggregate."""
    usual = " or ".join(f"{cell} like '{shape}'" for shape in USUAL_SHAPES)
    return f"coalesce(bool_or({cell} <> '' and not ({usual})), false)"


def respelled_sql(cell: str) -> str:
    """The same parts of a date in any of its other spellings."""
    end, begin = (
        f"regexp_extract({cell}, {literal(pattern)}, ['h', 'i', 's', 'p'])"
        for pattern in (AT_THE_END, AT_THE_BEGINNING)
    )
    day = f"trim(regexp_replace({cell}, {literal(f'{AT_THE_END}|{AT_THE_BEGINNING}')}, ''))"
    clock = f"(case when {end}.h <> '' then {end} else {begin} end)"
    return _joined(_day_sql(day), clock)


def _day_sql(date: str) -> str:
    """'year-month-day' of a date without its time, or null."""
    return f"""case
        when regexp_full_match({date}, {literal(NUMERIC)})
            then regexp_replace({date}, {literal(NUMERIC)}, '\\1-\\2-\\3')
        when regexp_full_match({date}, {literal(COMPACT)})
            then regexp_replace({date}, {literal(COMPACT)}, '\\1-\\2-\\3')
        when regexp_full_match({date}, {literal(DAY_FIRST)})
            then {_named_sql(date, DAY_FIRST, year=3, month=2, day=1)}
        when regexp_full_match({date}, {literal(MONTH_FIRST)})
            then {_named_sql(date, MONTH_FIRST, year=3, month=1, day=2)} end"""


def _named_sql(date: str, pattern: str, year: int, month: int, day: int) -> str:
    y, m, d = (f"regexp_extract({date}, {literal(pattern)}, {n})" for n in (year, month, day))
    return f"{y} || '-' || {month_sql(m, y)} || '-' || {d}"


def other_weekday_sql(cell: str, moment: str) -> str:
    """Whether a cell names a day of the week that its date is not."""
    named = f"regexp_extract({cell}, {literal(WEEKDAY_NAME)}, 1)"
    word = f"lower(regexp_replace({named}, '[\\s\\x{{200c}}]', '', 'g'))"
    days = ", ".join(f"{literal(name)}: {n}" for name, n in WEEKDAYS.items())
    # A comparison first: names of days begin with letters, and nearly all dates with a digit.
    return f"{cell} > ':' and map {{{days}}}[{word}] <> isodow({moment})"


def month_sql(month: str, year: str) -> str:
    """The number of a month by its name, in the calendar of its year; null for no such month."""
    jalali, gregorian = (
        f"map {{{', '.join(f'{literal(name)}: {n}' for name, n in names.items())}}}[lower({month})]"
        for names in (PERSIAN_MONTHS, GREGORIAN_MONTHS)
    )
    return f"(case when {year}::integer < {CALENDARS_MEET} then {jalali} else {gregorian} end)"


def _joined(day: str, clock: str) -> str:
    """Day and clock as the parts that the usual spelling has."""
    hour = hour_sql(f"{clock}.h", f"{clock}.p")
    time = f"case when {clock}.h = '' then '' else ' ' || {hour} || ':' || {clock}.i || " \
           f"case when {clock}.s = '' then '' else ':' || {clock}.s end end"  # fmt: skip
    return usual_sql(f"({day} || {time})")


def hour_sql(hour: str, half: str) -> str:
    """The hour of 24; of a clock with two halves null where it has no such hour."""
    after = f"regexp_full_match({half}, {literal('(?i)' + AFTER_NOON)})"
    within = f"{hour}::integer between 1 and 12"
    of_day = f"({hour}::integer % 12 + case when {after} then 12 else 0 end)::varchar"
    return f"case when coalesce({half}, '') = '' then {hour} when {within} then {of_day} end"


def century_sql(year: str, calendar: str) -> str:
    """The year of four digits that two digits mean in a calendar: the one from 50 years ago on."""
    earlier, later = {JALALI: (13, 14), GREGORIAN: (19, 20)}[calendar]
    return f"(case when {year} >= '50' then '{earlier}' else '{later}' end || {year})"


def moment_sql(parts: str, jalali_day: str, calendar: str = "") -> str:
    """The timestamp of parts; `jalali_day` is the Gregorian day that the calendar table found."""
    gregorian = f"try_cast(concat_ws('-', {parts}.y, {parts}.m, {parts}.d) as date)"
    by_year = f"try_cast({parts}.y as integer) < {CALENDARS_MEET}"
    is_jalali = {JALALI: "true", GREGORIAN: "false"}.get(calendar, by_year)
    clock = f"coalesce(nullif({parts}.s, ''), '00')"
    time = (
        f"case when {parts}.h = '' then time '00:00:00' else try_cast(concat_ws(':', "
        f"lpad({parts}.h, 2, '0'), {parts}.i, {clock}) as time) end"
    )
    return f"(case when {is_jalali} then {jalali_day} else {gregorian} end + {time})"


def serial_sql(cell: str) -> str:
    """The timestamp of a number of days as Excel counts them."""
    seconds = f"to_seconds(round(try_cast({cell} as double) * 86400))"
    return f"case when regexp_full_match({cell}, {literal(SERIAL)}) " \
           f"then timestamp '1899-12-30' + {seconds} end"  # fmt: skip


def question_sql(cell: str, asked: tuple[str, ...] = tuple(QUESTIONS)) -> str:
    """The code of the question that a cell which is no moment raises, with its detail; or null."""
    cases = []
    for code in asked:
        detail = literal(code)
        if code == "two_digit_year":
            groups = (f"regexp_extract({cell}, {literal(QUESTIONS[code])}, {n})" for n in (1, 2, 3))
            year = f"concat({', '.join(groups)})"  # one of the three has it
            jalali, gregorian = (century_sql(year, calendar) for calendar in CALENDARS)
            detail = f"'{code}:' || {jalali} || ' or ' || {gregorian}"
        cases.append(f"when regexp_matches({cell}, {literal(QUESTIONS[code])}) then {detail}")
    return f"case {' '.join(cases)} end"
