"""Hours: on which weekdays and at what hours do requests arrive?

Counted from the service log by the moment of submission: events, not persons, so nothing is
suppressed. Not counted by service or customer group: with such a filter there are no rows, and a
note says so.
- weekday: Saturday 0 … Friday 6; hour: 0 … 23, local time as the log has it.
- share: requests of the cell ÷ requests of the group.
- outside office hours: submitted on Thursday or Friday, before 7:00 or from 15:00 on. Public
  holidays are not told apart.
"""

import polars as pl

from analysis.answer import Answer
from analysis.marts import Marts
from analysis.obstacles import obstacle
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups

WAYS = ("all", "remote", "counter")
REMOTE = {"all": "true", "remote": "remote = 'yes'", "counter": "remote = 'no'"}
OFFICE = (pl.col("weekday") < 5) & pl.col("hour").is_between(7, 14)


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = (), way: str = "all") -> Answer:
    """One row per group of `by`, weekday and hour with requests.

    way: requests on all channels, on remote ones, or on those that are known not to be.
    """
    by = check_groups(by)
    marts.check(selection)
    note = obstacle(marts, "request_hours", selection, by, ("service", "customer_group"))
    counts = _counts(marts, selection, by, way) if not note else _nothing(by)
    total = int(counts["requests"].sum())
    whole = pl.col("requests").sum().over(by) if by else pl.col("requests").sum()
    rows = counts.with_columns(share=pl.col("requests") / whole)
    return Answer(
        question="hours",
        rows=rows.to_dicts(),
        totals=_totals(counts, total),
        n=total,
        notes=[note] if note else [],
        **provenance(marts, "requests", selection),
    )


def _nothing(by) -> pl.DataFrame:
    counted = ("weekday", "hour", "requests")
    return pl.DataFrame(schema=dict.fromkeys(by, pl.String) | dict.fromkeys(counted, pl.Int64))


def _counts(marts: Marts, selection: Selection, by, way: str) -> pl.DataFrame:
    columns = "".join(f"{name}, " for name in by)
    return marts.query(
        f"""select {columns} weekday::bigint as weekday, hour::bigint as hour,
                   sum(requests)::bigint as requests
            from request_hours left join channels using (channel)
            where {REMOTE[way]} group by all order by all""",
        selection,
    )


def _totals(counts: pl.DataFrame, total: int) -> dict:
    """Over all groups: the busiest hour of the week, and what comes outside office hours."""
    if not total:
        return {
            "requests": 0,
            "busiest_weekday": None,
            "busiest_hour": None,
            "busiest_share": None,
            "outside_office_hours": None,
        }
    cells = counts.group_by("weekday", "hour").agg(pl.col("requests").sum())
    busiest = cells.sort("requests", "weekday", "hour", descending=[True, False, False])
    inside = counts.filter(OFFICE)["requests"].sum()
    return {
        "requests": total,
        "busiest_weekday": busiest["weekday"][0],
        "busiest_hour": busiest["hour"][0],
        "busiest_share": busiest["requests"][0] / total,
        "outside_office_hours": 1 - inside / total,
    }
