"""Are there rows of branches that were not open on that day?"""

from collections.abc import Iterator

from etl.checks.evidence import Evidence
from etl.checks.remark import Remark

CODES = ("branch_not_open",)


def look(evidence: Evidence) -> Iterator[Remark]:
    if not evidence.given("branch"):
        return
    day = evidence.found.source.MONTH_OF
    kinds = {column.name: column.kind for column in evidence.found.columns}
    if kinds.get(day) != "moment":
        return
    found = evidence.rows(f"""
        select branch, count(*) from good join branches using (branch)
        where {day}::date < opened or {day}::date > closed group by 1 order by 2 desc, 1
    """)
    if found:
        first = ", ".join(branch for branch, _ in found[:3])
        figures = {"branches": len(found), "first": first}
        yield Remark("branch_not_open", sum(rows for _, rows in found), "branch", "", figures)
