"""Do counts of a whole stand beside the counts of its parts, so that both would be added up?

A row without a branch, a service or a customer group may be what is left over, or a total. Rows of
the whole organisation beside those of provinces are told apart when they are counted.
"""

from collections.abc import Iterator
from itertools import combinations

from etl.checks.evidence import Evidence
from etl.checks.remark import Remark

CODES = ("totals_beside",)
PARTS = ("branch", "service", "customer_group")
SAME = ("month", "period_from", "period_to", "province", "branch", "service", "channel",
        "customer_group")  # fmt: skip


def look(evidence: Evidence) -> Iterator[Remark]:
    if "volumes" not in evidence.found.source.MARTS:
        return
    parts = [part for part in PARTS if evidence.given(part)]
    for count in range(1, len(parts) + 1):
        for left_out in combinations(parts, count):
            if found := _totals(evidence, left_out):
                rows, first = found
                yield Remark("totals_beside", rows, ", ".join(left_out), figures={"first": first})


def _totals(evidence: Evidence, left_out: tuple[str, ...]) -> tuple[int, int] | None:
    """Rows without any of these columns beside rows with all of them; and the first line."""
    there = {column.name for column in evidence.found.columns} | {"month"}
    whole = " and ".join(f"w.{part} is null" for part in left_out)
    part = [f"p.{part} is not null" for part in left_out]
    part += [f"w.{c} is not distinct from p.{c}" for c in SAME if c in there - set(left_out)]
    ((rows, first),) = evidence.rows(f"""
        select count(*), min(line) from good w where {whole} and exists (
            from good p where {" and ".join(part)})
    """)
    return (rows, first) if rows else None
