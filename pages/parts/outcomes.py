"""How do requests end, by service and channel? A heat map of the services most asked for."""

import streamlit as st

from pages.parts import asking, charts, heat_map, numbers, page, tables, words
from pages.parts.tables import Column

SHOWN, LEAST = 12, 30  # services in the figure; requests of a cell that is coloured or named
ENDS = ("completed", "failed", "abandoned")
COLUMNS = ("requests", "completed", "failed", "abandoned", "pending")
SHARES = tuple(f"{end}_share" for end in ENDS)


def section(scope):
    answer = asking.ask(scope, "channel_usage", by=("service", "channel"))
    rows = [with_shares(row) for row in answer.rows if row["service"] and row["channel"]]
    services = most_asked(rows)
    large = [row for row in rows if row["service"] in services and row["requests"] >= LEAST]
    title = st.container()
    end = page.view("outcome", offered(), words.say("outcomes.choice"))
    if not large:
        with title:
            page.finding(words.say("outcomes.too_few"))
        return
    found = finding(scope, large, end)
    with title:
        page.finding(found)
    values = {(row["service"], row["channel"]): row[f"{end}_share"] for row in large}
    channels = {row["channel"] for row in large}
    figure = heat_map.heat(
        {code: scope.choices.services.get(code, code) for code in services},
        {code: name for code, name in scope.choices.channels.items() if code in channels},
        values,
        numbers.share,
        # From the lowest of them: completed shares lie close together, far from 0.
        lowest=max(0, min(values.values()) - 0.1) if end == "completed" else 0,
    )
    charts.show(figure, found, "outcomes")
    page.foot(answer, counted="requests", how="outcomes")
    rows.sort(key=lambda row: (-services.get(row["service"], 0), row["service"], row["channel"]))
    tables.show(columns(scope), rows, words.say("outcomes.caption"), "outcomes")


def offered():
    return {end: words.say(f"outcomes.ends.{end}") for end in ENDS}


def with_shares(row):
    shares = {f"{end}_share": row[end] / row["requests"] for end in ENDS}
    return row | shares


def most_asked(rows):
    """{service: its requests}, the most asked for first."""
    totals = {}
    for row in rows:
        totals[row["service"]] = totals.get(row["service"], 0) + row["requests"]
    return dict(sorted(totals.items(), key=lambda one: -one[1])[:SHOWN])


def finding(scope, rows, end):
    """The cell where it ends worst."""
    key = f"{end}_share"
    worst = (min if end == "completed" else max)(rows, key=lambda row: row[key])
    return words.say(
        f"outcomes.finding.{end}",
        service=scope.choices.services.get(worst["service"], worst["service"]),
        channel=scope.choices.channels.get(worst["channel"], worst["channel"]),
        share=numbers.share(worst[key]),
        n=numbers.number(worst["requests"]),
    )


def columns(scope):
    def named(key, names):
        def written(row):
            return names.get(row[key], row[key])

        return Column(key, say(key), written, kind="text", plain=written)

    def say(key):
        return words.say(f"outcomes.column.{key}")

    return [
        named("service", scope.choices.services),
        named("channel", scope.choices.channels),
        *(Column(k, say(k), lambda row, k=k: numbers.number(row[k])) for k in COLUMNS),
        *(Column(k, say(k), lambda row, k=k: numbers.share(row[k])) for k in SHARES),
    ]
