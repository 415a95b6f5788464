"""Satisfaction trends: is the experience of remote services improving, and where?"""

from dataclasses import replace

import streamlit as st

from pages.parts import (
    asking,
    changes,
    charts,
    comparability,
    comparisons,
    dots,
    estimates,
    filters,
    group_dots,
    numbers,
    page,
    process,
    province_panels,
    tables,
    trend_chart,
    trend_tables,
    words,
)

NAME = "satisfaction_trends"
LINES = ("limits", "intervals")
CHARTED = ("satisfaction",)


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def answer_sentence():
    """First against last month, in words; a change is what the test of analysis calls one."""
    if change is None:
        mean, highest = numbers.mean(totals["mean"]), numbers.number(totals["highest"])
        return say("answer_one", place=place, period=period, mean=mean, highest=highest)
    before, after = (of_month[change[end]] for end in ("first", "last"))
    return say(
        f"answer_{change['direction']}",
        place=place,
        before=mean_of(before),
        after=mean_of(after),
        first=numbers.month(change["first"]),
        last=numbers.month(change["last"]),
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
        last = known[-1]
        month, n = numbers.month(last["month"]), numbers.number(last["n"])
        cards.append(card("last", numbers.mean(last["mean"]), last["mean"], month=month, n=n))
    if change is not None:
        cards.append(change_card())
    page.headline([*cards, card("n", counted, answer.n, period=period)])


def change_card():
    """The change with its interval; where that cannot be had, without."""
    months = {key: numbers.month(change[key]) for key in ("first", "last")}
    written = numbers.change(change["difference"])
    if change["ci_low"] is None:
        return card("change", written, change["difference"], **months)
    low, high = (numbers.change(change[key]) for key in ("ci_low", "ci_high"))
    return card("change_sure", written, change["difference"], low=low, high=high, **months)


def card(key, written, value, **values):
    measure = key.removesuffix("_sure")
    note = say(f"headline_note.{key}", **values)
    return page.Headline(measure, say(f"headline.{measure}"), written, value, note)


def months_finding(known):
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


def months_section():
    """The months between the limits of their process, or each with its interval."""
    title = st.container()  # depends on the choices below it
    line, branches = st.columns(2)
    with line:
        chosen = page.view("line", {code: say(f"lines.{code}") for code in LINES}, say("line"))
    with branches:
        panel = process.panel()
    if chosen == "limits":
        charted = asking.ask(scope, "process_charts", measures=CHARTED, panel=panel)
        process.show(scope, charted, "satisfaction", answer, title=title)
    else:
        months_figure(title, panel)
    columns = trend_tables.columns("month", lambda row: numbers.month(row["month"]))
    tables.show(columns, months, say("months_caption"), "satisfaction_by_month")


def months_figure(title, panel):
    counted = asking.ask(scope, NAME, by=("month",), panel=panel)
    points = {row["month"]: estimates.shown(row) for row in counted.rows if row["month"]}
    scale = totals["lowest"], totals["highest"]
    found = months_finding([row for row in points.values() if row["mean"] is not None])
    with title:
        page.finding(found)
    charts.show(trend_chart.trend(points, totals["reference"], scale), found, "trend")
    page.foot(counted, note=gaps_in_words(points), how="intervals")


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
        "during": numbers.during(answer.period["from"], answer.period["to"]),
        "best": province_name(ranked[0]),
        "high": mean_of(ranked[0]),
        "worst": province_name(ranked[-1]),
        "low": mean_of(ranked[-1]),
    }
    positions = [i for i, row in enumerate(ranked, 1) if row["province"] in chosen]
    if len(positions) != 1 or len(ranked) < 3:
        return say("provinces_finding_plain", **extremes)
    rank = say("rank", rank=numbers.number(positions[0]))
    count = numbers.number(len(ranked))
    return say("provinces_finding", place=place, rank=rank, count=count, **extremes)


def province_name(row):
    return scope.choices.provinces.get(row["province"]) or words.say("no_data")


def dot(row):
    """A province against the reference; those looked at are pointed out."""
    highlighted = row["province"] in chosen
    key, name = row["province"] or "", province_name(row)
    return group_dots.dot(row, key, name, totals["reference"], highlighted)


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
    page.foot(provinces, where=say("provinces_where"), note=say("provinces_note"), how="provinces")
    columns = trend_tables.columns("province", province_name)
    tables.show(columns, ranked + hidden, say("provinces_caption"), "satisfaction_by_province")


def splits_section():
    """By channel, service or customer group, as the reader chooses."""
    offered = {code: words.say(f"groups.{code}") for code in group_dots.SPLITS}
    split = page.view("split", offered, say("split"))
    title, by_split = words.say("groups.satisfaction"), asking.ask(scope, NAME, by=(split,))
    group_dots.section(scope, by_split, split, title, f"satisfaction_by_{split}")


scope = filters.chosen()
answer = monthly = asking.ask(scope, NAME, by=("month",))
totals = estimates.shown(answer.totals)
months = [estimates.shown(row) for row in monthly.rows]
place, period = scope.words[0], numbers.period(answer.period["from"], answer.period["to"])
known = [row for row in months if row["mean"] is not None and row["month"]]
of_month = {row["month"]: row for row in known}
change = totals["change"]
chosen = scope.provinces

page.title(NAME, scope, answer)
page.stop_if_empty(scope, answer)
page.say(answer_sentence())
headline()

months_section()
comparability.caution_of_months(scope, [row["month"] for row in months if row["month"]])
page.notes(answer)

changes.section(scope, ("satisfaction", "factor"), answer)

province_panels.section(scope)
provinces_figure()
splits_section()
comparisons.section(scope, "satisfaction")

page.method(NAME, measure=say("measure", title=words.title(totals["measure"])))
