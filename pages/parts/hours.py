"""When in the week do requests arrive? A heat map of weekdays and hours."""

import streamlit as st

from pages.parts import asking, charts, heat_map, not_counted, numbers, page, tables, words
from pages.parts.tables import Column

WAYS = ("all", "remote", "counter")
DAYS, EVERY_HOUR = range(7), range(24)
LABELLED = 3  # every third hour is written, so that a phone has room


def section(scope):
    title = st.container()
    offered = {way: words.say(f"hours.ways.{way}") for way in WAYS}
    way = page.view("hours", offered, words.say("hours.choice"))
    answer = asking.ask(scope, "hours", way=way)
    with title:
        if not_counted.said(answer, "hours.title"):
            return
        found = finding(answer.totals)
        page.finding(found)
    values = {(row["weekday"], row["hour"]): row["requests"] for row in answer.rows}
    figure = heat_map.heat(
        {day: words.say(f"weekday.{day}") for day in DAYS},
        {hour: numbers.number(hour) if hour % LABELLED == 0 else "" for hour in EVERY_HOUR},
        {(day, hour): values.get((day, hour), 0) for day in DAYS for hour in EVERY_HOUR},
        numbers.number,
        texts=False,
        row_height=36,
    )
    figure.data[0].customdata = [[cell(day, hour) for hour in EVERY_HOUR] for day in DAYS]
    charts.show(figure, found, "hours")
    page.foot(answer, counted="requests", how="hours")
    tables.show(columns(), answer.rows, words.say("hours.caption"), "requests_by_hour")


def cell(day, hour):
    return words.say("hours.cell", day=words.say(f"weekday.{day}"), hour=numbers.number(hour))


def finding(totals):
    day, hour = totals["busiest_weekday"], totals["busiest_hour"]
    return words.say(
        "hours.finding",
        day=words.say(f"weekday.{day}"),
        hour=numbers.number(hour),
        next=numbers.number(hour + 1),
        share=numbers.share(totals["busiest_share"]),
        outside=numbers.share(totals["outside_office_hours"]),
    )


def columns():
    def day(row):
        return words.say(f"weekday.{row['weekday']}")

    def title(key):
        return words.say(f"hours.column.{key}")

    return [
        Column("weekday", title("weekday"), day, kind="text", plain=day),
        Column("hour", title("hour"), lambda row: numbers.number(row["hour"])),
        Column("requests", title("requests"), lambda row: numbers.number(row["requests"])),
        Column("share", title("share"), lambda row: numbers.share(row["share"])),
    ]
