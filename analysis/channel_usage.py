"""Channel usage: through which channels do requests arrive, and how well are they served?

Counted from the service log: events, not persons, so nothing is suppressed.
- digital take-up: requests on channels known to be remote ÷ requests on channels known to be remote
  or not. Unknown channels count in neither.
- on-time share: completed requests no later than due ÷ completed requests that had a due time.
- hours to completion: median and 90th percentile from buckets 5 % wide, hence within 5 %.
- requests per working day: all working days of the months of the period (of the row's own month),
  also those of a last month that has not reported all its days.
"""

import numpy as np
import polars as pl

from analysis.answer import Answer
from analysis.marts import Marts
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups
from analysis.statistics.durations import quantile_by_group

COUNTS = ("requests", "completed", "failed", "abandoned", "pending", "due", "on_time")
SUMS = (*COUNTS, "remote_requests", "known_requests")
QUANTILES = {"median_hours": 0.5, "p90_hours": 0.9}
TOGETHER = ("month", "channel")
SECONDS_PER_HOUR = 3600


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ("channel",)) -> Answer:
    """One row per group of `by` that has requests; the totals are the same measures over all."""
    by = check_groups(by)
    marts.check(selection)
    source = provenance(marts, "requests", selection)
    counts = _counts(marts, selection, by)
    hours, hours_of_all = _hours(marts, selection, by)
    days = _working_days(marts, source["period"])
    if by:
        counts = counts.join(hours, on=by, how="left", nulls_equal=True).sort(by, nulls_last=True)
    else:
        counts = counts.with_columns(**{name: pl.lit(v) for name, v in hours_of_all.items()})
    together = {name: int(counts[name].sum()) for name in SUMS} | hours_of_all
    total = together["requests"]
    return Answer(
        question="channel_usage",
        rows=[_measures(row, by, total, days) for row in counts.iter_rows(named=True)],
        totals=_measures(together, (), total, days),
        n=total,
        notes=[],
        **source,
    )


def _measures(sums: dict, by, total: int, days: dict[str, int]) -> dict:
    """The measures of one group: its sums, divided last."""
    working_days = days.get(sums["month"]) if "month" in by else sum(days.values())
    return {
        **{name: sums[name] for name in by},
        "requests": sums["requests"],
        "share": _ratio(sums["requests"], total),
        **{name: sums[name] for name in ("completed", "failed", "abandoned", "pending")},
        "digital_take_up": _ratio(sums["remote_requests"], sums["known_requests"]),
        "completion_rate": _ratio(sums["completed"], sums["requests"]),
        "on_time_share": _ratio(sums["on_time"], sums["due"]),
        "on_time_n": sums["due"],
        **{name: sums[name] for name in QUANTILES},
        # No requests at all is "no data", which is not "none a day".
        "requests_per_working_day": _ratio(sums["requests"] or None, working_days),
        "working_days": working_days,
    }


def _ratio(part: int | None, whole: int | None) -> float | None:
    return part / whole if whole and part is not None else None


def _counts(marts, selection, by) -> pl.DataFrame:
    keys = _together(by)
    # Summed by channel before `remote` is looked up: a few rows instead of every cell.
    by_channel = ", ".join(dict.fromkeys((*keys, "channel")))
    counts = marts.query(
        f"""with by_channel as (
                select {by_channel}, {", ".join(f"sum({name}) as {name}" for name in COUNTS)}
                from requests group by all)
            select {"".join(f"{name}, " for name in keys)}
                   {", ".join(f"sum({name})::bigint as {name}" for name in COUNTS)},
                   coalesce(sum(requests) filter (remote = 'yes'), 0)::bigint as remote_requests,
                   coalesce(sum(requests) filter (remote in ('yes', 'no')), 0)::bigint
                       as known_requests
            from by_channel left join channels using (channel)
            group by all having sum(requests) > 0""",
        selection,
    )
    return _added(counts, by)


def _together(by) -> tuple[str, ...]:
    """What to count by: the page asks by month, by channel and by both, which is one query."""
    return TOGETHER if set(by) <= set(TOGETHER) else tuple(by)


def _added(counts: pl.DataFrame, by) -> pl.DataFrame:
    """Counts added up over what is not asked for; no row where there is nothing."""
    figures = pl.exclude(*TOGETHER, *by).sum()
    if by:
        return counts.group_by(by, maintain_order=True).agg(figures)
    return counts.select(figures).head(counts.height)


def _hours(marts, selection, by) -> tuple[pl.DataFrame, dict]:
    """Quantiles of the hours to completion, by group and over all."""
    columns = ", ".join((*_together(by), "bucket"))
    cells = marts.query(
        f"""select {columns}, sum(requests)::bigint as n from request_durations group by all
            having sum(requests) > 0 order by {columns}""",
        selection,
    )
    cells = _added(cells, (*by, "bucket")).sort(*by, "bucket")
    by_group = _quantiles(cells, by)
    everything = cells.group_by("bucket").agg(pl.col("n").sum()).sort("bucket")
    overall = _quantiles(everything, ()).to_dicts()
    return by_group, overall[0] if overall else dict.fromkeys(QUANTILES)


def _quantiles(cells: pl.DataFrame, by) -> pl.DataFrame:
    """One row per group; `cells` are ordered by group, then bucket."""
    group = np.zeros(cells.height, dtype=int)
    if by:
        group = cells.select(pl.struct(by).rle_id()).to_series().to_numpy()
    firsts = cells[np.unique(group, return_index=True)[1]]
    bucket, count = cells["bucket"].to_numpy(), cells["n"].to_numpy()
    seconds = {
        name: quantile_by_group(group, bucket, count, q, groups=firsts.height)
        for name, q in QUANTILES.items()
    }
    hours = [pl.Series(name, values / SECONDS_PER_HOUR) for name, values in seconds.items()]
    return firsts.with_columns(hours).select(*by, *QUANTILES)


def _working_days(marts, period: dict) -> dict[str, int]:
    """Working days of each month of the period in which there is a calendar."""
    rows = marts.query(
        """select month, count(*) filter (working_day) as days from calendar
           where month between $first and $last group by month""",
        first=period["from"],
        last=period["to"],
    )
    return dict(rows.iter_rows())
