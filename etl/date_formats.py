"""What does a mapping's `date_format` read? strptime codes, for both calendars.

`%y`, a year of two digits, needs the mapping's `calendar`, which then also gives the century.
"""

import re
from dataclasses import dataclass

from etl import moments
from etl.sql import literal

CODES = {  # strptime code → its part and its pattern
    "Y": ("y", r"(\d{4})"),
    "y": ("yy", r"(\d{2})"),
    "m": ("m", r"(\d{1,2})"),
    "B": ("month", r"([^\d\s,،./-]+?)(?:[\s\x{200c}]?ماه)?"),
    "b": ("month", r"([^\d\s,،./-]+?)(?:[\s\x{200c}]?ماه)?"),
    "d": ("d", r"(\d{1,2})"),
    "H": ("h", r"(\d{1,2})"),
    "I": ("h", r"(\d{1,2})"),
    "M": ("i", r"(\d{2})"),
    "S": ("s", r"(\d{2})"),
    "f": ("", r"\d{1,9}"),
    "p": ("p", rf"({moments.BEFORE_NOON}|{moments.AFTER_NOON})"),
    "A": ("", r"[^\d,،]+"),
    "a": ("", r"[^\d,،]+"),
    "%": ("", "%"),
}
NEEDED = (({"y", "yy"}, "%Y"), ({"m", "month"}, "%m"), ({"d"}, "%d"))


class WrongFormat(ValueError):
    """What is wrong with a date_format, and what would be right."""

    def __init__(self, what: str, right: str):
        super().__init__(what)
        self.what, self.right = what, right


@dataclass(frozen=True)
class DateFormat:
    """A pattern, and the part of a date that each of its groups holds."""

    pattern: str
    parts: tuple[str, ...]
    calendar: str

    def parts_sql(self, cell: str) -> str:
        """A struct like that of `moments.usual_sql`; empty texts where a cell does not fit."""
        part = {name: self._part(cell, name) for name in (*"ymdhis", "yy", "month", "p")}
        if "yy" in self.parts:
            century = moments.century_sql(part["yy"], self.calendar)
            part["y"] = f"case when {part['yy']} <> '' then {century} else '' end"
        if "month" in self.parts:
            number = moments.month_sql(part["month"], f"nullif({part['y']}, '')")
            part["m"] = f"coalesce({number}::varchar, '')"
        if "p" in self.parts:
            part["h"] = moments.hour_sql(f"nullif({part['h']}, '')", part["p"])
        fields = ", ".join(f"'{name}': {part[name]}" for name in "ymdhis")
        return f"{{{fields}}}"

    def _part(self, cell: str, name: str) -> str:
        if name not in self.parts:
            return "''"
        return f"regexp_extract({cell}, {literal(self.pattern)}, {self.parts.index(name) + 1})"


def date_format(text: str, calendar: str = "") -> DateFormat:
    """The pattern of a date_format; raises `WrongFormat`."""
    pattern, parts = "", []
    for code, space, other in re.findall(r"%-?(.?)|(\s+)|(.)", text):
        if space:
            pattern += r"\s+"
        elif other:
            pattern += re.escape(other)
        elif code not in CODES:
            raise WrongFormat(f"has the code %{code}", f'codes of {_known()}, or "excel"')
        else:
            part, written = CODES[code]
            pattern += written
            parts += [part] if part else []
    _refuse_incomplete(parts, calendar)
    return DateFormat(rf"(?i)^\s*{pattern}\s*$", tuple(parts), calendar)


def _refuse_incomplete(parts: list[str], calendar: str) -> None:
    if twice := sorted({part for part in parts if parts.count(part) > 1}):
        raise WrongFormat(f"gives a part of the date twice ({', '.join(twice)})", "each part once")
    for some, example in NEEDED:
        if not some & set(parts):
            raise WrongFormat(f"has no {example}", "a year, a month and a day, such as %d/%m/%Y")
    if "yy" in parts and not calendar:
        what = "has a year of two digits (%y), which could be of either calendar"
        raise WrongFormat(what, 'calendar = "jalali" or calendar = "gregorian" beside it')
    if "p" in parts and "h" not in parts:
        raise WrongFormat("has %p without an hour", "%I before it")


def _known() -> str:
    return " ".join(f"%{code}" for code in CODES)
