"""Is a column filled quite differently than in the months before?

Population stability index, with q the share of a value now and p the share before:

    PSI = Σ (q − p) · ln(q / p)

By chance alone it is about χ²(k − 1) · (1/n + 1/m) for k values, n rows now and m before; it must
exceed the 99.9 % point of that, too, so that a small file is not suspected for being small.
Sources: Siddiqi (2006), Credit Risk Scorecards (0.25: a large change); Yurdakul & Naranjo (2020),
Statistical properties of the population stability index, J. of Risk Model Validation 14(4).
"""

from collections.abc import Iterator
from math import log

from scipy.special import chdtri

from etl.checks import answers
from etl.checks.evidence import Evidence
from etl.checks.remark import Remark
from etl.sql import name

CODES = ("shifted",)
LARGE, BY_CHANCE = 0.25, 0.001
FEWEST_MONTHS = 3
FEWEST_ROWS = 30


def look(evidence: Evidence) -> Iterator[Remark]:
    if evidence.rows_taken < FEWEST_ROWS or len(evidence.earlier) < FEWEST_MONTHS:
        return
    for column in evidence.found.source.SHARES:
        if evidence.given(column):
            before, months = evidence.earlier_shares(column), len(evidence.recent)
            yield from _compared(column, _shares(evidence, column), before, months)
    now, before = answers.now(evidence), answers.before(evidence)
    for column in now:
        months = len(evidence.recent)
        yield from _compared(column, now[column], before.get(column, {}), months)


def _shares(evidence: Evidence, column: str) -> dict:
    counted = f"select {name(column)}, sum({evidence.each})::double as n from good group by 1"
    return dict(evidence.rows(f"select * from ({counted}) where n is not null"))


def _compared(column: str, now: dict, before: dict, months: int) -> Iterator[Remark]:
    """Rows without a value are left out: a column may be new."""
    now, before = ({v: n for v, n in rows.items() if v is not None} for rows in (now, before))
    if sum(now.values()) < FEWEST_ROWS or sum(before.values()) < FEWEST_ROWS:
        return
    parts = stability(now, before)
    psi = sum(part for part, _, _ in parts.values())
    if psi > max(LARGE, by_chance(len(parts), sum(now.values()), sum(before.values()))):
        value = max(parts, key=lambda value: parts[value][0])
        _, q, p = parts[value]
        shown = f"{value:g}" if isinstance(value, float) else value
        figures = {"psi": psi, "value": shown, "now": q, "before": p, "months": months}
        yield Remark("shifted", int(sum(now.values())), column, "", figures)


def stability(now: dict, before: dict) -> dict:
    """Value → (its part of the index, share now, share before), half a row added to each.

    >>> parts = stability({"a": 80, "b": 20}, {"a": 50, "b": 50})
    >>> round(sum(part for part, _, _ in parts.values()), 2)
    0.41
    """
    values = now.keys() | before.keys()
    n, m = (sum(rows.values()) + len(values) / 2 for rows in (now, before))
    shares = {v: ((now.get(v, 0) + 0.5) / n, (before.get(v, 0) + 0.5) / m) for v in values}
    return {value: ((q - p) * log(q / p), q, p) for value, (q, p) in shares.items()}


def by_chance(values: int, n: float, m: float) -> float:
    """The 99.9 % point of the index of `values` values, when nothing changed."""
    return float(chdtri(max(values - 1, 1), BY_CHANCE) * (1 / n + 1 / m))
