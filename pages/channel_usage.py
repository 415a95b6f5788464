"""Channel usage: through which channels do requests arrive, and how well are they served?"""

import streamlit as st

from pages.parts import (
    asking,
    changes,
    channel_tables,
    charts,
    comparisons,
    completion_times,
    counted_requests,
    counter_visits,
    filters,
    hours,
    numbers,
    outages,
    outcomes,
    page,
    process,
    repeat_contacts,
    request_charts,
    tables,
    words,
)

NAME = "channel_usage"
MEASURES = ("completion_rate", "on_time_share", "digital_take_up", "requests_per_working_day")
COMPARED = MEASURES[:3]


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def channel_name(code):
    return scope.choices.channels.get(code) or say("not_stated")


def answer_sentence():
    known = totals["digital_take_up"] is not None and totals["median_hours"] is not None
    said = say(
        "answer" if known else "answer_no_take_up",
        during=numbers.during(answer.period["from"], answer.period["to"]),
        place=scope.words[0],
        requests=numbers.number(totals["requests"]),
        share=numbers.share(totals["digital_take_up"]),
        completion=numbers.share(totals["completion_rate"]),
        median=numbers.duration(totals["median_hours"]),
    )
    return f"{said} {counter_visits.sentence(scope)}".strip()


def headline():
    per_day = numbers.rate(totals["requests_per_working_day"])
    done = {key: numbers.number(totals[key]) for key in ("completed", "requests")}
    due = say("on_time_note", due=numbers.number(totals["on_time_n"]))
    slow = say("median_note", p90=numbers.duration(totals["p90_hours"]))
    page.headline(
        [
            card("requests", numbers.number, say("requests_note", per_day=per_day)),
            card("digital_take_up", numbers.share, say("take_up_note")),
            card("completion_rate", numbers.share, say("completion_note", **done)),
            card("on_time_share", numbers.share, due),
            card("median_hours", numbers.duration, slow),
        ]
    )


def card(measure, write, note):
    value = totals[measure]
    return page.Headline(measure, say(f"headline.{measure}"), write(value), value, note)


def shares_by_channel():
    """{channel: {month: its share of the month's requests}}, the greatest channel first.

    A month without any request is missing; in the others a channel without one has a share of zero.
    """
    of_month = {row["month"]: row["requests"] for row in monthly.rows}
    series = {row["channel"]: dict.fromkeys(of_month, 0) for row in by_size}
    for row in cells.rows:
        series[row["channel"]][row["month"]] = row["requests"] / of_month[row["month"]]
    return series


def shares_finding(series):
    """The channel whose share moved most between the first and the last month."""
    months = sorted(row["month"] for row in monthly.rows)
    first, last = months[0], months[-1]
    if first == last:
        greatest = by_size[0]["channel"]
        share = numbers.share(series[greatest][last])
        return say(
            "shares_one_month",
            month=numbers.month(last),
            channel=channel_name(greatest),
            share=share,
        )
    moved = {code: values[last] - values[first] for code, values in series.items()}
    code = max(moved, key=lambda channel: abs(moved[channel]))
    return say(
        "shares_finding",
        channel=channel_name(code),
        before=numbers.share(series[code][first]),
        after=numbers.share(series[code][last]),
        first=numbers.month(first),
        last=numbers.month(last),
    )


def volumes():
    """Bars per month, counted whole or per working day; the title names the extremes."""
    place = st.container()  # for the title, which depends on the choice below it
    offered = {code: say(f"volumes.{code}") for code in ("month", "working_day")}
    measure = {"month": "requests", "working_day": "requests_per_working_day"}[
        page.view("volume", offered, say("volume"))
    ]
    values = {row["month"]: row[measure] for row in monthly.rows if row[measure] is not None}
    if not values:  # a month outside the calendar has no known working days
        place.subheader(words.say("no_data"), anchor=False)
        return
    finding = volumes_finding(values, measure)
    place.subheader(finding, anchor=False)
    charts.show(request_charts.volumes(values, numbers.rate), finding, "volumes")


def volumes_finding(values, measure):
    most, least = max(values, key=values.get), min(values, key=values.get)
    return say(
        "volumes_one_month" if most == least else f"volumes_finding.{measure}",
        busiest=numbers.month(most),
        most=numbers.rate(values[most]),
        quietest=numbers.month(least),
        least=numbers.rate(values[least]),
    )


def speed_finding():
    timed = sorted(
        (row for row in by_size if row["median_hours"] is not None),
        key=lambda row: row["median_hours"],
    )
    if not timed:
        return say("channels_caption")
    return say(
        "speed_finding" if len(timed) > 1 else "speed_one",
        fastest=channel_name(timed[0]["channel"]),
        fast=numbers.duration(timed[0]["median_hours"]),
        slowest=channel_name(timed[-1]["channel"]),
        slow=numbers.duration(timed[-1]["median_hours"]),
    )


def steadiness():
    """One measure at a time, between the limits of its process."""
    title = st.container()  # depends on the choices below it
    measures, branches = st.columns([3, 2])
    with measures:
        offered = {code: words.say(f"measures.{code}") for code in MEASURES}
        measure = page.view("measure", offered, words.say("process.measure"))
    with branches:
        panel = process.panel()
    charted = asking.ask(scope, "process_charts", measures=(measure,), panel=panel)
    process.show(scope, charted, measure, answer, "requests", title)
    return measure


scope = filters.chosen()
answer = asking.ask(scope, NAME, by=("channel",))
totals = answer.totals
if not answer.n:
    counted_requests.alone(scope, NAME)

page.title(NAME, scope, answer)
page.stop_if_empty(scope, answer)
page.say(answer_sentence())
headline()

by_size = sorted(answer.rows, key=lambda row: -row["requests"])
monthly = asking.ask(scope, NAME, by=("month",))
cells = asking.ask(scope, NAME, by=("month", "channel"))
series = shares_by_channel()

page.finding(shares_finding(series))
charts.show(request_charts.shares(series, channel_name), shares_finding(series), "shares")
page.foot(answer, counted="requests", how="shares")
month_columns = channel_tables.month_columns(channel_name, series)
tables.show(month_columns, cells.rows, say("months_caption"), "channel_usage_by_month")

volumes()
page.foot(answer, counted="requests", how="volumes")
tables.show(
    channel_tables.volume_columns(), monthly.rows, say("volumes_caption"), "requests_by_month"
)

page.finding(speed_finding())
tables.show_open(
    channel_tables.channel_columns(channel_name), by_size, say("channels_caption"), NAME
)
page.foot(answer, counted="requests", how="channels")

outcomes.section(scope)
completion_times.section(scope)
hours.section(scope)
counter_visits.section(scope)
repeat_contacts.section(scope)
outages.section(scope)
counted_requests.section(scope)

measure = steadiness()
changes.section(scope, ("channel",), answer, "requests")
comparisons.section(scope, measure if measure in COMPARED else COMPARED[0], "requests")

page.method(NAME)
