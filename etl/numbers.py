"""Which number does a cell say? As people and systems write them, never by guessing.

A number may have its thousands set apart in threes (comma, Persian «٬» and «،», space, apostrophe)
and its decimals after a point or «٫»; a mapping's `decimal` names another sign than the point.
Digits are ASCII already: `etl.persian_text`. All SQL here is null where a cell is not of the kind.
"""

from etl.sql import literal

SIGN = "[-+−]?"
GROUPS = {".": ",٬، '’", ",": ".٬ '’", "/": ",٬، '’"}  # decimal sign → the signs between thousands
DECIMALS = tuple(GROUPS)
EXPONENT = "(?:[eE][-+]?[0-9]{1,3})?"
PERCENT = "(?:[%٪]|درصد|percent)"
PLAIN = r"[0-9]+(?:\.[0-9]+)?"
UNITS = {  # unit → seconds, and how it is written
    "days": (86_400, "روز|days?|d"),
    "hours": (3_600, "ساعت|hours?|hrs?|h"),
    "minutes": (60, "دقیقه|minutes?|mins?|m"),
    "seconds": (1, "ثانیه|seconds?|secs?|s"),
}
SHARES = ("share", "percent")


def number_sql(cell: str, decimal: str = "", fractions: bool = False) -> str:
    """The number of a cell as a double.

    decimal: the sign of a mapping, empty for a point. fractions: the column may have decimals, so
    that "1,234" could be two numbers; it is none unless the mapping names its decimal sign.
    """
    point = decimal or "."
    undecided = f"when {comma_sql(cell)} then null " if fractions and not decimal else ""
    plain = f"{SIGN}(?:[0-9]+(?:[{point}٫][0-9]*)?|[{point}٫][0-9]+){EXPONENT}"
    return (
        f"case when regexp_full_match({cell}, {literal(plain)}) "
        f"then try_cast({_pointed(cell, point)} as double) {undecided}"
        f"when regexp_full_match({cell}, {literal(_grouped(point))}) "
        f"then try_cast({_pointed(_ungrouped(cell, point), point)} as double) end"
    )


def comma_sql(cell: str) -> str:
    """Whether a cell has one comma that could set thousands apart, or decimals."""
    return f"regexp_full_match({cell}, '{SIGN}[1-9][0-9]{{0,2}}[,،][0-9]{{3}}')"


def share_sql(cell: str, decimal: str = "", unit: str = "") -> str:
    """A part of a whole from 0 to 1: "45%", «۴۵ درصد», 0.45; 45 only where the unit is percent."""
    bare = f"trim(regexp_replace({cell}, '{PERCENT}', ''))"
    number, hundredths = number_sql(cell, decimal, True), number_sql(bare, decimal, True)
    told = f"regexp_matches({cell}, '^{PERCENT}[^%٪]+$|^[^%٪]+{PERCENT}$')"
    plain = f"{number} / 100" if unit == "percent" else number
    return f"case when {told} then {hundredths} / 100 else {plain} end"


def duration_sql(cell: str, unit: str = "") -> str:
    """Seconds: "2 hours 15 minutes", «۴۵ دقیقه», "00:04:35"; "90" and "1:30" only with a unit."""
    cell = f"replace({cell}, '٫', '.')"
    words = " + ".join(
        f"coalesce(try_cast(regexp_extract({cell}, {literal(_amount(name))}, 1) as double), 0)"
        f" * {seconds}"
        for name, (seconds, _) in UNITS.items()
    )
    cases = [
        # All parts are optional, but one must be there: what begins with a digit has one.
        f"when {cell} between '0' and ':' and regexp_full_match({cell}, {literal(_in_words())}) "
        f"then {words}",
        _clock(cell, 3_600, "[0-9]{1,4}", 3),
    ]
    if unit:
        plain = f"regexp_full_match({cell}, {literal(PLAIN)})"
        cases.append(f"when {plain} then try_cast({cell} as double) * {UNITS[unit][0]}")
    if unit in ("hours", "minutes"):
        cases.append(_clock(cell, UNITS[unit][0], "[0-9]{1,5}", 2))
    return f"case {' '.join(cases)} end"


def _grouped(point: str) -> str:
    """Thousands set apart by one and the same sign."""
    threes = "|".join(f"(?:[{sign}][0-9]{{3}})+" for sign in GROUPS[point])
    return f"{SIGN}[1-9][0-9]{{0,2}}(?:{threes})(?:[{point}٫][0-9]+)?"


def _ungrouped(cell: str, point: str) -> str:
    return f"regexp_replace({cell}, {literal(f'[{GROUPS[point]}]')}, '', 'g')"


def _pointed(number: str, point: str) -> str:
    """With a point for its decimal sign and a hyphen for its minus, as DuckDB reads it."""
    return f"translate({number}, '{point}٫−', '..-')"


def _amount(unit: str) -> str:
    return rf"(?i)({PLAIN})\s*(?:{UNITS[unit][1]})(?:[^a-z]|$)"


def _in_words() -> str:
    """Amounts with their units, the larger units first, each once."""
    parts = [rf"(?:{PLAIN}\s*(?:{written})\s*)?" for _, written in UNITS.values()]
    return r"(?i)" + r"(?:و\s*|and\s*|[,،]\s*)?".join(parts)


def _clock(cell: str, seconds: int, first: str, parts: int) -> str:
    """The case of h:mm:ss, h:mm or m:ss; `seconds`: of one in the first part."""
    pattern = f"({first})" + ":([0-5][0-9])" * (parts - 1)
    amounts = " + ".join(
        f"try_cast(regexp_extract({cell}, '^{pattern}$', {n + 1}) as double) * {seconds // 60**n}"
        for n in range(parts)
    )
    return f"when regexp_full_match({cell}, '{pattern}') then {amounts}"
