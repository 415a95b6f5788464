"""Are there rows that differ in nothing but their name?"""

from collections.abc import Iterator

from etl.checks import answers
from etl.checks.evidence import Evidence
from etl.checks.remark import Remark
from etl.sql import name

CODES = ("identical_rows",)
FEWEST_ANSWERS = 10  # fewer agree by chance
SENDER, MOMENT = "client", "submitted_at"


def look(evidence: Evidence) -> Iterator[Remark]:
    telling = _telling(evidence)
    if not telling:
        return
    key = evidence.found.source.KEY
    columns = [name(c.name) for c in evidence.found.columns if c.name not in key]
    ((count, first),) = evidence.rows(f"""
        , alike as (
            select count(*) - 1 as more, min(line) as first
            from good where {telling} group by hash({", ".join(columns)}) having count(*) > 1
        )
        select coalesce(sum(more), 0)::bigint, min(first) from alike
    """)
    if count:
        yield Remark("identical_rows", count, figures={"first": first})


def _telling(evidence: Evidence) -> str:
    """The rows of which two do not agree by chance; empty where no row tells that much."""
    if evidence.given(SENDER) and evidence.given(MOMENT):
        return f"{SENDER} is not null and {MOMENT} <> {MOMENT}::date"
    every = [column for columns in answers.batteries(evidence).values() for column in columns]
    if len(every) < FEWEST_ANSWERS:
        return ""
    listed = ", ".join(every)
    return f"{answers.count(every)} >= {FEWEST_ANSWERS} and least({listed}) < greatest({listed})"
