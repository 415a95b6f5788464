"""How does one factor stand? Its answers, months, channels, customer groups, branches, actions."""

import streamlit as st

from pages.parts import (
    action_list,
    asking,
    charts,
    comparisons,
    distribution,
    estimates,
    group_dots,
    numbers,
    page,
    tables,
    trend_chart,
    trend_tables,
    words,
)

QUESTION = "one_factor"
SPLITS = ("channel", "customer_group")
ENDS = ("lowest", "highest")
# Card → what it measures, where the words under it depend on more than that.
KINDS = {
    "interval_evidence": "interval",
    "interval_study": "interval",
    "change_level": "change",
}


def say(key, **values):
    return words.say(f"factor_opened.{key}", **values)


def label(row):
    """«R12 · …»: how a list names a factor."""
    return f"{numbers.code(row['item'])} · {words.title(row)}"


def top(scope, row, answer, target):
    """The sentence that answers the page's question for this factor, and its numbers.

    row: of factor_status with the estimates of the rule; answer: the one that row is from.
    """
    monthly = _ask(scope, row, target, by=("month",))
    page.say(" ".join(_sentences(scope, row, monthly)))
    page.headline(_cards(row, answer, monthly))


def sections(scope, row, target, rows):
    """Everything below: one figure per question. rows: of all factors."""
    code, title = row["item"], words.title(row)
    whole = _ask(scope, row, target)
    distribution.section(whole, f"answers_{code}")
    _months(_ask(scope, row, target, by=("month",)), title, code)
    for split in SPLITS:
        answer = _ask(scope, row, target, by=(split,))
        group_dots.section(scope, answer, split, title, f"{code}_by_{split}")
    comparisons.section(scope, code, factor=True)
    _actions(whole, row, rows)


def _ask(scope, row, target, by=()):
    return asking.ask(scope, QUESTION, by=by, factor=row["item"], target=target)


def _sentences(scope, row, monthly):
    months = scope.selection.first_month, scope.selection.last_month
    values = {"title": words.title(row), "code": numbers.code(row["item"]),
              "place": scope.words[0], "during": numbers.during(*months)}  # fmt: skip
    if row["mean"] is None:
        return [say("hidden", **values)]
    said = say(
        f"answer_{row['status']}",
        mean=numbers.mean(row["mean"]),
        low=numbers.mean(row["low"]),
        high=numbers.mean(row["high"]),
        **values,
    )
    return [said, _since(monthly), _published(row)]


def _since(monthly):
    since = monthly.totals["since"]
    if since is None or since["months"] < 2:
        return ""
    month, count = numbers.month(since["month"]), numbers.number(since["months"])
    key = "at_least" if since["at_least"] else "since"
    return say(f"{key}_{since['side']}", month=month, months=count)


def _published(row):
    if row["published_mean"] is None:
        return ""
    mean, status = numbers.mean(row["published_mean"]), row["published_status"]
    return say("published", mean=mean, status=words.say(f"status.{status}"))


def _cards(row, answer, monthly):
    reference = numbers.plain(answer.totals["reference"])
    mean = numbers.mean(row["mean"])
    cards = [_card("mean", mean, row["mean"], reference=reference)]
    if row["low"] is not None:
        low = numbers.interval(row["low"], row["high"])
        cards.append(_card(f"interval_{answer.totals['rule']}", low, row["low"]))
    if row["published_mean"] is not None:
        gap = numbers.change(row["gap"])
        published = numbers.mean(row["published_mean"])
        cards.append(_card("published_mean", published, row["published_mean"], gap=gap))
    change = monthly.totals["change"]
    if change is not None:
        ends = {key: numbers.month(change[key]) for key in ("first", "last")}
        key = "change" if change["direction"] != "level" else "change_level"
        written = numbers.change(change["difference"])
        cards.append(_card(key, written, change["difference"], **ends))
    cards.append(_card("n", numbers.number(row["n"]), row["n"]))
    return cards


def _card(key, written, value, **values):
    measure = KINDS.get(key, key)
    note = say(f"card_note.{key}", **values)
    return page.Headline(measure, say(f"card.{measure}"), written, value, note)


def _months(answer, title, code):
    """The mean of every month with its interval."""
    points = {row["month"]: estimates.shown(row) for row in answer.rows if row["month"]}
    known = [row for row in points.values() if row["mean"] is not None]
    found = _months_finding(answer, known, title)
    page.finding(found)
    if points:
        scale = tuple(answer.totals[end] for end in ENDS)
        figure = trend_chart.trend(points, answer.totals["reference"], scale)
        charts.show(figure, found, f"trend_{code}")
    page.foot(answer, how="factor_months")
    columns = trend_tables.columns("month", lambda row: numbers.month(row["month"]))
    tables.show(
        columns, list(points.values()), say("months_caption", title=title), f"{code}_months"
    )


def _months_finding(answer, known, title):
    change = answer.totals["change"]
    if not known:
        return say("months_none", title=title)
    if change is None:
        return say("months_one", title=title, mean=numbers.mean(known[0]["mean"]))
    ends = [next(r for r in known if r["month"] == change[end]) for end in ("first", "last")]
    before, after = (numbers.mean(row["mean"]) for row in ends)
    months = {key: numbers.month(change[key]) for key in ("first", "last")}
    return say(f"months_{change['direction']}", title=title, before=before, after=after, **months)


def _actions(answer, row, rows):
    """What can be done, from the organisation's list of actions; nothing where it has none."""
    actions = answer.totals["actions"]
    if not actions:
        return
    page.finding(say("actions", title=words.title(row), count=numbers.number(len(actions))))
    st.html(action_list.html(actions, rows))
