"""What should the page of trends say? Months, provinces, groups, panels and the funnel."""

from pages.parts import words
from tests.pages.walk import changed, control, funnels
from tests.pages.walk.comparing import Expected, Table, Words
from tests.pages.walk.exempt import CAUSES, FUNNEL_OF_PROVINCES
from tests.pages.walk.means import Means

SCALE = (1, 5)


def expected(world, filters, views) -> Expected:
    monthly = Means(world, filters, ("month",))
    if not monthly.n:
        return Expected()
    rows = sorted(monthly.rows(), key=lambda row: row["month"])
    total = Means(world, filters).figures(()) if monthly.n else {}
    known = [row for row in rows if row["mean"] is not None]
    marks = {"mean": {"": total["mean"]}, "interval": [total["low"]], "n": [monthly.n]}
    if len(known) > 1:
        marks["last"] = [known[-1]["mean"]]
        marks["change"] = [known[-1]["mean"] - known[0]["mean"]]
    found = Expected(
        {words.say("satisfaction_trends.months_caption"): table(("month",), rows)},
        marks,
        {("satisfaction_trends", monthly.n)},
        said=changed.values(world, filters, views),
    )
    if views["line"] == "limits" and known:
        caption, charted = months_chart(world, filters, "satisfaction")
        found.tables[caption] = charted
    for part in (
        _panels(world, filters),
        _provinces(world, filters),
        _split(world, filters, views["split"]),
        funnel_of_means(world, filters),
    ):
        found.marks["mean"] |= part.marks.pop("mean", {})
        found |= part
    return found


def table(keys, rows) -> Table:
    return Table(keys, [row | {"state": Words()} for row in rows])


def chart_of_means(world, filters, beside=None) -> list[dict]:
    """The months asked for between the limits of their process, which rest on all months before.

    From the first with answers to the last; beside: the filters of the total that stands beside.
    """
    means = Means(world, filters.history, ("month",), part=beside or filters)
    months = world.months(filters.history)
    told = [means.figures((month,)) for month in months]
    limits = control.xmr([one["mean"] for one in told], *SCALE)
    rows = [
        limit | {"month": month, "n": one["n"], "value": one["mean"],
                 "variation": limit["variation"] if one["mean"] is not None else None,
                 "suppressed": one["suppressed"]}
        for month, one, limit in zip(months, told, limits, strict=True)
    ]  # fmt: skip
    rows = [row for row in rows if row["month"] >= filters.first]
    seen = [i for i, row in enumerate(rows) if row["value"] is not None or row["suppressed"]]
    return rows[seen[0] : seen[-1] + 1]


def months_chart(world, filters, measure, rows=None):
    """(caption, table) of a process chart's months."""
    rows = chart_of_means(world, filters) if rows is None else rows
    return words.say("process.caption", title=title_of(measure)), Table(("month",), rows, CAUSES)


def title_of(measure) -> str:
    """The pages' short name of a measure; satisfaction has that of analysis."""
    return "رضایت" if measure == "satisfaction" else words.say(f"measures.{measure}")


def _panels(world, filters) -> Expected:
    history = filters.everywhere.history
    means = Means(world, history, ("province", "month"), part=filters.everywhere)
    whole = {row["month"]: row for row in Means(world, filters.everywhere, ("month",)).rows()}
    months = world.months(history)
    provinces = sorted({key[0] for key in means.groups if key[1] >= filters.first})
    if len(provinces) < 2:
        return Expected()
    rows, latest = [], {}
    for province in provinces:
        told = [means.figures((province, month)) for month in months]
        at = [i for i, one in enumerate(told)
              if one["mean"] is not None and months[i] >= filters.first]  # fmt: skip
        row = {"province": province, "latest": None, "latest_month": None, "n": None,
               "centre": None, "lower": None, "upper": None, "whole": None}  # fmt: skip
        if at:
            limits = control.xmr([one["mean"] for one in told], *SCALE)[at[-1]]
            month = months[at[-1]]
            row |= limits | {"latest": told[at[-1]]["mean"], "latest_month": month}
            row |= {"n": told[at[-1]]["n"], "whole": whole[month]["mean"]}
        rows.append({"variation": None} | row | {"target": None, "met": Words("")})
        latest[province] = row["latest"]
    n = sum(row["n"] or 0 for row in whole.values())
    return Expected(
        {words.say("panels.caption"): Table(("province",), rows)},
        {"latest": latest},
        {("province_panels", n)},
    )


def _provinces(world, filters) -> Expected:
    means = Means(world, filters.everywhere, ("province",))
    rows = means.rows()
    dots = {row["province"]: row["mean"] for row in rows if row["mean"] is not None}
    if len(dots) < 2:
        return Expected()
    ranked = sorted(dots, key=lambda province: -dots[province])
    return Expected(
        {words.say("satisfaction_trends.provinces_caption"): table(("province",), rows)},
        {"mean": dots},
        {("satisfaction_trends", means.n)},
        said=[ranked.index(one) + 1 for one in filters.provinces if one in dots],
    )


def _split(world, filters, split) -> Expected:
    means = Means(world, filters, (split,))
    caption = words.say(f"groups.caption_{split}", title=words.say("groups.satisfaction"))
    rows = means.rows()
    return Expected(
        {caption: table((split,), rows)} if rows else {},
        {"mean": {row[split]: row["mean"] for row in rows if row["mean"] is not None}},
        {("satisfaction_trends", means.n)},
    )


def unit_of(filters) -> str:
    """A province's branches are compared, else the provinces."""
    return "branch" if len(filters.provinces) == 1 or filters.branches else "province"


def funnel_of_means(world, filters) -> Expected:
    """Satisfaction of each branch between the limits of the funnel; of provinces its values."""
    unit = unit_of(filters)
    means = Means(world, filters, (unit,))
    answers = {key[0]: told for key, told in means.answers().items()}
    if len(answers) < 3:
        return Expected()
    drawn = {}
    if unit == "branch":
        drawn = funnels.of_means(answers, *SCALE)
    rows = [
        {unit: row[unit], "n": row["n"], "value": row["mean"]}
        | dict.fromkeys(
            ("n_effective", "lower_95", "upper_95", "lower_998", "upper_998", "flag", "first_rank")
        )
        | drawn.get(row[unit], {})
        for row in means.rows()
    ]
    caption = words.say(f"funnel.caption_{unit}", title=title_of("satisfaction"))
    loose = FUNNEL_OF_PROVINCES if unit == "province" else frozenset()
    return Expected({caption: Table((unit,), rows, loose)}, {}, {("comparison", means.n)})
