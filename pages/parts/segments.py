"""Do respondents fall into groups of their own? On request: segments in words, and the table."""

from html import escape

import streamlit as st

from pages.parts import asking, numbers, page, tables, words
from pages.parts.status import STATUSES
from pages.parts.tables import Column

QUESTION = "citizen_segments"
ASKED = "segments.asked"
MOST_NAMED = 3
SIDES = ("above", "below")
NAMED = ("channel", "customer_group")


def section(scope, around, names):
    """A button first: the models take seconds. around: the answer of the page."""
    page.finding(_say("title"))
    st.html(f"<p class='foot'>{escape(_say('about'))}</p>")
    if st.button(_say("find"), key="find_segments"):
        st.session_state[ASKED] = True
    if not st.session_state.get(ASKED):
        page.foot(around, how="segments")
        return
    with st.spinner(_say("working")):
        answer = asking.ask(scope, QUESTION)
    totals = answer.totals
    page.finding(_found(totals))
    if answer.rows:
        st.html(_in_words(answer, names))
    page.foot(answer, note=_note(totals), how="segments")
    if totals["criteria"]:
        caption = _say("criteria_caption")
        tables.show(_criteria(), totals["criteria"], caption, "citizen_segments_criteria")
    if totals["profile"]:
        columns, caption = _profile_columns(names), _say("profile_caption")
        tables.show(columns, totals["profile"], caption, "citizen_segments_profile")


def _found(totals):
    if totals["problem"]:
        needed, found = numbers.number(totals["needed"]), numbers.number(totals["found"] or 0)
        return _say(f"problem.{totals['problem']}", needed=needed, found=found)
    return _say("found", count=numbers.number(totals["found"]))


def _note(totals):
    if totals["stability"] is None:
        return ""
    replicates = numbers.number(totals["replicates"])
    return _say("stability", value=numbers.mean(totals["stability"]), replicates=replicates)


def _in_words(answer, names):
    items = "".join(_item(row, answer.totals["profile"], names) for row in answer.rows)
    return f"<ul class='group-words'>{items}</ul>"


def _item(row, profile, names):
    title = _say("segment", number=numbers.number(row["segment"]))
    if row["suppressed"]:
        told = _say("hidden")
    else:
        told = _told(row, [one for one in profile if one["segment"] == row["segment"]], names)
    return f"<li><h4>{escape(title)}</h4><p>{escape(told)}</p></li>"


def _told(row, profile, names):
    told = [_say("size", n=numbers.number(row["n"]), share=numbers.share(row["share"]))]
    for kind in ("scale", "factor", *NAMED):
        for side in SIDES:
            own = [one for one in profile if one["kind"] == kind and one["differs"] == side]
            if own:
                widest = sorted(own, key=lambda one: -abs(one["apart"]))[:MOST_NAMED]
                listed = words.listed(_value(one, names) for one in widest)
                told.append(_say(f"{kind}_{side}", list=listed, count=numbers.number(len(own))))
    return " ".join(told)


def _value(one, names):
    return _say("value", name=_name(one, names), value=_written(one, "value"))


def _written(one, key):
    return (numbers.share if one["kind"] in NAMED else numbers.mean)(one[key])


def _name(one, names):
    if one["kind"] in NAMED:
        return names[one["kind"]].get(one["code"]) or words.say("groups.not_stated")
    return words.title(one)


def _criteria():
    def criterion(key):
        return Column(key, _say(f"column.{key}"), lambda row: numbers.number(row[key], 1))

    count = Column("segments", _say("column.segments"), lambda r: numbers.number(r["segments"]))
    return [count, *map(criterion, ("by_ranks", "by_scores", "apart"))]


def _profile_columns(names):
    def text(key, written):
        return Column(key, _say(f"column.{key}"), written, kind="text", plain=written)

    return [
        Column("segment", _say("column.segment"), lambda row: numbers.number(row["segment"])),
        text("kind", lambda row: _say(f"kind.{row['kind']}")),
        text("name", lambda row: _name(row, names)),
        Column("value", _say("column.value"), lambda row: _written(row, "value")),
        Column("others", _say("column.others"), lambda row: _written(row, "others")),
        text("differs", _differs),
    ]


def _differs(row):
    key = row["differs"] or "near"
    if key == "near" and row["kind"] not in NAMED:  # judged by size, not tested
        return f"{STATUSES[key].symbol} {_say('small')}"
    return f"{STATUSES[key].symbol} {words.say(f'citizen_groups.differs.{key}')}"


def _say(key, **values):
    return words.say(f"segments.{key}", **values)
