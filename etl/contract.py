"""What a row must look like: each column says what it means and what is right.

The data dictionary, the checks and their messages all come from these columns.
"""

from dataclasses import dataclass

from etl.sql import literal, name

MOMENT = r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$"
MOMENT_PARTS = "['y', 'm', 'd', 'h', 'i', 's']"
# No Jalali year in use is above 1700 and no Gregorian one below.
CALENDARS_MEET = 1700
NUMBERS = ("number", "whole")
LONGEST_TEXT = 200  # letters of a name or code
# Kinds whose value is worked out once, in a column of its own named after the kind.
TYPED = (*NUMBERS, "moment")


@dataclass(frozen=True)
class Column:
    """One column of an extract, in our words."""

    name: str
    meaning: str
    kind: str  # text, choice, reference, moment, month, number, whole
    required: bool = True  # the file must have it
    empty: bool = False  # a row may leave it out
    allowed: tuple[str, ...] = ()  # choice: the words
    table: str = ""  # reference: the table, whose key has this column's name
    lowest: float | None = None
    highest: float | None = None
    future: bool = False  # moment: a day that has not come is right
    not_answers: tuple[float, ...] = ()  # codes that mean "not applicable"
    date_format: str = ""  # of the mapping: strptime codes, Gregorian

    @property
    def right(self) -> str:
        """What would be right, for people."""
        if self.kind == "choice":
            return "one of " + ", ".join(self.allowed)
        if self.kind == "reference":
            home = "instruments" if self.table == "instruments" else f"reference/{self.table}.csv"
            return f"a code of data/{home}"
        if self.kind == "moment":
            example = self.date_format or "1404-07-03 09:12:45 or 2025-09-25 09:12:45"
            return f"a Jalali or Gregorian date that exists, such as {example}"
        if self.kind == "month":
            return "a Jalali month such as 1404-07"
        if self.kind in NUMBERS:
            return self._right_number()
        return f"a text of at most {LONGEST_TEXT} letters"

    def _right_number(self) -> str:
        kind = "a whole number" if self.kind == "whole" else "a number"
        low, high = (f"{x:g}" if x is not None else None for x in (self.lowest, self.highest))
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
        cases.append(f"when {raw} is not null and ({wrong}) then {literal(column.kind)}")
    return f"case {' '.join(cases)} end" if cases else "null"


def _wrong_sql(column: Column, raw: str) -> str:
    if column.kind == "choice":
        return f"{raw} not in ({', '.join(literal(word) for word in column.allowed)})"
    if column.kind == "reference":
        return f"{raw} not in (select {raw} from {name(column.table)})"
    if column.kind == "month":
        return f"{raw} not in (select month from months)"
    if column.kind == "moment":
        return f"{name(column.name + ' moment')} is null"
    if column.kind in NUMBERS:
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
    """The number of a cell, null where it is none."""
    return f"try_cast({name(column.name)} as double)"


def moment_parts_sql(column: Column) -> str:
    """The parts of a date as written: a struct y, m, d, h, i, s of texts."""
    return f"regexp_extract({name(column.name)}, '{MOMENT}', {MOMENT_PARTS})"


def moment_sql(column: Column, parts: str, jalali_day: str) -> str:
    """The timestamp of a cell; `jalali_day` is the Gregorian day that the calendar found."""
    if column.date_format:
        return f"try_strptime({name(column.name)}, {literal(column.date_format)})"
    gregorian = f"try_cast(concat_ws('-', {parts}.y, {parts}.m, {parts}.d) as date)"
    day = (
        f"case when try_cast({parts}.y as integer) < {CALENDARS_MEET} then {jalali_day} "
        f"else {gregorian} end"
    )
    clock = f"coalesce(nullif({parts}.s, ''), '00')"
    time = (
        f"case when {parts}.h = '' then time '00:00:00' else try_cast(concat_ws(':', "
        f"lpad({parts}.h, 2, '0'), {parts}.i, {clock}) as time) end"
    )
    return f"({day} + {time})"
