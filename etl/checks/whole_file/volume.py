"""Has a month as many rows as the same places sent before?

Unusual is what is so by the working day and by the month: requests follow the days on which
offices work, answers to a survey the months. The median and the median absolute deviation of
earlier months are not moved by the odd month that an outage or a campaign made; the Poisson error
keeps small places from being called unusual.
"""

from collections.abc import Iterator
from statistics import median

from etl.checks.evidence import Evidence
from etl.checks.remark import Remark

CODES = ("volume", "branch_volume")
FEWEST_MONTHS = 6
LIMIT, DIFFERENCE = 3.5, 0.25
BRANCH_LIMIT, FACTOR = 5.0, 2.0  # stricter: there are hundreds of branches


def look(evidence: Evidence) -> Iterator[Remark]:
    if len(evidence.earlier) < FEWEST_MONTHS:
        return
    for month, places in sorted(evidence.volumes.items()):
        yield from _of_file(evidence, month, places)
        if len(places) > 1:
            yield from _of_branches(evidence, month, places)


def _of_file(evidence: Evidence, month: str, places: dict[str, float]) -> Iterator[Remark]:
    days = evidence.working_days.get(month, 0)
    if not days:
        return
    rows = sum(places.values()) + _elsewhere(evidence, month, places)
    before = _rates(evidence, lambda earlier: sum(earlier.values()))
    whole = [sum(earlier.values()) for earlier in evidence.earlier.values()]
    rate, middle = rows / days, median(before)
    if _unusual(rate, before, days) and _unusual(rows, whole, 1):
        figures = {
            "rows": int(rows), "rate": rate, "median": middle, "months": len(before),
            "times": rate / middle if middle else float("inf"),
        }  # fmt: skip
        yield Remark("volume", int(rows), month=month, figures=figures)


def _unusual(rate: float, before: list[float], days: int) -> bool:
    middle = median(before)
    return abs(robust_z(rate, before, days)) > LIMIT and abs(rate - middle) > DIFFERENCE * middle


def _of_branches(evidence: Evidence, month: str, places: dict[str, float]) -> Iterator[Remark]:
    days, unusual = evidence.working_days.get(month, 0), []
    for place, rows in places.items() if days else ():
        before = _rates(evidence, lambda earlier, place=place: earlier.get(place, 0.0))
        rate = (rows + evidence.around.get(month, {}).get(place, 0.0)) / days
        z, middle = robust_z(rate, before, days), median(before)
        if middle and abs(z) > BRANCH_LIMIT and not middle / FACTOR <= rate <= middle * FACTOR:
            unusual.append((abs(z), place, rate / middle))
    if unusual:
        unusual.sort(reverse=True)
        first = ", ".join(f"{place} ({times:.1f} ×)" for _, place, times in unusual[:3])
        yield Remark("branch_volume", len(unusual), "branch", month, {"first": first})


def _elsewhere(evidence: Evidence, month: str, places) -> float:
    """Rows that other loads have of the same month and places: the month may come in parts."""
    there = evidence.around.get(month, {})
    return sum(there.get(place, 0.0) for place in places)


def _rates(evidence: Evidence, rows_of) -> list[float]:
    """Rows per working day of each earlier month."""
    return [
        rows_of(places) / evidence.working_days[month]
        for month, places in evidence.earlier.items()
        if evidence.working_days.get(month)
    ]


def robust_z(rate: float, before: list[float], days: int) -> float:
    """How many deviations a rate lies from the median of those before.

    (x − median) / s with s the larger of 1.4826 · MAD, which estimates the standard deviation of a
    normal distribution, and the Poisson error of a count over `days` days. Rates in rows per day.
    Source: Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers, with 1/0.6745 = 1.4826.

    >>> round(robust_z(30.0, [10.0, 11.0, 12.0, 13.0, 14.0], 20), 1)
    12.1
    """
    middle = median(before)
    deviation = 1.4826 * median(abs(value - middle) for value in before)
    chance = (max(middle, 1 / days) / days) ** 0.5
    return (rate - middle) / max(deviation, chance)
