"""Do counts of a whole stand beside the counts of its parts, so that both would be added up?

A row without a branch, a service or a customer group may be what is left over, or a total. Rows of
the whole organisation beside those of provinces are told apart when they are counted.
"""

from collections.abc import Iterator

from etl.checks.evidence import Evidence
from etl.checks.remark import Remark

CODES = ("totals_beside",)
PARTS = ("branch", "service", "customer_group")
SAME = ("month", "period_from", "period_to", "province", "branch", "service", "channel",
        "customer_group")  # fmt: skip


def look(evidence: Evidence) -> Iterator[Remark]:
    if "volumes" not in evidence.found.source.MARTS:
        return
    there = {column.name for column in evidence.found.columns} | {"month"}
    for part in PARTS:
        if not evidence.given(part):
            continue
        same = [f"w.{c} is not distinct from p.{c}" for c in SAME if c in there and c != part]
        ((rows, first),) = evidence.rows(f"""
            select count(*), min(line) from good w where w.{part} is null 
            and exists (from good p where p.{part} is not null and {" and ".join(same)})
        """)
        if rows:
            yield Remark("totals_beside", rows, part, figures={"first": first})
