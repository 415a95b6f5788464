"""What did a province or branch say of itself in a round, who filled it in, and what before?"""

from analysis.marts import Marts
from analysis.selection import Selection

MART = "self_assessments"


def of_unit(
    marts: Marts, framework: str, province: str, branch: str | None, month: str
) -> tuple[dict | None, dict | None]:
    """Its sheet of the round `month`, and of its last round before; None where there is none.

    A sheet: month, scores (statement → score, of those that were judged), filled_at (as the sheet
    says, else None), loaded_at and loaded_by.
    """
    if MART not in marts.tables:
        return None, None
    rows = marts.query(
        f"""select month, statement, score, filled_at, loaded_at, loaded_by
            from {MART} join loads using (load)
            where framework = $framework and branch is not distinct from $branch
                and month <= $last order by month""",
        Selection(provinces=province),
        framework=framework,
        branch=branch,
        last=month,
    ).to_dicts()
    months = sorted({row["month"] for row in rows} - {month})
    return _sheet(rows, month), _sheet(rows, months[-1] if months else None)


def _sheet(rows: list[dict], month: str | None) -> dict | None:
    own = [row for row in rows if row["month"] == month]
    if not own:
        return None
    last = max(own, key=lambda row: row["loaded_at"])
    kept = ("month", "filled_at", "loaded_at", "loaded_by")
    judged = {row["statement"]: row["score"] for row in own if row["score"] is not None}
    return {name: last[name] for name in kept} | {"scores": judged}
