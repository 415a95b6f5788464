"""Satisfaction trends: is the experience of remote services improving, and where?"""

from dataclasses import replace

from pages.parts import (
    asking,
    charts,
    dots,
    estimates,
    filters,
    numbers,
    page,
    tables,
    trend_chart,
    trend_tables,
    words,
)
from pages.parts.status import STATUSES

NAME = "satisfaction_trends"


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def answer_sentence():
    """First against last month, in words; only intervals that do not overlap count as a change."""
    if len(known) < 2 or not totals["mean"]:
        mean, highest = numbers.mean(totals["mean"]), numbers.number(totals["highest"])
        return say("answer_one", place=place, period=period, mean=mean, highest=highest)
    first, last = known[0], known[-1]
    direction = "level"
    if None not in (first["low"], last["low"]):
        direction = "up" if last["low"] > first["high"] else direction
        direction = "down" if last["high"] < first["low"] else direction
    return say(
        f"answer_{direction}",
        place=place,
        before=numbers.mean(first["mean"]),
        after=numbers.mean(last["mean"]),
        first=numbers.month(first["month"]),
        last=numbers.month(last["month"]),
    )


def headline():
    counted = numbers.number(answer.n)
    ends = {key: numbers.number(totals[key]) for key in ("lowest", "highest")}
    interval = numbers.interval(totals["low"], totals["high"])
    cards = [
        card("mean", numbers.mean(totals["mean"]), totals["mean"], n=counted, **ends),
        card("interval", interval, totals["low"]),
    ]
    if len(known) > 1:
        first, last = known[0], known[-1]
        change = last["mean"] - first["mean"]
        months = {"first": numbers.month(first["month"]), "last": numbers.month(last["month"])}
        last_n = numbers.number(last["n"])
        cards += [
            card("last", numbers.mean(last["mean"]), last["mean"], month=months["last"], n=last_n),
            card("change", numbers.change(change), change, **months),
        ]
    page.headline([*cards, card("n", counted, answer.n, period=period)])


def card(measure, written, value, **values):
    note = say(f"headline_note.{measure}", **values)
    return page.Headline(measure, say(f"headline.{measure}"), written, value, note)


def months_finding():
    if not known:
        return say("months_none")
    if len(known) < 2:
        return say("months_one", month=numbers.month(known[0]["month"]), mean=mean_of(known[0]))
    best, worst = max(known, key=by_mean), min(known, key=by_mean)
    return say(
        "months_finding",
        best=numbers.month(best["month"]),
        high=mean_of(best),
        worst=numbers.month(worst["month"]),
        low=mean_of(worst),
    )


def by_mean(row):
    return row["mean"]


def mean_of(row):
    return numbers.mean(row["mean"])


def months_figure():
    points = {row["month"]: row for row in months if row["month"]}
    scale = totals["lowest"], totals["highest"]
    charts.show(trend_chart.trend(points, totals["reference"], scale), months_finding(), "trend")
    page.foot(answer, note=gaps_in_words(points))


def gaps_in_words(points):
    """The months that a line cannot show, named: the figure is not the only place of a fact."""
    kinds = {
        "missing": [month for month in charts.span(points) if month not in points],
        "suppressed": [month for month, row in points.items() if row["suppressed"]],
        "weak": [month for month, row in points.items() if row["weak"] and not row["suppressed"]],
    }
    return " ".join(
        say(f"gap_{kind}", months=words.listed(numbers.month(month) for month in months))
        for kind, months in kinds.items()
        if months
    )


def provinces_finding(ranked):
    """Where the chosen province stands among all, or who leads when several were chosen."""
    extremes = {
        "best": province_name(ranked[0]),
        "high": mean_of(ranked[0]),
        "worst": province_name(ranked[-1]),
        "low": mean_of(ranked[-1]),
    }
    positions = [i for i, row in enumerate(ranked, 1) if row["province"] in chosen]
    if len(positions) != 1 or len(ranked) < 3:
        return say("provinces_finding_plain", period=period, **extremes)
    rank = say("rank", rank=numbers.number(positions[0]))
    count = numbers.number(len(ranked))
    return say("provinces_finding", period=period, place=place, rank=rank, count=count, **extremes)


def province_name(row):
    return scope.choices.provinces.get(row["province"]) or words.say("no_data")


def dot(row):
    """A province against the reference: above or below only when its whole interval is."""
    code = "near"
    if row["suppressed"]:
        code = "suppressed"
    elif row["low"] is not None and row["low"] > totals["reference"]:
        code = "above"
    elif row["high"] is not None and row["high"] < totals["reference"]:
        code = "below"
    return dots.Dot(
        key=row["province"] or "",
        name=province_name(row),
        status=STATUSES[code],
        mean=row["mean"],
        low=row["low"],
        high=row["high"],
        n=row["n"],
        weak=row["weak"],
        highlighted=row["province"] in chosen,
    )


def provinces_figure():
    everywhere = replace(scope.selection, provinces=(), region=None, branches=())
    provinces = asking.ask(scope, NAME, everywhere, by=("province",))
    rows = [estimates.shown(row) for row in provinces.rows]
    ranked = sorted((row for row in rows if row["mean"] is not None), key=by_mean, reverse=True)
    if len(ranked) < 2:
        return
    hidden = [row for row in rows if row["mean"] is None]
    page.finding(provinces_finding(ranked))
    drawn = [dot(row) for row in ranked + hidden]
    dots.legend(drawn, totals["reference"], words.say("interval_95"))
    dots.show(drawn, totals["reference"], provinces_finding(ranked))
    page.foot(provinces, where=say("provinces_where"), note=say("provinces_note"))
    columns = trend_tables.columns("province", province_name)
    tables.show(columns, ranked + hidden, say("provinces_caption"), "satisfaction_by_province")


scope = filters.chosen()
answer = monthly = asking.ask(scope, NAME, by=("month",))
totals = estimates.shown(answer.totals)
months = [estimates.shown(row) for row in monthly.rows]
place, period = scope.words[0], numbers.period(answer.period["from"], answer.period["to"])
known = [row for row in months if row["mean"] is not None and row["month"]]
chosen = scope.provinces

page.title(NAME, scope, answer)
page.stop_if_empty(scope, answer)
page.say(answer_sentence())
headline()

page.finding(months_finding())
months_figure()
page.notes(answer)
columns = trend_tables.columns("month", lambda row: numbers.month(row["month"]))
tables.show(columns, months, say("months_caption"), "satisfaction_by_month")

provinces_figure()

page.method(NAME, measure=say("measure", title=words.title(totals["measure"])))
