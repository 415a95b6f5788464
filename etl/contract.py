"""What a row must look like: each column says what it means and what is right.

The data dictionary, the checks and their messages all come from these columns.
"""

from dataclasses import dataclass

from etl import moments, numbers, periods
from etl.sql import literal, name

NUMBERS = ("number", "whole")
MEASURES = (*NUMBERS, "share", "duration")  # kinds whose value is a number
PERIOD = r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d"  # as `etl.spellings` writes it: first and last day
SEVERAL = "several_codes:"  # what `etl.spellings` makes of a name that two codes share
SHARED_OUT = "="  # in the name of a column that holds one value's part: channel=web_portal
LONGEST_TEXT = 200  # letters of a name or code
EXAMPLE = "EXAMPLE"  # names the worked row of a template, which is no request and no respondent
# Kinds whose value is worked out once, in a column of its own named after the kind.
TYPED = (*MEASURES, "moment")


# Table → the folder of its settings; the others are tables of reference data
HOMES = {
    "instruments": "instruments",
    "items": "instruments",
    "frameworks": "frameworks",
    "framework_statements": "frameworks",
}
RIGHT = {
    "month": "a Jalali month such as 1404-07",
    "period": "a Jalali month, quarter or year such as 1404-07, 1404-Q2 or 1404, or its first and "
    "last day, 2018-04-01/2019-03-31",
    "share": "a part of a whole such as 0.45 or 45%",
    "duration": "a time such as 2 hours 15 minutes or 00:04:35; a plain number where a mapping has "
    "its unit",
    "comment": "free text; numbers and addresses of persons in it are masked, and line breaks "
    "become spaces",
}


@dataclass(frozen=True)
class Column:
    """One column of an extract, in our words."""

    name: str
    meaning: str
    # text, choice, reference, moment, month, period, number, whole, share, duration, comment
    kind: str
    required: bool = True  # the file must have it
    empty: bool = False  # a row may leave it out
    allowed: tuple[str, ...] = ()  # choice: the words
    table: str = ""  # reference: the table, whose key has this column's name
    lowest: float | None = None
    highest: float | None = None
    future: bool = False  # moment: a day that has not come is right
    not_answers: tuple[float, ...] = ()  # codes that mean "not applicable"
    words: tuple[tuple[str, str], ...] = ()  # an answer in words → its number; "" for no answer
    example: str = ""  # a right cell of the worked row of a template; else one by its kind
    # How the mapping, or the kind of file, says that it is written:
    date_format: str = ""  # moment: strptime codes, or "excel"
    calendar: str = ""  # moment: jalali or gregorian; else the year tells it
    serials: bool = False  # moment: may be a number of days as Excel counts them
    decimal: str = ""  # the sign before decimals
    unit: str = ""  # of a plain number: seconds, minutes, hours, days; share, percent

    @property
    def right(self) -> str:
        """What would be right, for people."""
        if self.kind == "choice":
            return "one of " + ", ".join(self.allowed)
        if self.kind == "reference":
            home = HOMES.get(self.table, f"reference/{self.table}.csv")
            return f"a code of data/{home}"
        if self.kind == "moment":
            example = self.date_format or "1404-07-03 09:12:45 or 2025-09-25 09:12:45"
            return f"a Jalali or Gregorian date that exists, such as {example}"
        if self.kind in NUMBERS:
            return self._right_number()
        if self.kind in RIGHT:
            return RIGHT[self.kind]
        return f"a text of at most {LONGEST_TEXT} letters"

    def _right_number(self) -> str:
        kind = "a whole number" if self.kind == "whole" else "a number"
        low, high = (f"{x:,.12g}" if x is not None else None for x in (self.lowest, self.highest))
        limits = {
            (True, True): f" from {low} to {high}",
            (True, False): f" not below {low}",
            (False, True): f" not above {high}",
        }.get((low is not None, high is not None), "")
        also = "".join(f", or {code:g} for no answer" for code in self.not_answers)
        return kind + limits + also


def value_sql(column: Column) -> str:
    """The typed value of a cell, null where the cell is empty or wrong."""
    if column.kind not in TYPED:
        return name(column.name)
    value = name(f"{column.name} {column.kind}")
    if not column.not_answers:
        return value
    return f"case when {value} not in ({_codes(column)}) then {value} end"


def code_sql(column: Column) -> str:
    """The code of what is wrong with a cell, or null."""
    raw = name(column.name)
    cases = [] if column.empty else [f"when {raw} is null then 'empty'"]
    if wrong := _wrong_sql(column, raw):
        cases.append(f"when {raw} is not null and ({wrong}) then {_kind_of_wrong(column, raw)}")
    if column.kind == "moment":
        moment = name(f"{column.name} moment")
        cases.append(f"when {moments.other_weekday_sql(raw, moment)} then 'weekday'")
    return f"case {' '.join(cases)} end" if cases else "null"


def _kind_of_wrong(column: Column, raw: str) -> str:
    """The code: of a cell that could mean two things a question, else the kind of the column."""
    if column.kind == "moment":
        asked = () if column.date_format else tuple(moments.QUESTIONS)
        question = moments.question_sql(raw, asked) if asked else "null"
    elif column.kind in ("number", "share") and not column.decimal:
        question = f"case when {numbers.comma_sql(raw)} then 'comma' end"
    elif column.kind == "reference":
        question = f"case when starts_with({raw}, '{SEVERAL}') then {raw} end"
    elif column.kind == "period":
        # `period` is of the file's own
        return f"case when {periods.two_years_sql(raw)} then 'two_years' else 'not_a_period' end"
    else:
        return literal(column.kind)
    return f"coalesce({question}, {literal(column.kind)})"


def _wrong_sql(column: Column, raw: str) -> str:
    if column.kind == "choice":
        return f"{raw} not in ({', '.join(literal(word) for word in column.allowed)})"
    if column.kind == "reference":
        return f"{raw} not in (select {raw} from {name(column.table)})"
    if column.kind == "month":
        return f"{raw} not in (select month from months)"
    if column.kind == "period":
        return f"not regexp_full_match({raw}, '{PERIOD}')"
    if column.kind == "moment":
        return f"{name(column.name + ' moment')} is null"
    if column.kind in MEASURES:
        return _wrong_number_sql(column, name(f"{column.name} {column.kind}"))
    return f"length({raw}) > {LONGEST_TEXT}" if column.kind == "text" else ""


def _wrong_number_sql(column: Column, number: str) -> str:
    wrong = [f"{number} is null or not isfinite({number})"]
    if column.kind == "whole":
        wrong.append(f"{number} <> round({number})")
    if column.lowest is not None:
        wrong.append(f"{number} < {column.lowest:g}")
    if column.highest is not None:
        wrong.append(f"{number} > {column.highest:g}")
    bad = " or ".join(wrong)
    if not column.not_answers:
        return bad
    return f"({bad}) and coalesce({number} not in ({_codes(column)}), true)"


def _codes(column: Column) -> str:
    return ", ".join(f"{code:g}" for code in column.not_answers)


def number_sql(column: Column) -> str:
    """The number of a cell, null where it is none; a share from 0 to 1, a duration in seconds."""
    cell = name(column.name)
    if column.kind == "share":
        return numbers.share_sql(cell, column.decimal, column.unit)
    if column.kind == "duration":
        return numbers.duration_sql(cell, column.unit)
    return numbers.number_sql(cell, column.decimal, fractions=column.kind == "number")
