"""Their values that nobody knows: which of our codes is each? Asked once the columns were tried."""

from html import escape

import streamlit as st

from pages.parts import desk_columns, desk_looks, desk_said, entry, numbers, tables, words

VALUES = "desk.values"  # {file: {our column: {their value: our code}}}

PERIOD = "2018-04-01/2019-03-31"  # how a period may be written


def choose(seen, file):
    """{our column: {their value: our code}}: what was said before, and what is asked now."""
    said = st.session_state.setdefault(VALUES, {}).setdefault(file.sha256, {})
    for unknown in seen.look.unknown if seen and seen.look else []:
        ask = _periods if unknown.column == "period" else _column
        chosen = ask(unknown, file.sha256[:8])
        said[unknown.column] = said.get(unknown.column, {}) | chosen
    _said(said)
    if said and st.button(words.say("desk.mapping.values_anew"), key="desk_map_anew"):
        del st.session_state[VALUES][file.sha256]
        desk_looks.forget_trial()
        st.rerun()
    return said


def _said(said):
    """What is translated by now, so that it can be looked over before it is saved."""
    rows = [
        {"column": desk_columns.label(column), "value": value, "code": code}
        for column, chosen in said.items()
        for value, code in chosen.items()
        if code
    ]
    if not rows:
        return
    columns = [_text("column", "text"), _text("value", "text"), _text("code", "file")]
    caption = words.say("desk.mapping.values_said")
    st.html(f"<div class='short-table'>{tables.html(columns, rows, caption)}</div>")


def _text(key, kind):
    title = words.say(f"desk.mapping.value_column.{key}")
    return tables.Column(key, title, lambda row: row[key], kind)


def _column(unknown, visit):
    label = desk_columns.label(unknown.column)
    st.html(f"<p class='answer small'>{escape(words.say('desk.mapping.values', label=label))}</p>")
    names = {code: named(code, said) for code, said in unknown.codes.items()}
    offered = ["", *names]
    return {
        value: st.selectbox(
            words.say("desk.mapping.value", value=desk_said.literal(value),
                      rows=numbers.number(rows)),
            offered,
            index=offered.index(meant or _called_so(value, names)),
            format_func=lambda code: names.get(code) or words.say("desk.mapping.no_value"),
            key=f"desk_map_{visit}_{unknown.column}_value_{place}",
            filter_mode="contains",
        )
        for place, (value, rows, meant) in enumerate(unknown.values)
    }  # fmt: skip


def _periods(unknown, visit):
    """{their period: its first and last day}; what is no period yet is asked again."""
    st.html(f"<p class='answer small'>{escape(words.say('desk.mapping.periods'))}</p>")
    return {
        value: _period(value, rows, f"desk_map_{visit}_period_value_{place}")
        for place, (value, rows, _) in enumerate(unknown.values)
    }


def _period(value, rows, key):
    said = {"value": desk_said.literal(value), "rows": numbers.number(rows)}
    label = words.say("desk.mapping.period", example=numbers.code(PERIOD), **said)
    written = st.text_input(label, key=key, max_chars=60).strip()
    meant = entry.days(written)
    if written and not meant:
        told = words.say("desk.mapping.period_not", value=f"\u2068{written}\u2069")
        st.html(f"<p class='foot' role='alert'>{escape(told)}</p>")
    return meant


def _called_so(value, names):
    """The code whose name on the page is most like the value; of statuses only we have names."""
    called = {name: code for code, name in names.items()}
    return called.get(entry.closest(value[:80], list(called)), "")


def named(code, said):
    """A code for a reader: its name, and the code beside it."""
    if words.has(f"desk.choices.{code}"):
        return words.say(f"desk.choices.{code}")
    ours = next(iter(said), "") or ""
    return words.say("desk.mapping.code", name=ours, code=numbers.code(code)) if ours else code
