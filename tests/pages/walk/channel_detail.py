"""Sections of the page of channels: outcomes, times, hours, counter visits, returns, outages."""

from collections import Counter

import numpy as np
import polars as pl

from pages.parts import words
from tests.pages.walk import outages
from tests.pages.walk.comparing import Expected, Table
from tests.pages.walk.requests import ENDS, ratio

SHOWN, LEAST = 12, 30
HOUR, DAY = 3600, 86400
CLASSES = {
    "5_minutes": 300, "1_hour": HOUR, "8_hours": 8 * HOUR, "1_day": DAY, "3_days": 3 * DAY,
    "7_days": 7 * DAY, "14_days": 14 * DAY, "30_days": 30 * DAY, "longer": np.inf,
}  # fmt: skip
WEEK = 7 * DAY


def parts(world, filters, rows, views):
    yield _outcomes(rows)
    yield _times(rows)
    yield _hours(filters, rows, views["hours"])
    yield _counter_visits(world, filters)
    yield _repeats(world, filters)
    yield outages.expected(world, filters)


def _outcomes(rows) -> Expected:
    cells = rows.partition_by("service", "channel", as_dict=True)
    asked = Counter(rows["service"].to_list())
    most = sorted(asked, key=lambda service: (-asked[service], service))[:SHOWN]
    if not any(key[0] in most and part.height >= LEAST for key, part in cells.items()):
        return Expected()
    told = []
    for (service, channel), part in cells.items():
        counted = {end: part.filter(status=end).height for end in ENDS}
        shares = {f"{end}_share": counted[end] / part.height for end in ENDS[:3]}
        told.append({"service": service, "channel": channel, "requests": part.height}
                    | counted | shares)  # fmt: skip
    return Expected({words.say("outcomes.caption"): Table(("service", "channel"), told)})


def _times(rows) -> Expected:
    """A duration counts in the class that holds the middle of its bucket of 5 %."""
    timed = rows.drop_nulls("seconds")
    if not timed.height:
        return Expected()
    told = []
    for (channel,), part in timed.partition_by(["channel"], as_dict=True).items():
        seconds = part["seconds"].to_numpy().astype(float)
        bucket = np.floor(np.log(np.maximum(seconds, 1)) / np.log(1.05))
        bucket = np.where(seconds < 1, -1, bucket)
        place = np.searchsorted(list(CLASSES.values()), 1.05 ** (bucket + 0.5), side="right")
        counts = np.bincount(place, minlength=len(CLASSES))
        reached = np.cumsum(counts) / counts.sum()
        told += [
            {"channel": channel, "class": name, "requests": int(counts[i]),
             "share": counts[i] / counts.sum(), "reached": reached[i]}
            for i, name in enumerate(CLASSES)
        ]  # fmt: skip
    table = Table(("channel", "class"), told)
    feet = {("completion_times", timed.height)}
    until = [
        sum(row["requests"] for row in told if CLASSES[row["class"]] <= end) / timed.height
        for end in (HOUR, DAY, WEEK)
    ]
    caption = words.say("completion_times.caption")
    return Expected({caption: table}, {}, feet, said=until)


def _hours(filters, rows, way) -> Expected:
    wanted = {"all": pl.lit(True), "remote": pl.col("is_remote"), "counter": ~pl.col("is_remote")}
    rows = rows.filter(wanted[way] & (pl.col("known") | pl.lit(way == "all")))
    if filters.services or filters.customer_groups or not rows.height:
        return Expected()
    # Saturday is 0; polars counts Monday as 1
    cells = rows.group_by(weekday=(pl.col("at").dt.weekday() + 1) % 7, hour=pl.col("at").dt.hour())
    told = [row | {"share": row["requests"] / rows.height}
            for row in cells.agg(requests=pl.len()).to_dicts()]  # fmt: skip
    table = Table(("weekday", "hour"), told)
    office = sum(r["share"] for r in told if r["weekday"] < 5 and 7 <= r["hour"] < 15)
    most = max((row["requests"] for row in told), default=0)
    ends = [row["hour"] + 1 for row in told if row["requests"] == most]
    feet, caption = {("hours", rows.height)}, words.say("hours.caption")
    return Expected({caption: table}, {}, feet, said=[1 - office, *ends])


def _counter_visits(world, filters) -> Expected:
    """Each province comes up to the remote share that a quarter of the provinces reach."""
    everywhere = filters.everywhere.of(world.requests).filter("known")
    here = filters.of(world.requests).filter("known")
    if filters.channels:
        return Expected()
    told = []
    for (service,), part in everywhere.partition_by(["service"], as_dict=True).items():
        own = here.filter(service=service)
        done = part.filter(pl.col("is_remote") & pl.col("done")).height
        at_counter = own.filter(~pl.col("is_remote")).height
        if done < LEAST or done < part.height / 100 or not at_counter:
            continue
        goal, saved = _reached(part), None
        if goal is not None:
            each = own.group_by("province").agg(known=pl.len(), remote=pl.col("is_remote").sum())
            saved = sum(max(0, goal - r["remote"] / r["known"]) * r["known"]
                        for r in each.to_dicts())  # fmt: skip
        told.append({
            "service": service, "could_be_saved": saved, "at_counter": at_counter,
            "known": own.height, "remote_share": 1 - at_counter / own.height,
            "within_reach": goal,
        })  # fmt: skip
    if not told:
        return Expected()
    table = Table(("service",), told)
    n = sum(row["known"] for row in told)
    return Expected({words.say("counter_visits.caption"): table}, {}, {("counter_visits", n)})


def _reached(part):
    each = part.group_by("province").agg(known=pl.len(), remote=pl.col("is_remote").mean())
    large = each.filter(pl.col("known") >= LEAST)
    return float(np.quantile(large["remote"].to_numpy(), 0.75)) if large.height >= 4 else None


def repeats(files) -> pl.DataFrame:
    """Requests of known clients: whether and where the client asked for the same within a week."""
    known = files.requests.filter(pl.col("client").is_not_null() & pl.col("service").is_not_null())
    known = known.sort("client", "service", "at")
    again = pl.col("at").shift(-1).over("client", "service") - pl.col("at")
    after = pl.col("remote").shift(-1).over("client", "service")
    followed = (again.dt.total_seconds() <= WEEK).fill_null(False)
    vain = pl.col("status").is_in(["failed", "abandoned"])
    known = known.with_columns(followed=followed, vain=vain, after=after)
    return known.with_columns(
        fell_back=pl.col("followed") & pl.col("is_remote") & (pl.col("after") == "no")
    )


def _repeats(world, filters) -> Expected:
    frame = world.once("repeats", lambda: repeats(world.files))
    hidden, everything, counts, _ = world.small.groups(frame, filters, ("channel",))
    rows = filters.of(frame)
    asked = filters.of(world.requests)
    if everything or not rows.height:
        return Expected()
    told = []
    for (channel,), part in rows.partition_by(["channel"], as_dict=True).items():
        row = _repeated(part)
        blank = dict.fromkeys(row) if (channel,) in hidden else {}
        told.append(row | blank | {"channel": channel})
    table = Table(("channel",), told)
    feet = {("repeat_contacts", rows.height)}
    together = [*_repeated(rows).values(), rows.height / asked.height]
    return Expected({words.say("repeat_contacts.caption"): table}, {}, feet, said=together)


def _repeated(part) -> dict:
    vain, remote = part.filter("vain"), part.filter(pl.col("is_remote") & pl.col("known"))
    return {
        "n": part.height, "repeat_rate": ratio(int(part["followed"].sum()), part.height),
        "in_vain": vain.height,
        "repeat_rate_in_vain": ratio(int(vain["followed"].sum()), vain.height),
        "remote": remote.height, "fell_back": int(part["fell_back"].sum()),
        "fall_back_rate": ratio(int(part["fell_back"].sum()), remote.height),
    }  # fmt: skip
