"""Citizen groups: how do customer groups fare, what do they need, and by which channels?"""

import streamlit as st

from pages.parts import (
    asking,
    dots,
    filters,
    group_dots,
    group_tables,
    group_words,
    numbers,
    page,
    segments,
    tables,
    words,
)

NAME = "citizen_groups"
SPLITS = ("channel", "service")


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def named(row):
    return group_words.name_of(row, names)


def answer_sentence():
    """Who is most and least satisfied, and how many factors tell a group from the others."""
    values = {"place": scope.words[0], "groups": numbers.number(len(rows)),
              "during": numbers.during(answer.period["from"], answer.period["to"])}  # fmt: skip
    if len(satisfied) < group_dots.FEWEST:
        return say("answer_one", **values)
    best, worst = satisfied[0], satisfied[-1]
    values |= {"best": named(best), "worst": named(worst), "items": numbers.number(len(differing)),
               "high": numbers.mean(best["mean"]), "low": numbers.mean(worst["mean"])}  # fmt: skip
    if not differing:
        return say("answer_alike", **values)
    return say("answer" if group_dots.apart(best, worst) else "answer_close", **values)


def headline():
    cards = [
        card("n", numbers.number(answer.n), answer.n, say("note.n")),
        card("satisfaction", numbers.mean(totals["mean"]), totals["mean"],
             words.title(totals["measure"])),
        card("differing", numbers.number(len(differing)), len(differing), say("note.differing")),
        card("requests", numbers.number(totals["requests"]), totals["requests"],
             say("note.requests")),
        card("digital_take_up", numbers.share(totals["digital_take_up"]),
             totals["digital_take_up"], say("note.digital")),
    ]  # fmt: skip
    page.headline(cards)


def card(measure, written, value, note):
    return page.Headline(measure, say(f"headline.{measure}"), written, value, note)


def satisfaction():
    found = group_dots.finding(satisfied, named, "customer_group", words.say("groups.satisfaction"))
    page.finding(found)
    drawn = [
        group_dots.dot(row, row["customer_group"] or "", named(row), totals["reference"])
        for row in group_dots.in_order(rows)
        if row["n"] != 0
    ]
    if drawn:
        dots.legend(drawn, totals["reference"], words.say("interval_95"))
        dots.show(drawn, totals["reference"], found)
    page.foot(answer, note=group_dots.hidden_in_words(rows, named), how="groups")
    tables.show(group_tables.groups(names), rows, say("groups_caption"), "citizen_groups")


def in_words():
    page.finding(say("words_finding", groups=numbers.number(len(rows))))
    st.html(group_words.items(rows, totals, names))
    page.foot(answer, how="group_words")


def differences():
    """Factors on which a group answers otherwise than the others."""
    told = totals["differences"]
    key = "differences_finding" if differing else "differences_none"
    page.finding(say(key, items=numbers.number(len(differing)), tests=numbers.number(len(told))))
    sure = [row for row in told if row["differs"]]
    if sure:
        caption = say("differences_caption")
        columns = group_tables.differences(names)
        tables.show_open(columns, sure, caption, "citizen_group_differences")
    page.foot(answer, how="group_differences")


def requests_section():
    """Through which channels each group comes, and what it asks for."""
    digital = [row for row in rows if row["digital_take_up"] is not None]
    digital.sort(key=lambda row: row["digital_take_up"])
    if digital:
        least, most = digital[0], digital[-1]
        page.finding(say("requests_finding", least=named(least), most=named(most),
                         low=numbers.share(least["digital_take_up"]),
                         high=numbers.share(most["digital_take_up"])))  # fmt: skip
    else:
        page.finding(say("requests_none"))
    for column in SPLITS:
        caption = say(f"{column}_caption")
        columns = group_tables.shares(column, names)
        tables.show(columns, totals[f"{column}s"], caption, f"citizen_group_{column}s")
    page.foot(answer, "requests", how="group_requests", of=totals["requests"])


scope = filters.chosen()
answer = asking.ask(scope, NAME)
totals, rows = answer.totals, answer.rows
names = {key: scope.choices.names(key) for key in ("customer_group", *SPLITS)}
page.title(NAME, scope, answer)
page.stop_if_empty(scope, answer)
satisfied = [row for row in group_dots.in_order(rows) if row["mean"] is not None]
differing = {row["item"] for row in totals["differences"] if row["differs"]}
page.say(answer_sentence())
headline()
satisfaction()
in_words()
differences()
requests_section()
segments.section(scope, answer, names)
page.notes(answer)
page.method(NAME)
