"""Which of their columns is which of ours? Proposals stand in a table, the rest is asked."""

import streamlit as st

from pages.parts import desk_columns, entry, numbers, tables, words
from pages.parts.desk_draft import ABSENT, CONSTANT, LINE


def choose(proposals, head, kind, instrument, base, visit):
    """({our column: header, LINE, CONSTANT or ABSENT}, {our column: constant}).

    base: the values of a mapping that nearly fits; visit: what tells the fields of two files apart.
    """
    chosen = {p.column.name: p.header or _of_base(p.column.name, base) for p in proposals}
    _show_known(proposals, instrument)
    asked = [p for p in proposals if _must_be_asked(p, chosen, kind)]
    names = {p.column.name: desk_columns.label(p.column.name, instrument) for p in proposals}
    others = [name for name in names if name not in [p.column.name for p in asked]]
    changed = st.multiselect(words.say("desk.mapping.change"), others, format_func=names.get,
                             key=f"desk_map_change_{visit}",
                             placeholder=words.say("desk.mapping.change_none"))  # fmt: skip
    constants = {name: str(value) for name, value in base.get("constants", {}).items()}
    for proposal in proposals:
        name = proposal.column.name
        if proposal in asked or name in changed:
            chosen[name] = _ask(proposal, chosen[name], head, kind, names[name], visit)
            if chosen[name] == CONSTANT:
                constants[name] = _constant(proposal.column, constants.get(name, ""), visit)
    said = {chosen[name] for name in names if name in changed} | {
        chosen[p.column.name] for p in asked
    }
    for name in set(others) - set(changed):
        if chosen[name] in said - {ABSENT, CONSTANT, LINE}:
            chosen[name] = ABSENT  # what was only proposed gives way
    return chosen, constants


def _of_base(name, base):
    if base.get("line_number") == name:
        return LINE
    return CONSTANT if name in base.get("constants", {}) else ABSENT


def _must_be_asked(proposal, chosen, kind):
    """What a file must have and nothing was found for; of the places one is enough."""
    name = proposal.column.name
    if chosen[name]:
        return False
    for group in entry.either(kind):
        if name in group:
            return not any(chosen.get(other) for other in group)
    return proposal.column.required


def _show_known(proposals, instrument):
    rows = [
        {
            "ours": desk_columns.label(p.column.name, instrument),
            "theirs": p.header,
            "why": words.say(f"desk.mapping.why.{p.why}"),
        }
        for p in proposals
        if p.header
    ]
    caption = words.say("desk.mapping.known", count=numbers.number(len(rows)))
    columns = [_text("ours"), _text("theirs"), _text("why")]
    if rows:
        st.html(f"<div class='short-table'>{tables.html(columns, rows, caption)}</div>")


def _text(key):
    return tables.Column(key, words.say(f"desk.mapping.column.{key}"), lambda row: row[key], "text")


def _ask(proposal, usual, head, kind, label, visit):
    """One field: a header of theirs, or that there is none."""
    name = proposal.column.name
    special = [ABSENT, CONSTANT, *([LINE] if name in entry.key_columns(kind) else [])]
    offered = [*special, *dict.fromkeys(filter(None, head.headers))]
    said = {
        ABSENT: words.say("desk.mapping.absent"),
        CONSTANT: words.say("desk.mapping.constant"),
        LINE: words.say("desk.mapping.line"),
    }
    return st.selectbox(
        words.say("desk.mapping.field", label=label, right=desk_columns.right(proposal.column)),
        offered,
        index=offered.index(usual) if usual in offered else 0,
        format_func=lambda header: said.get(header, header),
        key=f"desk_map_{visit}_{name}",
        filter_mode="contains",
    )


def _constant(column, usual, visit):
    label = words.say("desk.mapping.constant_of", label=desk_columns.label(column.name))
    return st.text_input(label, usual, key=f"desk_map_{visit}_{column.name}_constant").strip()
