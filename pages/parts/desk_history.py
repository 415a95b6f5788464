"""What was loaded before, by whom? Undo a load, take the rows it turned away."""

from html import escape

import streamlit as st

from pages.parts import (
    desk_actions,
    desk_asking_back,
    desk_files,
    desk_job,
    desk_tables,
    entry,
    numbers,
    tables,
    words,
)


def section(loads, who):
    """All loads, newest first."""
    if not loads:
        st.html(f"<p class='foot'>{escape(words.say('desk.history.none'))}</p>")
        return
    replaced = {entry_["replaces"]: entry_["load"] for entry_ in loads if "undone_at" not in entry_}
    rows = [_row(load, replaced) for load in loads]
    desk_tables.show_open(_columns(), rows, words.say("desk.history.caption"), "loads")
    with st.container(key="desk_history"):
        chosen = _choose(loads)
        _rejected(chosen)
        _undo(chosen, replaced, who)


def _row(load, replaced):
    return load | {"state": _state(load, replaced)}


def _state(load, replaced):
    if "undone_at" in load:
        at, by = numbers.moment(load["undone_at"]), load["undone_by"]
        return words.say("desk.history.undone", at=at, by=f"\u2068{by}\u2069")
    if load["load"] in replaced:
        return words.say("desk.history.replaced", load=numbers.digits(replaced[load["load"]]))
    if load["replaces"]:
        return words.say("desk.history.replaces", load=numbers.digits(load["replaces"]))
    return words.say("desk.history.counts")


def _columns():
    return [
        _text("load", lambda row: numbers.digits(row["load"]), "short"),
        _text("file", lambda row: row["file"], "file"),
        _text("kind", lambda row: desk_files.kind(row["kind"])),
        _text("period", lambda row: desk_files.period(row["period"])),
        _count("rows_taken"),
        _count("rows_refused"),
        _text("state", lambda row: row["state"]),
        _text("loaded_by", lambda row: row["loaded_by"]),
        _text("loaded_at", lambda row: numbers.moment(row["loaded_at"])),
    ]


def _text(key, written, kind="text"):
    title = words.say(f"desk.history.column.{key}")
    return tables.Column(key, title, written, kind, plain=written)


def _count(key):
    title = words.say(f"desk.history.column.{key}")
    return tables.Column(key, title, lambda row: numbers.number(row[key]))


def _choose(loads):
    by_number = {load["load"]: load for load in loads}

    def label(number):
        named = words.say(
            "desk.history.one",
            load=numbers.digits(number),
            name=f"\u2068{by_number[number]['file']}\u2069",
        )
        return named

    chosen = st.selectbox(
        words.say("desk.history.choose"),
        list(by_number),
        key=desk_actions.CHOSEN_LOAD,
        format_func=label,
        filter_mode="contains",
    )
    return by_number.get(chosen) or loads[0]


def _rejected(load):
    if not load["rows_refused"]:
        return
    number, stem = load["load"], load["file"].rsplit(".", 1)[0]
    label = words.say("desk.history.rejected", rows=numbers.number(load["rows_refused"]))
    desk_tables.take(label, lambda: entry.rejected_rows(number), f"{stem}.rejected")


def _undo(load, replaced, who):
    """The same as on the command line; of a load that was replaced its replacement goes first."""
    if "undone_at" in load:
        return
    number = load["load"]
    written = numbers.digits(number)
    lines = [words.say("desk.undo.effect", rows=numbers.number(load["rows_taken"]))]
    if load["replaces"]:
        lines.append(words.say("desk.undo.back", load=numbers.digits(load["replaces"])))
    label = words.say("desk.undo.label", load=written)
    title = words.say("desk.undo.sure", load=written, name=f"\u2068{load['file']}\u2069")
    blocked = number in replaced
    if desk_asking_back.confirmed(f"undo_{number}", label, title, lines,
                                  disabled=blocked or not who):  # fmt: skip
        desk_job.start("undo", who, lambda progress: entry.undo(number))
        st.rerun()
    if blocked:
        first = words.say("desk.undo.blocked", load=numbers.digits(replaced[number]))
        st.html(f"<p class='foot'>{escape(first)}</p>")
