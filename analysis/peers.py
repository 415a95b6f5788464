"""Peers: with whom may a province or branch be compared? With those of nearly the same size.

    distance = |ln(requests ÷ own requests)| + |ln(respondents ÷ own respondents)|

The nearest `COUNT` of the provinces (of a branch: of the branches) that the reader may see, by
requests and respondents under the same filters and months. Ratios, so that half as many is as far
as twice as many. Whose respondents may not be said is no peer; where one's own may not be said,
requests alone count.
"""

import math
from dataclasses import replace

from analysis import channel_usage, satisfaction_trends
from analysis.marts import Marts
from analysis.selection import Selection

COUNT = 5
LOGGED = ("digital_take_up", "completion_rate", "on_time_share", "median_hours")
ANSWERED = {"satisfaction": "weighted_mean", "low": "interval_low", "high": "interval_high"}


def unit_of(marts: Marts, selection: Selection) -> tuple[str, str] | None:
    """("branch" or "province", its code), where the selection is just one; else None."""
    if selection.branches:
        return ("branch", selection.branches[0]) if len(selection.branches) == 1 else None
    provinces = marts.provinces_of(selection)
    alone = provinces is not None and len(provinces) == 1
    return ("province", provinces[0]) if alone else None


def nearest(marts: Marts, selection: Selection) -> list[dict]:
    """The unit of the selection first, then its peers, the nearest first; [] without a unit.

    Keys: province or branch, requests, respondents (None if suppressed), distance, own,
    satisfaction with low and high (95 %), digital_take_up, completion_rate, on_time_share,
    median_hours.
    """
    unit = unit_of(marts, selection)
    if unit is None:
        return []
    kind, code = unit
    units = _units(marts, replace(selection, provinces=(), region=None, branches=()), kind)
    own = units.pop(code, None)
    if own is None:
        return []
    others = [row | {"distance": _distance(row, own)} for row in units.values()]
    known = [row for row in others if row["distance"] is not None]
    nearby = sorted(known, key=lambda row: (row["distance"], row[kind]))[:COUNT]
    return [own | {"own": True, "distance": 0.0}, *({**row, "own": False} for row in nearby)]


def _units(marts, everywhere, kind) -> dict[str, dict]:
    """Code → requests and respondents, with the measures of each."""
    answered = satisfaction_trends.ask(marts, everywhere, by=(kind,)).rows
    answered = {row[kind]: row for row in answered}
    units = {}
    for row in channel_usage.ask(marts, everywhere, by=(kind,)).rows:
        if row[kind] is not None:
            said = answered.get(row[kind], {})
            means = {name: said.get(source) for name, source in ANSWERED.items()}
            counts = {"requests": row["requests"], "respondents": said.get("n")}
            logged = {name: row[name] for name in LOGGED}
            units[row[kind]] = {kind: row[kind]} | counts | means | logged
    return units


def _distance(row: dict, own: dict) -> float | None:
    counts = ("requests", "respondents") if own["respondents"] else ("requests",)
    if not all(row[count] for count in counts):
        return None
    return sum(abs(math.log(row[count] / own[count])) for count in counts)
