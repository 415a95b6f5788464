"""What should the overview say? Headline measures, one of them by province, and who reported."""

from pages.parts import numbers, words
from tests.pages.walk import control, headlines
from tests.pages.walk.comparing import Between, Expected, Table, Words
from tests.pages.walk.design import open_branches
from tests.pages.walk.means import Means

SOURCES = ("log", "survey")


def expected(world, filters, views) -> Expected:
    asked = filters.of(world.requests).height
    satisfied = _of_months(world, filters, "satisfaction")
    n = asked or sum(one[0] or 0 for key, one in satisfied.items() if key[0] >= filters.first)
    if not n:
        return Expected()
    rows = [_headline(world, filters, name, views["compare"]) for name in headlines.MEASURES]
    rows = [row for row in rows if row]
    caption = words.say("overview.headline_caption")
    marks = {row["measure"]: [row["value"]] for row in rows}
    marks |= {f"{row['measure']}.change": [row["change"]] for row in rows if row["month"]}
    found = Expected({caption: Table(("measure",), rows)}, marks, {("overview", n)})
    provinces = _provinces(world, filters, views["map"])
    for measure, values in provinces.marks.items():
        # The card stands before all that has a key
        found.marks[measure] = dict(zip([""], found.marks.get(measure, []), strict=False)) | values
    provinces.marks.clear()
    return found | provinces | coverage(world, filters)


def _headline(world, filters, measure, compare) -> dict:
    """The last month shown with a value, the one compared with, and what the chart says of it."""
    # Limits, and what small numbers hide of single months, are those of all months so far
    history = filters.in_months("", filters.last)
    months = world.months(history)
    of_month = _of_months(world, filters, measure)
    told = [of_month.get((month,), (None, None, None, None, False)) for month in months]
    at = [i for i, one in enumerate(told) if one[1] is not None and months[i] >= filters.first]
    nothing = dict.fromkeys(("month", "n", "value", "before_month", "before", "change"))
    row = nothing | {"measure": measure, "variation": None, "target": None, "met": Words("")}
    if not at:
        return row
    last = at[-1]
    month, (n, value, *_) = months[last], told[last]
    before_month = earlier(month, compare)
    before = of_month.get((before_month,)) if before_month >= filters.first else None
    if before is None:
        alone = filters.in_months(before_month, before_month)
        before = headlines.values(world, alone, measure).get((), (None, None))
    row |= {"month": month, "n": n, "value": value, "before_month": before_month}
    change = _difference(before[1], value)
    if change is None:
        said = numbers.month(before_month)
        change = Words(words.say("overview.not_compared", month=said))
    row |= {"before": before[1], "change": change}
    return row | {"variation": _variation(measure, _history(world, filters, measure))}


def _history(world, filters, measure):
    """Every month up to the last one asked for, as limits rest on all of them."""
    of_month = _of_months(world, filters, measure)
    months = world.months(filters.history)
    return [of_month.get((month,), (None, None, None, None, False)) for month in months]


def _of_months(world, filters, measure):
    """Of every month so far; without what the total of the months asked for would give away."""
    found = headlines.values(world, filters.history, measure, ("month",))
    if measure not in ("satisfaction", "favourable_factors"):
        return found
    hidden = Means(world, filters.history, ("month",), part=filters).hidden
    return {k: (None,) * 4 + (True,) if k in hidden else one for k, one in found.items()}


def _variation(measure, told):
    """Usual as soon as there are two neighbours: the sample is too short for more."""
    values = [one[1].low if isinstance(one[1], Between) else one[1] for one in told]
    if measure in (*headlines.SHARES, "response_rate"):
        counts = [None if v is None else v * one[0] for v, one in zip(values, told, strict=True)]
        sizes = [None if v is None else one[0] for v, one in zip(values, told, strict=True)]
        limits = control.p_prime(counts, sizes)
    else:
        limits = control.xmr(values)
    return [limit["variation"] for limit in limits if limit][
        max(i for i, v in enumerate(values) if v is not None)
    ]


def _difference(before, value):
    if before is None or value is None:
        return None
    if isinstance(value, Between):
        return Between(value.low - before.high, value.high - before.low)
    return value - before


def earlier(month, compare) -> str:
    year, number = int(month[:4]), int(month[5:])
    if compare == "same_month_last_year":
        return f"{year - 1}-{number:02d}"
    return f"{year}-{number - 1:02d}" if number > 1 else f"{year - 1}-12"


def _provinces(world, filters, measure) -> Expected:
    """One measure in every province, in its last month with data of its kind."""
    month = world.months(filters)[-1]
    one = filters.everywhere.in_months(month, month)
    values = headlines.values(world, one, measure, ("province",))
    rows = []
    for province in world.files.provinces:
        n, value, low, high, _ = values.get((province,), (None,) * 5)
        rows.append({"province": province, "n": n, "value": value, "low": low, "high": high})
    shown = {row["province"]: row["value"] for row in rows if row["value"] is not None}
    title = words.say("overview.map_caption", title=title_of(measure))
    n = sum(row["n"] or 0 for row in rows)
    return Expected({title: Table(("province",), rows)}, {measure: shown}, {("overview", n)})


def title_of(measure) -> str:
    for key in (f"overview.measures.{measure}", f"measures.{measure}"):
        if words.has(key):
            return words.say(key)
    raise KeyError(measure)


def coverage(world, filters) -> Expected:
    """Of every month the branches that were open, and those in the log and in the survey."""
    places = filters.sample
    months = world.months(filters)
    reported = {
        "log": places.of(world.requests).select("month", "branch").unique(),
        "survey": places.of(world.files.sheets).select("month", "branch").unique(),
    }
    rates = headlines.values(world, filters, "response_rate", ("month",))
    rows = [_month(world, filters, month, reported, rates) for month in months]
    last = {source: max(reported[source]["month"], default=None) for source in SOURCES}
    marks = {
        f"reported_{source}": [reported[source].filter(month=last[source]).height]
        for source in SOURCES
        if last[source]
    }
    table = Table(("month",), rows)
    feet = {("coverage", places.of(world.requests).height)}
    marks["last_load"] = [Words()]
    return Expected({words.say("coverage.caption"): table}, marks, feet)


def _month(world, filters, month, reported, rates) -> dict:
    seen = {source: set(rows.filter(month=month)["branch"]) for source, rows in reported.items()}
    provinces = filters.provinces or world.files.provinces
    open_ = set().union(*(open_branches(world.files, month, code) for code in provinces))
    if filters.branches:
        open_ &= set(filters.branches)
    invited, rate, *_ = rates.get((month,), (None, None))
    return {
        "month": month,
        "branches": len(open_ | seen["log"] | seen["survey"]),
        "branches_log": len(seen["log"]),
        "branches_survey": len(seen["survey"]),
        "invited": invited,
        "answered": None if invited is None else round(rate * invited),
        "response_rate": rate,
    }
