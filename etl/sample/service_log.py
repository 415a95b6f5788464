"""One month's extract of the service log: one row per request."""

from dataclasses import replace
from functools import lru_cache
from zlib import crc32

import numpy as np
import polars as pl

from etl.sample.clients import pseudonyms, returning
from etl.sample.months import Days, Month
from etl.sample.outcomes import (
    ABANDONED,
    COMPLETED,
    DAY,
    STATUSES,
    due,
    finished,
    pending,
    statuses,
)
from etl.sample.provinces import Province
from etl.sample.requests import Requests, submitted
from etl.sample.seeding import generator
from etl.sample.stories import Stories
from etl.sample.world import World

SAME_AGAIN = 0.75  # of those who come back want the same service
UNKNOWN_CLIENT = 0.02
CLIENTS_PER_REQUEST = 4
WORKING_DAYS = 20  # of a usual month


def table(world: World, month: Month, told: bool) -> pl.DataFrame:
    """All requests submitted in the month, in order of time."""
    days, stories = Days(month, world.holidays), world.stories(month, told)
    parts = [_of_province(world, province, days, stories) for province in world.provinces]
    found = pl.DataFrame(
        {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    )
    found = found.filter(pl.col("branch") != (stories.silent() or ""))
    found = found.sort("submitted", "branch", "client", maintain_order=True)
    moment = pl.Series(days.dates)
    number = pl.int_range(1, found.height + 1, eager=True).cast(pl.String).str.zfill(7)
    return found.select(
        request_id=f"{month.name}-" + number,
        branch="branch",
        service=pl.Series(world.services).gather(found["service"]),
        channel=pl.Series(world.channels).gather(found["channel"]),
        customer_group=pl.Series(world.groups).gather(found["group"]),
        submitted_at=_written(found["submitted"], moment),
        completed_at=_written(found["completed"], moment),
        status=pl.Series(STATUSES).gather(found["status"]),
        due_at=_written(found["due"], moment),
        client=_known(pseudonyms(found["client"].to_numpy()), found["known"]),
    )


def _of_province(world: World, province: Province, days: Days, stories: Stories) -> dict:
    """The province's requests, an array per column; times are seconds since the month began."""
    rng = generator(world.seed, "service_log", days.month.name, province.code)
    requests = submitted(world, province, days, stories, rng)
    status = statuses(world, province, requests, stories, rng)
    if province.opening:
        status = np.where(_turned_away(world, province, requests, rng), ABANDONED, status)
    first = returning(requests, status != COMPLETED, rng)
    requests = _same_client(world, requests, first, rng)
    end = finished(world, province, requests, days, rng)
    status = pending(status, end, days)
    begin = requests.day * DAY + requests.second
    return {
        "branch": np.array(province.branches.codes)[requests.branch],
        "service": requests.service,
        "channel": requests.channel,
        "group": requests.group,
        "submitted": begin,
        "completed": np.where(status == COMPLETED, end, -1),
        "status": status,
        "due": due(world, requests, days),
        "client": _clients(world, province, requests, rng)[first],
        "known": rng.random(len(first)) >= UNKNOWN_CLIENT,
    }


def _turned_away(
    world: World, province: Province, requests: Requests, rng: np.random.Generator
) -> np.ndarray:
    """Which visits to the counter of the branch came on a day when it could serve no more."""
    visits = np.flatnonzero(np.array(world.channels)[requests.channel] == "in_person")
    leave = np.zeros(len(requests.day), dtype=bool)
    branch, day = requests.branch[visits], requests.day[visits]
    leave[visits] = province.opening.turned_away(branch, day, rng)
    return leave


def _same_client(
    world: World, requests: Requests, first: np.ndarray, rng: np.random.Generator
) -> Requests:
    """Who comes back belongs to the same group and mostly wants the same, where it is offered."""
    wanted = requests.service[first]
    offered = world.service_weights[requests.channel, wanted] > 0
    again = offered & (rng.random(len(first)) < SAME_AGAIN) & (first != np.arange(len(first)))
    service = np.where(again, wanted, requests.service)
    return replace(requests, service=service, group=requests.group[first])


def _clients(
    world: World, province: Province, requests: Requests, rng: np.random.Generator
) -> np.ndarray:
    """A number per client, one of the pool that each branch has of each customer group."""
    codes = province.branches.codes
    keys = np.array([crc32(f"{world.seed} {code}".encode()) for code in codes], dtype=np.uint64)
    monthly = province.per_day * WORKING_DAYS / len(codes) / len(world.groups)
    pool = max(round(monthly * CLIENTS_PER_REQUEST), 1)
    drawn = rng.integers(0, pool, len(requests.day), dtype=np.uint64)
    group = requests.group.astype(np.uint64) << np.uint64(24)
    return (keys[requests.branch] << np.uint64(28)) ^ group ^ drawn


def _known(names: pl.Series, known: pl.Series) -> pl.Series:
    return pl.select(pl.when(known).then(names).alias("client"))["client"]


@lru_cache
def _times() -> pl.Series:
    clock = [f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(DAY)]
    return pl.Series(clock)


def _written(seconds: pl.Series, dates: pl.Series) -> pl.Series:
    """`1404-07-03 09:12:45`; a negative number is no time."""
    known = seconds.to_frame("s").select(pl.when(pl.col("s") >= 0).then("s"))["s"]
    return dates.gather(known // DAY) + " " + _times().gather(known % DAY)
