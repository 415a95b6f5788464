"""What should the profile of a place say? Its headline measures and every table under them."""

import numpy as np

from pages.parts import words
from tests.pages.walk import headlines, overview, requests
from tests.pages.walk.channel_usage import channels
from tests.pages.walk.comparing import Expected, Table, Words
from tests.pages.walk.exempt import FURTHER, JUDGED, OF_LOADING
from tests.pages.walk.factor_status import factor_row
from tests.pages.walk.judging import Judging, answered
from tests.pages.walk.means import Means
from tests.pages.walk.satisfaction_trends import (
    chart_of_means,
    funnel_of_means,
    months_chart,
    title_of,
    unit_of,
)

FUNNELS = ("satisfaction", *headlines.SHARES)
PEERS, ENDS, CARDS = 5, 5, 5


def expected(world, filters, views) -> Expected:
    rows, means = filters.of(world.requests), Means(world, filters)
    if not rows.height and not means.own.height:
        return Expected()
    judging = _judging(world, filters)
    history = filters.in_months("", filters.last)
    charted = _charted(world, filters)
    lines = _headline(world, filters, judging, means, rows, charted, views)
    found = Expected(
        {"*latest_month": Table(("measure",), lines, JUDGED)},
        {line["measure"]: [line["value"]] for line in lines[:CARDS]},
        {("profile", rows.height), ("satisfaction_trends", means.n)},
    )
    found.feet.add(("what_changed", _requests_compared(world, filters, views)))
    found |= _factors(world, judging) | _trends(charted, history.of(world.requests).height)
    if rows.height:
        days = sum(map(world.files.working_days, world.months(filters)))
        found.tables[words.say("profile.section.channels")] = channels(rows, days)
    found.feet.add(("channel_usage", rows.height))
    funnels = _funnels(world, filters)
    return found | funnels | _coverage(world, filters) | _loads(world, filters, rows)


def _judging(world, filters):
    frame = world.once("answered", lambda: answered(world.files))
    return Judging(world.files, world.small, frame, world.files.items["item"], filters)


def _charted(world, filters) -> dict:
    """Measure → the rows of its process chart, from the first month ever."""
    history = filters.in_months("", filters.last)
    shares = {name: requests.chart(world, history, name) for name in headlines.SHARES}
    has_answers = Means(world, history, ("month",)).own.height
    return shares | {"satisfaction": chart_of_means(world, history, filters) if has_answers else []}


def _headline(world, filters, judging, means, rows, charted, views) -> list[dict]:
    total = means.figures(()) if means.n else dict.fromkeys(("mean", "low", "high"))
    every = judging.rows("evidence")
    told = any(row["n"] for row in every)
    good = sum(row["status"] == "favourable" for row in every) if told else None
    counted = {name: requests.share(rows, name) for name in headlines.SHARES}
    values = {
        "satisfaction": (total["mean"], means.n),
        "favourable": (good, judging.n),
        **{name: (requests.ratio(*one), one[1]) for name, one in counted.items()},
        "median_hours": (requests.quantile(rows, 0.5), rows.filter("done").height),
        "requests": (rows.height, rows.height),
    }
    months = world.months(filters)
    after = months[-1] if months else None
    before = overview.earlier(after, views.get("compare", "previous_month"))
    found = []
    for measure, (value, n) in values.items():
        of = {row["month"]: row for row in charted.get(measure, [])}
        told = [row for row in charted.get(measure, []) if row["value"] is not None]
        ends = [of.get(month, {}).get("value") for month in (before, after)]
        line = {"measure": measure, "value": value, "n": n, "low": None, "high": None}
        line |= dict.fromkeys(("latest_month", "latest", "variation"))
        if measure == "satisfaction":
            line |= {end: total[end] for end in ("low", "high")}
        if told:
            line |= {"latest_month": told[-1]["month"], "latest": told[-1]["value"]}
            line |= {"variation": told[-1]["variation"]}
        change = None if None in ends else ends[1] - ends[0]
        nothing = {} if line["latest_month"] else {"latest_month": Words()}
        found.append(line | {"before": ends[0], "change": change} | nothing)
    return found


def _requests_compared(world, filters, views) -> int:
    after = world.months(filters)[-1]
    before = overview.earlier(after, views.get("compare", "previous_month"))
    wide = filters.in_months("", "9").of(world.requests)
    return sum(wide.filter(month=month).height for month in (before, after))


def _factors(world, judging) -> Expected:
    rows = [factor_row(world.files, row, True) for row in judging.rows("evidence")]
    known = sorted((r for r in rows if r["mean"] is not None), key=lambda row: row["mean"])
    lowest = known[: min(ENDS, len(known) // 2)]
    highest = known[len(lowest) :][-ENDS:]
    every = rows if judging.groups[()].height else [r | {"n": 0} for r in rows]
    caption = words.say("profile.finding.all_factors", items="۴۲")
    tables = {caption: Table(("item",), every, FURTHER)}
    if known:
        shown = Table(("item",), lowest + highest, FURTHER)
        tables[words.say("profile.section.factors")] = shown
    dots = {row["item"]: row["mean"] for row in lowest + highest}
    marks = {"mean": dots} if dots else {}
    return Expected(tables, marks, {("factor_status", judging.n)})


def _trends(charted, n) -> Expected:
    tables = {}
    for measure in ("satisfaction", "digital_take_up"):
        rows = charted[measure]
        if any(row["value"] is not None for row in rows):
            caption, table = months_chart(None, None, measure, rows)
            tables[caption] = table
    return Expected(tables, {}, {("process_charts", n)})


def _funnels(world, filters) -> Expected:
    """Of a branch alone: those of its province."""
    around = filters
    if len(filters.branches) == 1:
        own = world.files.province_of[filters.branches[0]]
        around = filters.without("branches").placed((own,))
    unit, found, units = unit_of(around), funnel_of_means(world, around), {}
    for measure in headlines.SHARES:
        caption = words.say(f"funnel.caption_{unit}", title=title_of(measure))
        found |= requests.funnel(world, around, unit, measure, caption)
    means = Means(world, around, (unit,))
    for row in means.rows():
        units[row[unit]] = {"satisfaction": row["mean"], "satisfaction_n": row["n"]}
    parts = around.of(world.requests).partition_by([unit], as_dict=True)
    for (code,), part in parts.items():
        told = {name: requests.ratio(*requests.share(part, name)) for name in headlines.SHARES}
        counts = {"completion_rate_n": part.height}
        units.setdefault(code, {}).update(told | counts)
    nothing = dict.fromkeys((*FUNNELS, "satisfaction_n", "completion_rate_n"))
    rows = [nothing | row | {unit: code} for code, row in units.items()]
    found.tables["*satisfaction_n"] = Table((unit,), rows)
    known = sum(requests.share(part, "digital_take_up")[1] for part in parts.values())
    found.feet.add(("comparison", known))
    peers = _peers(world, filters)
    return found | peers


def _peers(world, filters) -> Expected:
    """The place itself, then those whose counts are nearest in logarithms."""
    unit = "branch" if filters.branches else "province"
    alone = filters.branches if filters.branches else filters.provinces
    if len(alone) != 1:
        return Expected()
    everywhere = filters.everywhere
    means = Means(world, everywhere, (unit,))
    parts = everywhere.of(world.requests).partition_by([unit], as_dict=True)
    units = {}
    for (code,), part in parts.items():
        said = means.figures((code,))
        measures = requests.measures(part, 1)
        units[code] = measures | {
            unit: code, "respondents": said["n"], "satisfaction": said["mean"],
            "low": said["low"], "high": said["high"],
        }  # fmt: skip
    own = units.pop(alone[0], None)
    if own is None:
        return Expected()
    counts = ("requests", "respondents") if own["respondents"] else ("requests",)
    near = [
        row | {"distance": sum(abs(np.log(row[one] / own[one])) for one in counts)}
        for row in units.values()
        if all(row[one] for one in counts)
    ]
    near = sorted(near, key=lambda row: (row["distance"], row[unit]))[:PEERS]
    if not near:
        return Expected()
    return Expected({"*distance": Table((unit,), [own | {"distance": 0.0}, *near])})


def _coverage(world, filters) -> Expected:
    told = overview.coverage(world, filters)
    table = told.tables[words.say("coverage.caption")]
    for row in table.rows:
        row["share"] = row["branches_log"] / row["branches"] if row["branches"] else None
    shown = any(row["branches_log"] for row in table.rows)
    tables = {words.say("profile.section.coverage"): table} if shown else {}
    return Expected(tables, {}, told.feet)


def _loads(world, filters, rows) -> Expected:
    """The files with any row of the selection."""
    answers = Means(world, filters).own
    files = {f"service_log_{m}.csv": ("service_log", m) for m in rows["month"].unique()}
    for month in answers["month"].unique():
        files[f"survey_remote_services_42_{month}.csv"] = ("survey", month)
    frames = {"service_log": world.requests, "survey": world.files.sheets}
    told = [
        {"file": name, "kind": kind, "rows_refused": 0,
         "rows_taken": frames[kind].filter(month=month).height}
        for name, (kind, month) in files.items()
    ]  # fmt: skip
    return Expected({"*rows_taken": Table(("file",), told, OF_LOADING)})
