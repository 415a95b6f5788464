"""Were so many rows turned away that figures may move?"""

from collections.abc import Iterator

from etl.checks.evidence import Evidence
from etl.checks.remark import Remark

CODES = ("refused_share",)
SHARE = 0.01


def look(evidence: Evidence) -> Iterator[Remark]:
    rows = evidence.rows_taken + evidence.rows_refused
    share = evidence.rows_refused / rows
    if share >= SHARE:
        yield Remark("refused_share", evidence.rows_refused, figures={"rows": rows, "share": share})
