"""The headline measures: each of a selection or of its groups, from rows."""

from tests.pages.walk import requests
from tests.pages.walk.design import Sampled
from tests.pages.walk.judging import Judging, answered
from tests.pages.walk.means import Means

SHARES = tuple(requests.SHARES)
SURVEYED = ("satisfaction", "favourable_factors", "response_rate")
MEASURES = ("satisfaction", "favourable_factors", *SHARES, "median_hours", "response_rate")


def values(world, filters, measure, by=()) -> dict:
    """{key: (n, value, low, high, suppressed)} of the groups that have data of the measure."""
    if measure == "satisfaction":
        return _satisfaction(world, filters, by)
    if measure == "favourable_factors":
        return _favourable(world, filters, by)
    if measure == "response_rate":
        return _response(world, filters, by)
    rows = filters.of(world.requests)
    groups = {(): rows} if rows.height and not by else {}
    if by and rows.height:
        groups = rows.partition_by(by, as_dict=True)
    if measure == "median_hours":
        found = {k: (p.filter("done").height, requests.quantile(p, 0.5)) for k, p in groups.items()}
        return {k: (n, value, None, None, False) for k, (n, value) in found.items() if n}
    return _shares(world, filters, measure, groups)


def _satisfaction(world, filters, by):
    means = Means(world, filters, by)
    found = {key: means.figures(key) for key in means.groups}
    names = ("n", "mean", "low", "high", "suppressed")
    return {key: tuple(row[name] for name in names) for key, row in found.items()}


def _favourable(world, filters, by):
    frame = world.once("answered", lambda: answered(world.files))
    judging = Judging(world.files, world.small, frame, world.files.items["item"], filters, by)
    groups = {}
    for row in judging.rows("evidence"):
        groups.setdefault(tuple(row[name] for name in by), []).append(row)
    found = {}
    for key, rows in groups.items():
        shown = [row for row in rows if not row["suppressed"]]
        if any(row["n"] != 0 for row in rows):
            n = max((row["n"] for row in shown), default=None)
            good = sum(row["status"] == "favourable" for row in shown) if shown else None
            found[key] = (n, good, None, None, not shown)
    return found


def _response(world, filters, by):
    """Of the waves, which know neither branches nor channels nor services."""
    if filters.branches or filters.channels or filters.services:
        return {}
    waves = filters.of(world.files.waves)
    hidden, everything, _, _ = world.small.groups(world.wave_answers, filters, by)
    groups = {(): waves} if waves.height and not by else {}
    if by and waves.height:
        groups = waves.partition_by(by, as_dict=True)
    found = {}
    for key, part in groups.items():
        invited, answers = int(part["invited"].sum()), int(part["answered"].sum())
        told = (invited, answers / invited, None, None, False)
        found[key] = (None, None, None, None, True) if everything or key in hidden else told
    return found


def _shares(world, filters, measure, groups):
    whole, part = requests.SHARES[measure]
    sampled = Sampled(world.files, filters, finite=False, sheets=world.requests)
    found = {}
    for key, rows in groups.items():
        one = sampled.estimate(world.weighed(rows.filter(whole), part), "y")
        if one:
            low, high = one.interval()
            ends = (None, None) if low is None else (max(low, 0), min(high, 1))
            found[key] = (one.n, one.mean, *ends, False)
    return found
