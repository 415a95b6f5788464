"""Who has reported, what is missing, and since when does a page know it? Freshness and coverage."""

from html import escape

import streamlit as st

from pages.parts import asking, numbers, page, tables, words
from pages.parts.tables import Column

SOURCES = ("log", "survey")
MOST_NAMED = 8


def section(scope):
    """Branches reported of expected per source, missing months, last load; months as a table."""
    answer = asking.ask(scope, "coverage")
    totals = answer.totals
    known = [source for source in SOURCES if totals.get(source, {}).get("month")]
    found = finding(totals, known)
    page.finding(found)
    facts = [_fact(f"reported_{source}", totals[source], source) for source in known]
    facts.append(("last_load", say("last_load"), numbers.moment(totals["last_load"]), ""))
    st.html(f"<dl class='facts'>{''.join(_fact_html(*fact) for fact in facts)}</dl>")
    for text in [*_silent(scope, totals, known), *_missing(totals, known)]:
        st.html(f"<p class='foot'>{escape(text)}</p>")
    page.foot(answer, "requests", how="coverage")
    tables.show(columns(), answer.rows, say("caption"), "coverage")


def finding(totals, known):
    """How many branches have reported the last month, of either source."""
    if not known:
        return words.say("no_data")
    parts = [say(f"finding_{source}", **_counts(totals[source])) for source in known]
    return words.listed(parts)


def _counts(told):
    month = numbers.month(told["month"])
    counts = {key: numbers.number(told[key]) for key in ("reported", "expected")}
    return {"month": month} | counts


def _fact(measure, told, source):
    return measure, say(source), say("of_expected", **_counts(told)), told["reported"]


def _fact_html(measure, label, written, value):
    machine = f"data-measure='{measure}' data-value='{value}'"
    return f"<div><dt>{escape(label)}</dt><dd {machine}>{escape(written)}</dd></div>"


def _silent(scope, totals, known):
    """Who did not report the last month: by name where they are few."""
    names = scope.choices.names("branch")
    said = []
    for source in known:
        silent = [names.get(code, code) for code in totals[source]["silent"]]
        if not silent:
            continue
        more = len(silent) - MOST_NAMED
        key = "silent_more" if more > 0 else "silent"
        listed = words.listed(silent[:MOST_NAMED])
        more = numbers.number(max(more, 0))
        said.append(say(f"{key}_{source}", names=listed, more=more))
    return said


def _missing(totals, known):
    """The months without any data of a source."""
    return [
        say(f"missing_{source}", months=words.listed(map(numbers.month, months)))
        for source in known
        if (months := totals[source]["missing_months"])
    ]


def columns():
    """One row per month."""
    return [
        Column("month", say("column.month"), lambda row: numbers.month(row["month"]), kind="text"),
        *(
            Column(key, say(f"column.{key}"), _count(key))
            for key in ("branches", "branches_log", "branches_survey", "invited", "answered")
        ),
        Column(
            "response_rate",
            say("column.response_rate"),
            lambda row: (
                words.say("status.suppressed")
                if row["suppressed"]
                else numbers.share(row["response_rate"])
            ),
        ),
    ]


def _count(key):
    return lambda row: numbers.number(row[key])


def say(key, **values):
    return words.say(f"coverage.{key}", **values)
