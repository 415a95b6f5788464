"""What did each province or branch say of itself in a round, and in its round before?"""

from dataclasses import dataclass

from analysis.frameworks import Framework
from analysis.marts import Marts
from analysis.selection import Selection, SelectionError, closest_codes

MART = "self_assessments"


@dataclass(frozen=True)
class Unit:
    """scores, before: statement → score of this round and of the unit's round before it; what was
    not judged is not there."""

    province: str
    branch: str | None
    month: str
    scores: dict[str, int]
    before_month: str | None
    before: dict[str, int]


def units_of(
    marts: Marts, selection: Selection, asked: Framework | None, units: str, month: str | None
) -> tuple[list[str], list[Unit]]:
    """The rounds of the selection, oldest first, and the units with a score in one of them: that
    of `month`, else the last. Raises `SelectionError` for a month that is nobody's round."""
    if month is not None and MART in marts.tables:
        anybody = marts.months(MART)
        if month not in anybody:
            raise SelectionError("month", month, "is no round", closest_codes(month, anybody))
    sheets = sheets_of(marts, selection, asked, units)
    rounds = sorted({at for _, _, at in sheets})
    wanted = month or (rounds[-1] if rounds else None)
    found = []
    for province, branch, at in sheets:
        if at == wanted:
            earlier = [m for p, b, m in sheets if (p, b) == (province, branch) and m < at]
            last = max(earlier, default=None)
            before = sheets.get((province, branch, last), {})
            scores = sheets[province, branch, at]
            found.append(Unit(province, branch, at, scores, last, before))
    return rounds, found


def sheets_of(marts: Marts, selection: Selection, asked: Framework | None, units: str) -> dict:
    """(province, branch, month) → statement → score, of statements that were judged.

    A statement that the framework no longer has counts nowhere: who judged only such did not judge.
    """
    if asked is None or MART not in marts.tables:
        return {}
    which = "is null" if units == "province" else "is not null"
    rows = marts.query(
        f"""select province, branch, month, statement, score from {MART}
            where framework = $framework and score is not null and branch {which}
            order by province, branch, month""",
        selection,
        framework=asked.about["framework"],
    )
    sheets: dict[tuple, dict] = {}
    for province, branch, at, statement, score in rows.iter_rows():
        if statement in asked.weights:
            sheets.setdefault((province, branch, at), {})[statement] = score
    return sheets
