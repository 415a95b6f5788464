"""What carries overall satisfaction? The shares of the parts of the questionnaire, as rows."""

import streamlit as st

from pages.parts import asking, axes, interval_rows, numbers, page, tables, words
from pages.parts.status import STATUSES
from pages.parts.tables import Column

QUESTION = "drivers"
# The answer sheets of a country take some seconds to read: only for who wants it
MOST_UNASKED = 20_000
WANTED = "drivers.wanted"
MARKS = {"carries": "above", "against": "below", "unclear": "near"}


def section(scope, sheets):
    """The shares of the level that the reader chose; sheets: how many there are to read."""
    if sheets > MOST_UNASKED and not _wanted(sheets):
        return
    top = st.container()
    with st.spinner(_say("working")):
        usual = asking.ask(scope, QUESTION)
    offered = usual.totals["offered"].split()
    level = None
    if len(offered) > 1:
        named = {code: _say(f"levels.{code}") for code in offered}
        level = page.view("level", named, _say("level"))
    with st.spinner(_say("working")):
        answer = asking.ask(scope, QUESTION, level=level) if level else usual
    found = finding(answer)
    with top:
        page.finding(found)
    if not answer.totals["problem"] and answer.n:
        _legend(answer.rows)
        interval_rows.show(_shown(answer.rows), _ticks(answer.rows), 0, found)
        page.foot(answer, note=behind(answer.totals), how="drivers")
        page.notes(answer)
        tables.show(columns(level), answer.rows, _say("caption"), "priorities_drivers")
    else:
        page.foot(answer, how="drivers")


def _wanted(sheets):
    """Whether the reader asked for what takes some seconds: by the button, or by the address."""
    if "level" in st.query_params or st.session_state.get(WANTED):
        return True
    asked = _say("on_request", sheets=numbers.number(sheets))
    return st.button(asked, on_click=lambda: st.session_state.update({WANTED: True}))


def finding(answer):
    """Which carries most, or why nothing can be said."""
    totals = answer.totals
    if answer.n is None:
        return _say("problems.few")
    if totals["problem"]:
        needed = numbers.number(totals["needed"])
        return _say(f"problems.{totals['problem']}", needed=needed)
    group = _say(f"of.{totals['level']}")
    values = {"group": group, "count": numbers.number(len(answer.rows))}
    carrying = [row for row in answer.rows if row["driver"]]
    if not carrying:
        return _say("finding_none", **values)
    first = max(carrying, key=lambda row: row["driver"])
    values |= {"name": words.title(first), "share": numbers.share(first["share"])}
    return _say("finding", carries=numbers.number(len(carrying)), **values)


def behind(totals):
    """How much is explained, by how many sheets of how many branches, and the caution."""
    parts = [_say("explained", share=numbers.share(totals["r_squared"]))]
    if totals["sheets"] is not None:
        sheets, left = (numbers.number(totals[name]) for name in ("sheets", "left_out"))
        parts.append(_say("sheets", sheets=sheets, left_out=left))
    parts.append(_say(f"likeness.{totals['collinearity']}"))
    return " ".join([*parts, _say("caution")])


def _legend(rows):
    seen = dict.fromkeys(row["role"] for row in rows)
    marks = [(STATUSES[MARKS[role]], _say(f"roles.{role}")) for role in MARKS if role in seen]
    interval_rows.legend(marks, words.say("interval_95"))


def _shown(rows):
    return [
        interval_rows.Row(
            key=row["scale"],
            name=words.title(row),
            mark=STATUSES[MARKS[row["role"]]],
            measure="share",
            value=row["share"],
            low=row["share_low"],
            high=row["share_high"],
            written=numbers.share_to_tenths(row["share"]),
            said=_say(f"roles.{row['role']}"),
            sentence=_sentence(row),
        )
        for row in rows
    ]


def _sentence(row):
    return _say(
        "sentence",
        name=words.title(row),
        share=numbers.share_to_tenths(row["share"]),
        interval=_interval(row),
        role=_say(f"roles.{row['role']}"),
    )


def _ticks(rows):
    high = max(row["share_high"] or row["share"] for row in rows)
    return [(value, numbers.share(value)) for value in axes.round_values(0, high)]


def _interval(row):
    if row["share_low"] is None:
        return words.say("no_data")
    low, high = (numbers.share_to_tenths(row[name]) for name in ("share_low", "share_high"))
    return words.say("interval", low=low, high=high)


def columns(level):
    """Every number of a scale."""
    code = [Column("scale", _title("code"), lambda row: row["scale"], kind="code")]
    return [
        _text("title", words.title),
        *(code if level == "item" else []),
        _number("driver", numbers.share_to_tenths),
        _number("share", numbers.share_to_tenths),
        Column("share_low", _title("interval"), _interval, plain=_interval),
        _text("role", lambda row: _say(f"roles.{row['role']}")),
        _number("coefficient", numbers.change),
        _number("p_adjusted", numbers.probability),
        _number("vif", lambda value: numbers.number(value, 1)),
    ]


def _number(key, write):
    return Column(key, _title(key), lambda row: write(row[key]))


def _text(key, written):
    return Column(key, _title(key), written, kind="text", plain=written)


def _title(key):
    return _say(f"column.{key}")


def _say(key, **values):
    return words.say(f"drivers.{key}", **values)
