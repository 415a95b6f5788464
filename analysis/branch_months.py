"""Satisfaction of each branch and month, beside how the requests of the same were served.

Cells of fewer than 5 respondents are left out: a single answer must not be told, and says little.
"""

import polars as pl

from analysis import channel_usage, repeat_contacts
from analysis.disclosure import SMALL
from analysis.marts import Marts
from analysis.measure_sums import answer_sums
from analysis.measures import Satisfaction
from analysis.obstacles import obstacle
from analysis.selection import Selection

CELL = ("branch", "month")
# Measure → what it is counted from.
MEASURES = {
    "completion_rate": "requests",
    "failure_share": "requests",
    "on_time_share": "requests",
    "median_hours": "requests",
    "p90_hours": "requests",
    "digital_take_up": "requests",
    "outside_office_hours": "request_hours",
    "repeat_rate": "repeat_contacts",
}
# A doubling of the time is a step of the same length everywhere, hence their logarithm.
LOGARITHMIC = ("median_hours", "p90_hours")
OFFICE = "weekday < 5 and hour between 7 and 14"  # as in `hours`


def cells(marts: Marts, selection: Selection, satisfied: Satisfaction) -> pl.DataFrame:
    """branch, month, province, n, satisfaction and MEASURES (null where there is none)."""
    answered = _satisfaction(marts, selection, satisfied)
    for part in (_requests(marts, selection), _hours(marts, selection), _repeats(marts, selection)):
        answered = answered.join(part, on=CELL, how="left")
    return answered.sort(CELL).with_columns(pl.col(*LOGARITHMIC).log())


def _satisfaction(marts, selection, satisfied):
    about = satisfied.measure.reference
    by = (*CELL, "province")
    sums = answer_sums(marts, selection, by, satisfied.people, satisfied.value, about)
    return (
        sums.filter(
            (pl.col("n") >= SMALL) & (pl.col("weight") > 0) & pl.col("branch").is_not_null()
        )
        .with_columns(satisfaction=(about or 0) + pl.col("total") / pl.col("weight"))
        .select(*by, "n", "satisfaction")
    )


def _requests(marts, selection):
    names = ("completion_rate", "on_time_share", "median_hours", "p90_hours", "digital_take_up")
    rows = channel_usage.ask(marts, selection, by=CELL).rows
    told = [
        {name: row[name] for name in (*CELL, *names)}
        | {"failure_share": row["failed"] / row["requests"]}
        for row in rows
        if row["branch"] is not None
    ]
    return _frame(told, (*names, "failure_share"))


def _hours(marts, selection):
    if obstacle(marts, "request_hours", selection, (), ("service", "customer_group")):
        return _frame([], ("outside_office_hours",))
    return marts.query(
        f"""select branch, month,
                   1 - coalesce(sum(requests) filter ({OFFICE}), 0) / sum(requests)
                       as outside_office_hours
            from request_hours where branch is not null group by all having sum(requests) > 0""",
        selection,
    )


def _repeats(marts, selection):
    rows = repeat_contacts.ask(marts, selection, by=CELL).rows
    told = [{name: row[name] for name in (*CELL, "repeat_rate")} for row in rows if row["branch"]]
    return _frame(told, ("repeat_rate",))


def _frame(rows, names):
    schema = dict.fromkeys(CELL, pl.String) | dict.fromkeys(names, pl.Float64)
    return pl.DataFrame(rows, schema=schema)
