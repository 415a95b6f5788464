"""From what to what did measures change? Both months of every province, for sentences that say it.

Whether a change is more than chance, and between what it lies, is the test of all changes at once
(`walk.exempt`).
"""

import polars as pl

from pages.parts import words
from tests.pages.walk import headlines
from tests.pages.walk.comparing import Of
from tests.pages.walk.judging import answered
from tests.pages.walk.overview import earlier

TITLES = {"satisfaction": "رضایت"}


def values(world, filters, views) -> list[Of]:
    """Of each place and measure: the value before, after, and their difference."""
    months = world.months(filters)
    if not months:
        return []
    after = months[-1]
    before = earlier(after, views.get("compare", "previous_month"))
    ends = [filters.in_months(month, month) for month in (before, after)]
    names = dict(world.files.table("provinces").select("province", "name_fa").iter_rows())
    places = {(): words.say("changes.whole")} | {(code,): name for code, name in names.items()}
    found = []
    for by in ((), ("province",)):
        for title, told in _measures(world, ends, by):
            for key in told[0].keys() & told[1].keys():
                pair = [one[key] for one in told]
                if None not in pair:
                    said = (*pair, pair[1] - pair[0])
                    found.append(Of((f"{places[key]}:", f"«{title}»"), said))
    return found


def _measures(world, ends, by):
    """(title, [{place: value} before, after]) of every measure."""
    for measure in ("satisfaction", *headlines.SHARES):
        title = TITLES.get(measure) or words.say(f"measures.{measure}")
        told = [headlines.values(world, end, measure, by) for end in ends]
        yield title, [{key: one[1] for key, one in each.items()} for each in told]
    frame = world.once("answered", lambda: answered(world.files))
    for item in world.files.items["item"]:
        yield world.files.titles[item], [_means(end.of(frame), item, by) for end in ends]


def _means(rows, item, by) -> dict:
    rows = rows.filter(pl.col(item).is_not_null())
    if not rows.height:
        return {}
    mean = (pl.col(item) * pl.col("weight")).sum() / pl.col("weight").sum()
    if not by:
        return {(): rows.select(mean).item()}
    return {row[:-1]: row[-1] for row in rows.group_by(by).agg(mean.alias("mean")).rows()}
