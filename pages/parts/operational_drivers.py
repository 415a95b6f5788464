"""Which measures of the service go with satisfaction, branch by month? Effects as rows."""

from math import exp

import streamlit as st

from pages.parts import asking, axes, interval_rows, numbers, page, tables, words
from pages.parts.status import STATUSES
from pages.parts.tables import Column

QUESTION = "operational_drivers"
MARKS = {"up": "above", "down": "below", "unclear": "near"}
LATER, SHOWN = "later", "shown"
TIMES = ("median_hours", "p90_hours")  # of which the logarithm is taken


def section(scope):
    """On request, as every branch and month is read: the effects of all measures."""
    named = {code: _say(f"choices.{code}") for code in (LATER, SHOWN)}
    if page.view("operations", named, _say("title")) == LATER:
        return
    with st.spinner(_say("working")):
        answer = asking.ask(scope, QUESTION)
    known = [row for row in answer.rows if row["effect"] is not None]
    found = finding(answer, known)
    page.finding(found)
    if known:
        seen = {row["direction"] for row in known}
        marks = [(STATUSES[MARKS[d]], _say(f"directions.{d}")) for d in MARKS if d in seen]
        interval_rows.legend(marks, _say("interval_adjusted"), _say("no_effect"))
        interval_rows.show([_shown(row) for row in known], _ticks(known), 0, found)
    page.foot(answer, note=behind(answer.totals, known), how="operational_drivers")
    tables.show(columns(), answer.rows, _say("caption"), "priorities_operational_drivers")


def finding(answer, known):
    """What goes with satisfaction, the surest first, or that nothing does or can be told."""
    if not known:
        return _say("finding_unknown")
    sure = [row for row in known if row["direction"] != "unclear"]
    if not sure:
        return _say("finding_none", measures=numbers.number(len(known)))
    named = (_say(f"said.{row['direction']}", name=name(row)) for row in sure)
    return _say("finding", names=words.listed(named))


def behind(totals, known):
    """How many branches and months are compared, and the caution."""
    if not known:
        return ""
    counts = {key: numbers.number(totals[key]) for key in ("cells", "branches", "months")}
    return f"{_say('cells', **counts)} {_say('caution')}"


def name(row):
    return _say(f"measures.{row['measure']}")


def _shown(row):
    said = _say(f"directions.{row['direction']}")
    written = numbers.change(row["effect"], 3)
    values = {"name": name(row), "effect": written, "interval": _interval(row), "direction": said}
    return interval_rows.Row(
        key=row["measure"],
        name=name(row),
        mark=STATUSES[MARKS[row["direction"]]],
        measure="effect",
        value=row["effect"],
        low=row["low"],
        high=row["high"],
        written=written,
        said=said,
        sentence=_say("sentence", **values),
    )


def _ticks(rows):
    low, high = min(row["low"] for row in rows), max(row["high"] for row in rows)
    return [(value, numbers.plain(value)) for value in axes.round_values(min(low, 0), max(high, 0))]


def _interval(row):
    if row["low"] is None:
        return words.say("no_data")
    low, high = (numbers.number(row[end], 3) for end in ("low", "high"))
    return words.say("interval", low=low, high=high)


def columns():
    """Every number of a measure; of one without an effect, why."""
    return [
        Column("measure", _title("measure"), name, kind="text", plain=name),
        Column("effect", _title("effect"), lambda row: numbers.change(row["effect"], 3)),
        Column("low", _title("interval"), _interval, plain=_interval),
        Column("direction", _title("direction"), _judged, kind="text", plain=_judged),
        Column("p_adjusted", _title("p_adjusted"), _written("p_adjusted", numbers.probability)),
        Column("joint", _title("joint"), lambda row: numbers.change(row["joint"], 3)),
        Column("vif", _title("vif"), lambda row: numbers.number(row["vif"], 1)),
        Column("mean", _title("mean"), _average),
        Column("sd", _title("sd"), _deviation),
        Column("cells", _title("cells"), _written("cells", numbers.number)),
    ]


def _written(key, write):
    return lambda row: write(row[key])


def _judged(row):
    key = f"problems.{row['problem']}" if row["problem"] else f"directions.{row['direction']}"
    return _say(key)


def _average(row):
    """The mean; of times the geometric one, in hours."""
    if row["mean"] is None:
        return words.say("no_data")
    if row["measure"] in TIMES:
        return numbers.duration(exp(row["mean"]))
    return numbers.share_to_tenths(row["mean"])


def _deviation(row):
    """One deviation: points of a share, or how many times as long."""
    if row["sd"] is None:
        return words.say("no_data")
    if row["measure"] in TIMES:
        return _say("times", times=numbers.number(exp(row["sd"]), 1))
    return numbers.share_to_tenths(row["sd"])


def _title(key):
    return _say(f"column.{key}")


def _say(key, **values):
    return words.say(f"operational_drivers.{key}", **values)
