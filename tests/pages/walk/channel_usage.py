"""What should the page of channels say? Volumes, outcomes, times, visits, returns and outages."""

import polars as pl

from pages.parts import words
from tests.pages.walk import changed, channel_detail, requests
from tests.pages.walk.comparing import Expected, Table
from tests.pages.walk.satisfaction_trends import title_of, unit_of

NAME = "channel_usage"
HEADLINE = ("requests", "digital_take_up", "completion_rate", "on_time_share", "median_hours")


def expected(world, filters, views) -> Expected:
    rows = filters.of(world.requests)
    if not rows.height:
        return Expected()
    # Also months of the period in which this selection has no request
    days = {month: world.files.working_days(month) for month in world.months(filters)}
    total = requests.measures(rows, sum(days.values()))
    found = Expected(
        {
            words.say(f"{NAME}.months_caption"): _cells(rows),
            words.say(f"{NAME}.volumes_caption"): _months(rows, days),
            words.say(f"{NAME}.channels_caption"): channels(rows, sum(days.values())),
        },
        {name: [total[name]] for name in HEADLINE},
        {(NAME, rows.height)},
        said=[total["p90_hours"], total["requests_per_working_day"]]
        + changed.values(world, filters, views),
    )
    for part in channel_detail.parts(world, filters, rows, views):
        found |= part
    return found | _charts(world, filters, views["measure"])


def _charts(world, filters, measure) -> Expected:
    charted = requests.chart(world, filters, measure)
    caption = words.say("process.caption", title=title_of(measure))
    tables = {caption: requests.chart_table(charted)} if charted else {}
    compared = measure if measure in requests.SHARES else "completion_rate"
    unit = unit_of(filters)
    caption = words.say(f"funnel.caption_{unit}", title=title_of(compared))
    return Expected(tables) | requests.funnel(world, filters, unit, compared, caption)


def _cells(rows) -> Table:
    """Each channel in each month."""
    of_month = dict(rows.group_by("month").len().rows())
    cells = [
        requests.measures(part, 1)
        | {"month": month, "channel": channel, "share_of_month": part.height / of_month[month]}
        for (month, channel), part in rows.partition_by("month", "channel", as_dict=True).items()
    ]
    return Table(("month", "channel"), cells)


def _months(rows, days) -> Table:
    found = rows.partition_by("month", as_dict=True).items()
    return Table(
        ("month",),
        [requests.measures(part, days[key[0]]) | {"month": key[0]} for key, part in found],
    )


def channels(rows: pl.DataFrame, days: int) -> Table:
    """Each channel over all months."""
    found = rows.partition_by("channel", as_dict=True).items()
    return Table(
        ("channel",),
        [
            requests.measures(part, days) | {"channel": key[0], "share": part.height / rows.height}
            for key, part in found
        ],
    )
