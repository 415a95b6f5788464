"""What a reader asks about: which places, months, channels, services, customers and questionnaire.

A selection is hashable, so it serves as a cache key. It knows no data: `check` compares it with the
codes that the reader may name and raises `SelectionError`, a message for people.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# The columns a row of an answer may stand for.
GROUPS = ("province", "month", "branch", "channel", "service", "customer_group")

# Dimension (the column in the marts) → the field of `Selection` that filters it.
FILTERS = {
    "province": "provinces",
    "branch": "branches",
    "channel": "channels",
    "service": "services",
    "customer_group": "customer_groups",
}


class SelectionError(ValueError):
    """A code or month that cannot be asked for, with what could be asked for instead."""

    def __init__(self, dimension: str, value: str, reason: str, closest: Sequence[str] = ()):
        super().__init__(dimension, value, reason, tuple(closest))
        self.dimension, self.value, self.reason = dimension, value, reason
        self.closest = tuple(closest)

    def __str__(self):
        proposal = f"; closest: {', '.join(self.closest)}" if self.closest else ""
        return f"{self.dimension}: '{self.value}' {self.reason}{proposal}"


@dataclass(frozen=True)
class Selection:
    """Empty fields do not filter. Months are Jalali, 'YYYY-MM', both ends included."""

    provinces: tuple[str, ...] = ()
    region: str | None = None
    branches: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    customer_groups: tuple[str, ...] = ()
    first_month: str | None = None
    last_month: str | None = None
    instrument: str | None = None
    battery: str | None = None

    def __post_init__(self):
        for name in FILTERS.values():
            codes = getattr(self, name)
            codes = (codes,) if isinstance(codes, str) else codes
            # Sorted, so that the same choice made in another order is the same selection.
            object.__setattr__(self, name, tuple(sorted(set(codes))))


def check(
    selection: Selection,
    known: Mapping[str, Sequence[str]],
    regions: Mapping[str, Sequence[str]],
    months: Sequence[str],
    limited: bool,
) -> None:
    """Raise `SelectionError` for the first code that the reader cannot name.

    known: the codes of each dimension, region and instrument that this reader may see. To a reader
    of `limited` scope an existing code elsewhere and an invented one get the same words.
    """
    for dimension, name in FILTERS.items():
        _check_codes(dimension, getattr(selection, name), known[dimension], limited)
    for dimension in ("region", "instrument"):
        code = getattr(selection, dimension)
        _check_codes(dimension, [code] if code is not None else [], known[dimension], limited)
    if selection.region is not None:
        _check_inside(selection, regions[selection.region])
    _check_months(selection, months)


def check_one_of(dimension: str, code: str, known: Iterable[str]) -> None:
    """Raise `SelectionError` for a code that is not known, with the closest that is."""
    known = tuple(known)
    if code not in known:
        reason = f"is not one of {', '.join(known)}"
        raise SelectionError(dimension, str(code), reason, closest_codes(str(code), known))


def check_groups(by: Iterable[str]) -> tuple[str, ...]:
    """The columns to group by, each once; `SelectionError` for one that is not a column."""
    by = tuple(dict.fromkeys(by))
    for name in by:
        if name not in GROUPS:
            raise SelectionError("by", name, f"is not one of {', '.join(GROUPS)}")
    return by


def closest_codes(code: str, codes: Iterable[str]) -> list[str]:
    """The three most similar codes, the most similar first."""
    return difflib.get_close_matches(str(code), list(codes), n=3, cutoff=0.0)


def _check_codes(dimension, asked, known, limited):
    plural = FILTERS.get(dimension, dimension + "s")
    plural = plural.replace("_", " ")
    for code in asked:
        if code not in known:
            reason = f"is not among the {plural} you may see" if limited else "is not known"
            raise SelectionError(dimension, code, reason, closest_codes(code, known))


def _check_inside(selection, members):
    for province in selection.provinces:
        if province not in members:
            reason = f"is not in the region {selection.region}"
            raise SelectionError("province", province, reason, closest_codes(province, members))


def _check_months(selection, months):
    first, last = selection.first_month, selection.last_month
    for name, month in (("from", first), ("to", last)):
        if month is not None and not re.fullmatch(r"1[34][0-9]{2}-(0[1-9]|1[0-2])", month):
            reason = "is not a Jalali month such as 1404-07"
            raise SelectionError(name, month, reason, _closest_months(month, months))
    if first and last and first > last:
        raise SelectionError("from", first, f"is later than the last month, {last}")


def _closest_months(text: str, months: Sequence[str]) -> list[str]:
    """The month with data that the writer most likely meant: also from 1404/7 or 2025-10."""
    numbers = re.findall(r"[0-9]+", text)
    if not months or len(numbers) < 2:
        return [months[0], months[-1]] if months else []
    year, month = int(numbers[0]), min(max(int(numbers[1]), 1), 12)
    if year > 1500:  # Gregorian: its March lies mostly in the twelfth Jalali month
        year, month = (year - 621, month - 3) if month > 3 else (year - 622, month + 9)
    meant = 12 * year + month
    return [min(months, key=lambda known: abs(12 * int(known[:4]) + int(known[5:]) - meant))]
