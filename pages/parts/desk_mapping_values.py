"""Their values that nobody knows: which of our codes is each? Asked once the columns were tried."""

import streamlit as st

from pages.parts import desk_columns, numbers, words


def choose(seen, file):
    """{our column: {their value: our code or ""}}."""
    if not seen.look:
        return {}
    chosen = {}
    for unknown in seen.look.unknown:
        chosen[unknown.column] = _column(unknown, file.sha256[:8])
    return chosen


def _column(unknown, visit):
    label = desk_columns.label(unknown.column)
    st.html(f"<p class='answer small'>{words.say('desk.mapping.values', label=label)}</p>")
    names = {code: _named(code, said) for code, said in unknown.codes.items()}
    offered = ["", *names]
    return {
        value: st.selectbox(
            words.say("desk.mapping.value", value=f"\u2068{value}\u2069",
                      rows=numbers.number(rows)),
            offered,
            index=offered.index(meant) if meant in offered else 0,
            format_func=lambda code: names.get(code) or words.say("desk.mapping.no_value"),
            key=f"desk_map_{visit}_{unknown.column}_value_{place}",
            filter_mode="contains",
        )
        for place, (value, rows, meant) in enumerate(unknown.values)
    }  # fmt: skip


def _named(code, said):
    ours = next(iter(said), "") or ""
    return words.say("desk.mapping.code", name=ours, code=numbers.code(code)) if ours else code
