"""How many answer sheets have the same answer everywhere?"""

from collections.abc import Iterator

from etl.checks import answers
from etl.checks.evidence import Evidence
from etl.checks.remark import Remark

CODES = ("straight_lining",)
FEWEST_ANSWERS = 8


def look(evidence: Evidence) -> Iterator[Remark]:
    """As they were ticked: items whose high answer is bad are not turned here."""
    equal = [
        f"({answers.count(columns)} >= {FEWEST_ANSWERS} "
        f"and least({', '.join(columns)}) = greatest({', '.join(columns)}))"
        for columns in answers.batteries(evidence).values()
        if len(columns) >= FEWEST_ANSWERS
    ]
    if not equal or not evidence.rows_taken:
        return
    ((count,),) = evidence.rows(f"select count(*) from good where {' or '.join(equal)}")
    if count:
        rows = evidence.rows_taken
        figures = {"rows": rows, "share": count / rows}
        yield Remark("straight_lining", count, figures=figures)
