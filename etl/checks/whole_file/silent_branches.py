"""Which branches sent rows month after month, are not closed, and are missing now?"""

from collections.abc import Iterator
from math import exp
from statistics import median

from etl.checks.evidence import Evidence
from etl.checks.remark import Remark

CODES = ("branch_silent",)
MONTHS = 3
BY_CHANCE = 0.001  # of a branch to have no rows, if it goes on as before


def look(evidence: Evidence) -> Iterator[Remark]:
    before = [month for month in sorted(evidence.around) if month < evidence.first][-MONTHS:]
    if len(before) < MONTHS:
        return
    open_until = _open_until(evidence)
    for month, places in sorted(evidence.volumes.items()):
        there = places.keys() | evidence.around.get(month, {}).keys()
        silent = {
            branch: usual
            for branch, last in open_until.items()
            if branch not in there and last >= month
            if (usual := _usual(evidence, branch, before)) and exp(-usual) < BY_CHANCE
        }
        if silent:
            first = ", ".join(sorted(silent, key=silent.get, reverse=True)[:3])
            figures = {"first": first, "median": median(silent.values())}
            yield Remark("branch_silent", len(silent), "branch", month, figures)


def _usual(evidence: Evidence, branch: str, before: list[str]) -> float:
    """The fewest rows of a month; the least is the fairest when a branch dwindles."""
    return min(evidence.around[month].get(branch, 0.0) for month in before)


def _open_until(evidence: Evidence) -> dict[str, str]:
    """Branch → the last month in which it is open, of the provinces of the file."""
    rows = evidence.con.execute(
        "select b.branch, coalesce(c.month, '9999-12') from branches b "
        "left join calendar c on c.day = b.closed where list_contains(?, b.province)",
        [evidence.places.provinces],
    ).fetchall()
    return dict(rows)
