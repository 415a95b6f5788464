"""How much of a selection is behind its figures: which branches reported, month by month?

A branch is open from the month it opened to the month it closed, by `data/reference/branches.csv`;
it reported where the service log has a request of it. Under a filter (a channel, a service) that is
a request that the filter lets through.
"""

from analysis import channel_usage, choices
from analysis.marts import Marts
from analysis.selection import Selection

MOST_NAMED = 12


def by_month(marts: Marts, selection: Selection) -> list[dict]:
    """One per month of the log: month, open and reported (counts of branches), requests; the last
    month also has silent, the codes of the open branches without a request, where they are few."""
    answer = channel_usage.ask(marts, selection, by=("month", "branch"))
    reported: dict[str, dict[str, int]] = {}
    for row in answer.rows:
        reported.setdefault(row["month"], {})[row["branch"]] = row["requests"]
    branches = _branches(marts, selection)
    days = _days(marts, reported)
    rows = []
    silent: set[str] = set()
    for month, requests in sorted(reported.items()):
        first, last = days.get(month, (None, None))
        opened = {row["branch"] for row in branches if first and _open(row, first, last)}
        # What sends requests is open, whatever the list says.
        opened |= {branch for branch in requests if branch is not None}
        rows.append(
            {
                "month": month,
                "open": len(opened),
                "reported": len(requests.keys() - {None}),
                "requests": sum(requests.values()),
                "silent": None,
            }
        )
        silent = opened - requests.keys()
    if 0 < len(silent) <= MOST_NAMED:
        rows[-1]["silent"] = " ".join(sorted(silent))
    return rows


def _branches(marts, selection) -> list[dict]:
    """The branches that the reader may see in the places of the selection."""
    provinces = marts.provinces_of(selection)
    return [
        row
        for row in choices.options(marts)["branches"]
        if (provinces is None or row["province"] in provinces)
        and (not selection.branches or row["branch"] in selection.branches)
    ]


def _days(marts, months) -> dict[str, tuple]:
    """Month → its first and last day."""
    rows = marts.query("select month, min(day), max(day) from calendar group by month").rows()
    return {month: (first, last) for month, first, last in rows if month in months}


def _open(row: dict, first, last) -> bool:
    opened, closed = row["opened"], row["closed"]
    return (opened is None or opened <= last) and (closed is None or closed >= first)
