"""Outages: on which days did a channel carry far fewer requests than is usual on that weekday?

Counted from the service log by day; events, not persons, so nothing is suppressed. Not counted by
branch, service or customer group: with such a filter there are no rows, and a note says so.
- usual: the median of the same weekday in the 8 weeks before and after; a day is low when it stays
  below half of that and more than 3 standard deviations, as wide as the channel's own days vary
  (`analysis.statistics.outage_days`, which has the rule and its source). It is the rule of the
  process charts, day by day and weekday by weekday.
- Not judged: public holidays, the first 13 days of the year, days whose usual count is below 10,
  and days with fewer than 5 others to compare with.
- error rate: of days on which nothing happened at most 0.135 % are called low if their deviations
  are normal; `expected_by_chance` is that share of the days judged. Low days say that requests did
  not arrive, not why: a log that was sent in part looks the same.
- An outage is a run of low days of one channel; days between that are not judged do not end it.
"""

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl

from analysis.answer import Answer, Note
from analysis.marts import Marts
from analysis.obstacles import obstacle
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups
from analysis.statistics import outage_days

UNKNOWN = ("branch", "service", "customer_group")
TOO_FEW = ("no day has at least 10 usual requests and 5 others to compare with", "too_few_days")
FEWEST = 30  # requests of an outage; of fewer no share of failures is told
TOTALS = ("judged_days", "low_days", "outages", "missing_requests", "expected_by_chance")


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ("channel",)) -> Answer:
    """One row per outage, the latest first; by `province` too: each province judged alone."""
    by = tuple(name for name in check_groups(by) if name != "month")  # days stand in months
    marts.check(selection)
    source = provenance(marts, "requests", selection)
    note = obstacle(marts, "request_days", selection, by, UNKNOWN)
    keys = ("province", "channel") if "province" in by else ("channel",)
    counts = pl.DataFrame() if note else _counts(marts, selection, keys)
    inside = [] if counts.is_empty() else _inside(counts, selection)
    if not len(inside):
        notes = [note] if note else []
        return Answer("outages", [], dict.fromkeys(TOTALS), 0, notes=notes, **source)
    grid, series, days = _grid(counts, keys)
    calendar = _calendar(marts, days)
    usable = calendar["usable"].to_numpy() & _reported(counts, series, calendar["month"])
    judged = outage_days.judged(grid["requests"], usable)
    asked = calendar["month"].is_in(inside["month"].unique().implode()).fill_null(False).to_numpy()
    judged = outage_days.only(judged, asked)
    rows = _outages(grid, series, calendar, judged)
    totals = _totals(rows, judged)
    return Answer(
        question="outages",
        rows=sorted(rows, key=lambda row: row["first_day"], reverse=True),
        totals=totals,
        n=int(inside["requests"].sum()),
        notes=[] if totals["judged_days"] else [Note(*TOO_FEW)],
        **source,
    )


def _counts(marts: Marts, selection: Selection, keys: tuple[str, ...]) -> pl.DataFrame:
    """Of all months: what is usual in the first of those asked for is seen in the one before."""
    return marts.query(
        f"""select {", ".join(keys)}, month, day, sum(requests)::bigint as requests,
                   sum(failed)::bigint as failed
            from request_days where channel is not null group by all order by all""",
        replace(selection, first_month=None, last_month=None),
    )


def _inside(counts: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """The counts of the months asked for."""
    months = pl.col("month")
    after = months >= (selection.first_month or "")
    return counts.filter(after & (months <= (selection.last_month or "9999")))


def _grid(counts: pl.DataFrame, keys) -> tuple[dict[str, np.ndarray], list[dict], list[dt.date]]:
    """{count: (series, days)}, the series, and every day from the first to the last with requests.

    A day without a row is a day without requests.
    """
    first, last = counts["day"].min(), counts["day"].max()
    days = [first + dt.timedelta(n) for n in range((last - first).days + 1)]
    series = counts.select(keys).unique().sort(keys).with_row_index("line")
    placed = counts.join(series, on=list(keys))
    line = placed["line"].to_numpy()
    column = (placed["day"] - first).dt.total_days().to_numpy()
    grid = {name: np.zeros((series.height, len(days))) for name in ("requests", "failed")}
    for name, values in grid.items():
        values[line, column] = placed[name].to_numpy()
    return grid, series.drop("line").to_dicts(), days


def _reported(counts: pl.DataFrame, series: list[dict], months: pl.Series) -> np.ndarray:
    """(series, days): whether the month of the day has arrived from the place at all.

    A month that was never delivered is no outage, and no measure of what is usual.
    """
    place = "province" if "province" in counts.columns else pl.lit(None).alias("province")
    arrived = counts.select(place, "month").unique().group_by("province").agg("month")
    months_of = dict(arrived.iter_rows())
    on_days = {name: months.is_in(list(found)).to_numpy() for name, found in months_of.items()}
    return np.array([on_days[one.get("province")] for one in series])


def _calendar(marts: Marts, days: list[dt.date]) -> pl.DataFrame:
    """Each day's month, its day of the month, and whether it is like others of its weekday."""
    known = marts.query(
        """select day, month, day_of_month, not holiday
                  and not (month_of_year = 1 and day_of_month <= 13) as usable
           from calendar where day between $first and $last""",
        first=days[0],
        last=days[-1],
    )
    joined = pl.DataFrame({"day": days}).join(known, on="day", how="left").sort("day")
    return joined.with_columns(pl.col("usable").fill_null(False))


def _outages(grid, series: list[dict], calendar: pl.DataFrame, judged) -> list[dict]:
    known = ~np.isnan(judged.usual)
    rows = []
    for line in np.flatnonzero(judged.low.any(axis=1)):
        places = np.flatnonzero(known[line])
        low = judged.low[line, places]
        for run in _runs(low):
            rows.append(series[line] | _outage(grid, calendar, judged, line, places[run]))
    return rows


def _runs(low: np.ndarray) -> list[np.ndarray]:
    """The positions of each run of true values.

    >>> [run.tolist() for run in _runs(np.array([False, True, True, False, True]))]
    [[1, 2], [4]]
    """
    places = np.flatnonzero(low)
    return [run for run in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1) if run.size]


def _outage(grid, calendar: pl.DataFrame, judged, line: int, days: np.ndarray) -> dict:
    requests, failed = (grid[name][line, days].sum() for name in ("requests", "failed"))
    usual = judged.usual[line, days].sum()
    first, last = calendar.row(int(days[0]), named=True), calendar.row(int(days[-1]), named=True)
    return {
        "month": first["month"],
        "first_day": first["day"].isoformat(),
        "first_day_of_month": first["day_of_month"],
        "last_month": last["month"],
        "last_day": last["day"].isoformat(),
        "last_day_of_month": last["day_of_month"],
        "low_days": int(days.size),
        "requests": int(requests),
        "usual": float(usual),
        "missing_requests": float(usual - requests),
        "share_of_usual": float(requests / usual),
        "failed_share": float(failed / requests) if requests >= FEWEST else None,
    }


def _totals(rows: list[dict], judged) -> dict:
    days = int((~np.isnan(judged.usual)).sum())
    values = (
        days,
        int(judged.low.sum()),
        len(rows),
        float(sum(row["missing_requests"] for row in rows)),
        days * outage_days.FALSE_ALARMS,
    )
    return dict(zip(TOTALS, values, strict=True))
