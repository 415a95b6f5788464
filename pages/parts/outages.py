"""When did a channel carry far fewer requests than usual? A table, the latest outage first."""

import streamlit as st

from pages.parts import asking, not_counted, numbers, page, tables, words
from pages.parts.tables import Column

SHOWN = 8


def section(scope):
    answer = asking.ask(scope, "outages", by=("channel",))
    if not_counted.said(answer, "outages.title"):
        return
    totals = answer.totals
    if not totals["judged_days"]:
        page.finding(words.say("outages.title"))
        st.html(f"<p class='foot'>{words.say('outages.too_few')}</p>")
        return
    page.finding(finding(scope, answer))
    if answer.rows:
        largest = sorted(answer.rows, key=lambda row: -row["missing_requests"])[:SHOWN]
        tables.show_open(columns(scope), largest, words.say("outages.largest"), "largest_outages")
    note = words.say(
        "outages.note",
        days=numbers.number(totals["judged_days"]),
        chance=numbers.rate(totals["expected_by_chance"]),
    )
    page.foot(answer, counted="requests", note=note, how="outages")
    if len(answer.rows) > SHOWN:
        tables.show(columns(scope), answer.rows, words.say("outages.caption"), "outages")


def finding(scope, answer):
    if not answer.rows:
        return words.say("outages.none")
    largest = max(answer.rows, key=lambda row: row["missing_requests"])
    return words.say(
        "outages.finding",
        count=numbers.number(len(answer.rows)),
        channel=channel(scope, largest),
        days=in_words(largest),
        share=numbers.share(largest["share_of_usual"]),
    )


def channel(scope, row):
    return scope.choices.channels.get(row["channel"], row["channel"])


def in_words(row):
    """«۱۰ آبان ۱۴۰۴» or «۱۰ تا ۱۷ آبان ۱۴۰۴»."""
    first, last = row["first_day_of_month"], row["last_day_of_month"]
    values = {"first": numbers.number(first), "last": numbers.number(last)}
    months = {"month": numbers.month(row["month"]), "last_month": numbers.month(row["last_month"])}
    if row["first_day"] == row["last_day"]:
        return words.say("outages.one_day", **values, **months)
    same = row["month"] == row["last_month"]
    return words.say("outages.days" if same else "outages.over_months", **values, **months)


def _failed(share):
    """Of a handful of requests no share is said: four of four failed are no 100 %."""
    return words.say("outages.few_requests") if share is None else numbers.share(share)


def columns(scope):
    def title(key):
        return words.say(f"outages.column.{key}")

    def column(key, write):
        return Column(key, title(key), lambda row: write(row[key]))

    def named(row):
        return channel(scope, row)

    return [
        Column("channel", title("channel"), named, kind="text", plain=named),
        Column("first_day", title("first_day"), in_words, kind="text"),
        column("low_days", numbers.number),
        column("requests", numbers.number),
        column("usual", numbers.number),
        column("share_of_usual", numbers.share),
        column("failed_share", _failed),
    ]
