"""Outages, day by day: far fewer requests than the same weekday has in the weeks around."""

import datetime as dt
from itertools import groupby

import numpy as np
import polars as pl

from pages.parts import words
from tests.pages.walk.comparing import Expected, Table
from tests.pages.walk.files import days_of

WEEKS, FEWEST, LEVEL, SHOWN = 8, 5, 10, 8


def expected(world, filters) -> Expected:
    if filters.branches or filters.services or filters.customer_groups:
        return Expected()
    wide = filters.in_months("", "9").of(world.requests)
    inside = filters.of(world.requests).height
    found, judged = [], 0
    usable = _usable(world, wide)
    for (channel,), rows in wide.partition_by(["channel"], as_dict=True).items():
        outages, days = _of_channel(rows, usable, world, filters)
        found += [{"channel": channel} | outage for outage in outages]
        judged += days
    if not inside or not judged:
        return Expected()
    largest = sorted(found, key=lambda row: row["requests"] - row["usual"])[:SHOWN]
    keys = ("channel", "first_day")
    tables = {words.say("outages.largest"): Table(keys, largest)} if found else {}
    if len(found) > SHOWN:
        tables[words.say("outages.caption")] = Table(keys, found)
    return Expected(tables, {}, {("outages", inside)})


def _usable(world, rows) -> dict:
    """Every day from the first with requests to the last → whether it is like others, its month."""
    holidays = {dt.date.fromisoformat(day) for day in world.files.table("holidays")["day"]}
    months = {day: month for month in world.months_of(rows) for day in days_of(month)}
    days = rows["at"].dt.date()
    return {
        day: (day not in holidays, month)
        for day, month in months.items()
        if days.min() <= day <= days.max()
    }


def _of_channel(rows, usable, world, filters):
    counted = dict(rows.group_by(pl.col("at").dt.date()).len().rows())
    failed = dict(rows.filter(status="failed").group_by(pl.col("at").dt.date()).len().rows())
    counts = {day: counted.get(day, 0) for day, (like, _) in usable.items() if like}
    usual = {}
    for day in counts:
        around = [counts.get(day + dt.timedelta(7 * w)) for w in range(-WEEKS, WEEKS + 1) if w]
        around = [one for one in around if one is not None]
        if len(around) >= FEWEST and np.median(around) >= LEVEL:
            usual[day] = float(np.median(around))
    if not usual:
        return [], 0
    off = np.array([(counts[day] - level) / np.sqrt(level) for day, level in usual.items()])
    spread = max(1.0, 1.4826 * np.median(np.abs(off - np.median(off))))
    # Days not asked for are measured by, but nothing is said of them
    asked = [day for day in usual if filters.first <= usable[day][1] <= filters.last]
    low = dict(zip(usual, (off / spread < -3), strict=True))
    runs = groupby(asked, key=lambda day: low[day] and counts[day] < usual[day] / 2)
    return [_outage(list(run), counts, failed, usual) for is_low, run in runs if is_low], len(asked)


def _outage(days, counts, failed, usual) -> dict:
    requests, level = sum(counts[d] for d in days), sum(usual[d] for d in days)
    return {
        "first_day": days[0].isoformat(),
        "low_days": len(days),
        "requests": requests,
        "usual": level,
        "share_of_usual": requests / level,
        "failed_share": sum(failed.get(d, 0) for d in days) / requests if requests >= 30 else None,
    }
