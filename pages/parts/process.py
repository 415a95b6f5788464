"""How does a page show a control chart? Title, figure, verdict, events and breaks, table twin."""

import streamlit as st

from pages.parts import charts, numbers, page, process_chart, process_tables, variation, words

MOST_BREAKS = 6
PANELS = ("all", "constant")
# Measure → how a value of it is written beside its point and on the axis.
WRITTEN = {
    "satisfaction": (numbers.mean, lambda value: numbers.number(value, 2)),
    "requests_per_working_day": (numbers.rate, numbers.number),
}
HOW = {"satisfaction": "satisfaction", "requests_per_working_day": "rate"}
SHARE = (numbers.share_to_tenths, numbers.share_to_tenths)


def panel(name="panel"):
    """Whether all branches count, or only those with data in every month; kept in the address."""
    offered = {code: words.say(f"process.panels.{code}") for code in PANELS}
    return page.view(name, offered, words.say("process.panel"))


def show(scope, answer, measure, foot, counted="respondents", title=None):
    """One measure of an answer of `process_charts` that has one chart of it, and its table twin.

    foot: the answer whose n stands under the figure; counted: what it counts; title: the container
    of the finding, where choices stand between it and the figure.
    """
    chart = next((c for c in answer.totals["charts"] if c["measure"] == measure), None)
    known = chart is not None and chart["latest"] is not None
    rows = with_data([row for row in answer.rows if row["measure"] == measure]) if known else []
    written, tick = WRITTEN.get(measure, SHARE)
    name = title_of(measure, chart) if known else ""
    found = variation.finding(name, chart, rows, written) if known else words.say("no_data")
    with title or st.container():
        page.finding(found)
    if not known:
        page.foot(foot, counted)
        return
    variation.legend(rows)
    events = _events(answer, rows)
    charts.show(process_chart.process(rows, events, written, tick), found, f"process_{measure}")
    variation.verdict(chart, rows)
    said = [*events_in_words(events), *_breaks_in_words(scope.choices, answer)]
    said += limits_in_words(answer)
    page.foot(foot, counted, note=" ".join(said), how=HOW.get(measure, "share"))
    caption = words.say("process.caption", title=name)
    process_tables.show(rows, written, caption, f"process_{measure}")


def limits_in_words(answer, key="process.limits_from"):
    """Which months the limits rest on, where these are more than are shown."""
    first, last = answer.totals["limits_from"], answer.period["to"]
    if first is None or first >= answer.period["from"]:
        return []
    return [words.say(key, period=numbers.period(first, last))]


def title_of(measure, row):
    """The page's own short name of a measure, else that of analysis."""
    key = f"measures.{measure}"
    return words.say(key) if words.has(key) else words.title(row)


def with_data(rows):
    """From the first month with data to the last: a chart of one kind may begin later."""
    known = [i for i, row in enumerate(rows) if row["value"] is not None or row["suppressed"]]
    return rows[known[0] : known[-1] + 1]


def _events(answer, rows):
    """The events that this chart marks."""
    marked = {code for row in rows for code in (row["events"] or "").split()}
    return [event for event in answer.totals["events"] if event["event"] in marked]


def events_in_words(events):
    """One sentence per event."""
    return [
        words.say("process.event", month=numbers.month(event["month"]), title=words.title(event))
        for event in events
    ]


def _breaks_in_words(choices, answer):
    """Where branches and services appear or vanish; the last few named, the others counted."""
    marks = answer.totals["breaks"]
    if answer.totals["panel"] == "constant":
        return [words.say("process.constant")]
    said = [
        words.say(
            f"process.break_{mark['unit']}_{mark['what']}",
            month=numbers.month(mark["month"]),
            name=choices.names(mark["unit"]).get(mark["code"], mark["code"]),
        )
        for mark in marks[-MOST_BREAKS:]
    ]
    if len(marks) > MOST_BREAKS:
        said.append(words.say("process.more", count=numbers.number(len(marks) - MOST_BREAKS)))
    return said
