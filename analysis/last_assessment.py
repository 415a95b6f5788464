"""What did a province or branch say of itself in a round, who filled it in, and what before?

A load knows by whom and when it was loaded. Of a unit's own sheet that is true only where the load
has nobody else's with it: correcting one unit of a load brings its neighbours along.
"""

import datetime as dt

from analysis.assessed_units import MART
from analysis.marts import Marts

IRAN = dt.timezone(dt.timedelta(hours=3, minutes=30))  # of the moments that sheets say
AT_ONCE = dt.timedelta(minutes=10)  # a sheet that is filled in on the page is loaded within this


def of_unit(
    marts: Marts, framework: str, province: str, branch: str | None, month: str
) -> tuple[dict | None, dict | None]:
    """Its sheet of the round `month`, and of its last round before; None where there is none.

    A sheet: month, scores (statement → score, of those that were judged), and when (at, with its
    time zone) and by whom (by) it was filled in or, where it does not say, loaded. Each is None
    where nobody can tell: not who filled in a sheet that came with a load of others.
    """
    if MART not in marts.tables:
        return None, None
    rows = marts.query(
        f"""with told as (select load, max(filled_at) as newest from {MART} group by load)
            select month, statement, score, filled_at, newest, loaded_at, loaded_by
            from {MART} join loads using (load) join told using (load)
            where framework = $framework and province = $province
                and branch is not distinct from $branch and month <= $last order by month""",
        framework=framework,
        province=province,
        branch=branch,
        last=month,
    ).to_dicts()
    months = sorted({row["month"] for row in rows} - {month})
    return _sheet(rows, month), _sheet(rows, months[-1] if months else None)


def _sheet(rows: list[dict], month: str | None) -> dict | None:
    own = [row for row in rows if row["month"] == month]
    if not own:
        return None
    judged = {row["statement"]: row["score"] for row in own if row["score"] is not None}
    last = max(own, key=lambda row: row["loaded_at"])
    return {"month": month, "scores": judged} | _filled(last)


def _filled(row: dict) -> dict:
    """When and by whom, of one row of the sheet.

    The newest sheet of a load is the one that was saved with it, if that was at once. A load in
    which no sheet says when it was filled in is a file as it came.
    """
    loaded = row["loaded_at"].replace(tzinfo=dt.UTC)
    if row["newest"] is None:
        return {"at": loaded, "by": row["loaded_by"]}
    if row["filled_at"] is None:
        return {"at": None, "by": None}
    at = row["filled_at"].replace(tzinfo=IRAN)
    own = row["filled_at"] == row["newest"] and abs(loaded - at) < AT_ONCE
    return {"at": at, "by": row["loaded_by"] if own else None}
