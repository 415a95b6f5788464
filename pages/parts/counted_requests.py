"""Through which channels do the requests come of systems that export only counts?

A section of the page of channels where such counts are in the selection; the whole page where
there is nothing else. They stand beside the log and are never added to it.
"""

import streamlit as st

from pages.parts import asking, bars, charts, colours, numbers, page, tables, words
from pages.parts.tables import Column

QUESTION, SHOWN = "channel_volume", 10
WRITE = {
    "share": numbers.share,
    "completion_rate": numbers.share,
    "digital_take_up": numbers.share,
}
COMPLETION = ("completed", "completion_rate", "cells", "missing")


def section(scope):
    """Beside the log: what is counted only; nothing where nothing is."""
    answer = asking.ask(scope, QUESTION, by=("channel",))
    if answer.rows:
        _parts(scope, answer, say("beside"))


def alone(scope, name):
    """The whole page `name`, and no more of it, where the selection has counts and no log."""
    answer = asking.ask(scope, QUESTION, by=("channel",))
    if not answer.rows:
        return
    page.title(name, scope, answer)
    page.say(_answer_sentence(scope, answer))
    page.headline(_cards(answer.totals))
    _parts(scope, answer, say("only_counts"))
    page.method("counted")
    st.stop()


def say(key, **values):
    return words.say(f"counted.{key}", **values)


def _answer_sentence(scope, answer):
    totals = answer.totals
    values = {
        "during": numbers.during(answer.period["from"], answer.period["to"]),
        "place": scope.words[0],
        "requests": numbers.number(totals["requests"]),
        "share": numbers.share(totals["digital_take_up"]),
        "cells": numbers.number(totals["cells"]),
    }
    if totals["requests"] is None:
        return say("answer_missing", **values)
    return say("answer" if totals["digital_take_up"] is not None else "answer_no_share", **values)


def _cards(totals):
    followed = say("completion_note", completed=numbers.number(totals["completed"]))
    cells = say("missing_note", cells=numbers.number(totals["cells"]))
    return [
        _card(totals, "requests", say("requests_note")),
        _card(totals, "digital_take_up", words.say("channel_usage.take_up_note")),
        _card(totals, "completion_rate", "" if totals["completed"] is None else followed),
        _card(totals, "missing", cells),
    ]


def _card(totals, measure, note):
    value = totals[measure]
    return page.Headline(measure, say(f"headline.{measure}"), _written(measure, value), value, note)


def _parts(scope, answer, beside):
    _channels(scope, answer, beside)
    _services(scope)
    periods = asking.ask(scope, QUESTION, by=("month",))
    tables.show(_period_columns(), periods.rows, say("periods_caption"), "counted_by_period")


def _channels(scope, answer, beside):
    names = {row["channel"]: _name(scope.choices.channels, row["channel"]) for row in answer.rows}
    rows = sorted(answer.rows, key=lambda row: -(row["requests"] or 0))
    shares = {row["channel"]: row["share"] for row in rows if row["share"] is not None}
    found = _finding(answer.totals, shares, names)
    page.finding(found)
    if shares:
        figure = bars.lying(shares, names, numbers.share, colours.of_channel)
        charts.show(figure, found, "counted")
    columns = _columns("channel", names, ("requests", "share", *COMPLETION))
    tables.show_open(columns, rows, say("channels_caption"), "counted_by_channel")
    note = " ".join([*_unusual(scope, answer), beside])
    page.foot(answer, counted="requests", note=note, how="counted")


def _finding(totals, shares, names):
    if not shares:
        return say("finding_missing", cells=numbers.number(totals["cells"]))
    greatest = next(iter(shares))
    return say(
        "finding",
        channel=names[greatest],
        share=numbers.share(shares[greatest]),
        requests=numbers.number(totals["requests"]),
    )


def _unusual(scope, answer):
    """Sentences on what a reader of months and totals would not expect."""
    periods = [row["month"] for row in asking.ask(scope, QUESTION, by=("month",)).rows]
    long = [period for period in periods if _is_long(period)]
    if long:
        every = len(long) == len(periods)
        named = words.listed(_period(period) for period in long[:3])
        count = numbers.number(len(long))
        yield say("all_long" if every else "some_long", count=count, periods=named)
    for note in answer.notes:
        values = {key: numbers.number(value) for key, value in note.values.items()}
        yield say(note.code, **values)


def _services(scope):
    answer = asking.ask(scope, QUESTION, by=("service",))
    rows = [row for row in answer.rows if row["service"]]
    if not rows:
        return
    rows.sort(key=lambda row: (-(row["requests"] or 0), row["service"]))
    names = {row["service"]: _name(scope.choices.services, row["service"]) for row in rows}
    columns = _columns("service", names, ("requests", "share", "digital_take_up", *COMPLETION))
    tables.show(columns, rows, say("services_caption"), "counted_by_service")


def _name(names, code):
    return names.get(code, code) if code else words.say("channel_usage.not_stated")


def _is_long(period):
    return "/" in period


def _period(period):
    """1404-06 → «شهریور ۱۴۰۴»; 1397-01/1398-01 → «فروردین ۱۳۹۷ تا فروردین ۱۳۹۸»."""
    first, _, last = period.partition("/")
    return numbers.period(first, last or first)


def _columns(key, names, measures):
    def named(row):
        return names[row[key]]

    first = Column(key, say(f"column.{key}"), named, kind="text", plain=named)
    return [first, *map(_column, measures)]


def _period_columns():
    def written(row):
        named = _period(row["month"])
        return say("long", period=named) if _is_long(row["month"]) else named

    first = Column("month", say("column.month"), written, kind="text")
    return [first, *map(_column, ("requests", "digital_take_up", *COMPLETION))]


def _column(key):
    return Column(key, say(f"column.{key}"), lambda row: _written(key, row[key]))


def _written(key, value):
    return WRITE.get(key, numbers.number)(value)
