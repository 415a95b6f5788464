"""How many respondents answered the whole questionnaire in less than a minute?"""

from collections.abc import Iterator

from etl.checks.evidence import Evidence
from etl.checks.remark import Remark

CODES = ("hurried",)
SECONDS = 60


def look(evidence: Evidence) -> Iterator[Remark]:
    """Only sheets with a time of day on both sides: a day alone tells no duration."""
    if not (evidence.given("started_at") and evidence.given("answered_on")):
        return
    ((count, rows),) = evidence.rows(f"""
        select count(*) filter (epoch(answered_on - started_at) < {SECONDS}), count(*)
        from good
        where started_at <> started_at::date and answered_on <> answered_on::date
    """)
    if count:
        yield Remark("hurried", count, "started_at", "", {"rows": rows, "share": count / rows})
