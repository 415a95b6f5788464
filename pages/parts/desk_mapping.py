"""A file with headers that nobody knows: which is which? Proposed, corrected, tried, saved."""

from html import escape

import streamlit as st

from pages.parts import (
    desk_actions,
    desk_checks,
    desk_columns,
    desk_draft,
    desk_looks,
    desk_mapping_columns,
    desk_mapping_shape,
    desk_mapping_values,
    desk_mapping_writing,
    desk_said,
    entry,
    numbers,
    tables,
    words,
)

ENCODINGS = ("", "utf-8", "cp1256", "utf-16", "iso8859_6", "cp720", "cp949")


def assistant(file, seen, who):
    """The whole way from unknown headers to a saved mapping."""
    known = seen.look and seen.look.found and not seen.look.unknown
    title = words.say("desk.mapping.title")
    with st.expander(title, expanded=not known, key="desk_assistant"):  # the next step, if so
        st.html(f"<p class='foot'>{escape(words.say('desk.mapping.about'))}</p>")
        draft, near = _draft(file)
        if draft is None:
            return
        trial = desk_looks.trial(file)
        draft.values = desk_mapping_values.choose(trial or seen, file)
        _finish(file, draft, near, who)
        if trial:
            _tried(trial)


def _draft(file):
    """What the analyst has chosen so far; None where the file can not be read at all."""
    try:
        near = entry.nearest(file)
    except entry.Refusal:
        near = None
    head, encoding = _head(file, near)
    if head is None:
        return None, None
    kind, instrument, fits = _kind(head, near)
    base, visit = fits.toml if fits else {}, file.sha256[:8]
    shape = desk_mapping_shape.choose(head, kind, instrument, base, visit)
    name = instrument.name if instrument else None
    draft = desk_draft.Draft(kind, name, head, encoding=encoding, shape=shape)
    proposals = _proposed(head, kind, instrument, shape, fits)
    draft.chosen, draft.constants = desk_mapping_columns.choose(
        proposals, head, kind, instrument, base, visit
    )
    there = [p.column for p in proposals if draft.chosen[p.column.name]]
    draft.written = desk_mapping_writing.choose(there, base, visit)
    return draft, fits


def _kind(head, near):
    """The kind chosen, its questionnaire, and the near mapping if it is of this kind."""
    kinds = entry.kinds()
    labels = [_kind_label(kind, instrument) for kind, instrument in kinds]
    chosen = st.selectbox(words.say("desk.mapping.kind"), range(len(kinds)),
                          index=_likeliest(head, kinds, near),
                          format_func=labels.__getitem__, key="desk_map_kind")  # fmt: skip
    kind, instrument = kinds[chosen]
    return kind, instrument, near if near and near.toml["kind"] == kind else None


def _likeliest(head, kinds, near):
    """The kind of the mapping that nearly fits, else the one most of whose columns are found."""
    named = [(kind, instrument and instrument.name) for kind, instrument in kinds]
    told = (near.toml["kind"], near.toml.get("instrument")) if near else None
    if told in named:
        return named.index(told)
    fits = [
        entry.fit(_proposed(head, *kind, entry.shape(head, *name)), *name)
        for kind, name in zip(kinds, named, strict=True)
    ]
    return fits.index(max(fits))


def _proposed(head, kind, instrument, shape, near=None):
    name = instrument.name if instrument else None
    called = desk_columns.called(entry.columns(kind, name), instrument)
    return entry.propose(head, kind, name, shape, near, called)


def _kind_label(kind, instrument):
    named = words.say(f"desk.kinds.{kind}") if words.has(f"desk.kinds.{kind}") else kind
    if instrument is None:
        return named
    return words.say("desk.kind_of", kind=named, title=words.title(instrument.toml))


def _head(file, near):
    """The row with the headers, read in the encoding chosen."""
    told = near.toml.get("encoding", "") if near else ""
    offered = list(dict.fromkeys([told, *ENCODINGS]))
    encoding = st.selectbox(words.say("desk.mapping.encoding"), offered, key="desk_map_encoding",
                            format_func=_or_by_itself)  # fmt: skip
    try:
        heads = entry.heads(file, encoding)
    except entry.Refusal as refusal:
        desk_said.refusal(refusal)
        return None, encoding
    if not heads:
        return None, encoding
    labels = [_head_label(head) for head in heads]
    first = next((n for n, head in enumerate(heads) if near and head.row == near.head.row), 0)
    chosen = st.selectbox(words.say("desk.mapping.head"), range(len(heads)), index=first,
                          format_func=labels.__getitem__, key="desk_map_head")  # fmt: skip
    return heads[chosen], encoding


def _head_label(head):
    names = words.say("list.comma").join(name[:24] for name in head.headers if name)[:90]
    sheet = words.say("desk.mapping.of_sheet", sheet=head.sheet) if head.sheet else ""
    row = words.say("desk.mapping.row", row=numbers.digits(head.row))
    return f"{row}{sheet}: \u2068{names}\u2069"


def _or_by_itself(code):
    return numbers.code(code) if code else words.say("desk.mapping.by_itself")


def _finish(file, draft, near, who):
    """Name it, try it, save it."""
    usual = near.name if near else draft.kind
    name = st.text_input(words.say("desk.mapping.name"), usual, key="desk_map_name").strip()
    pattern = near.toml.get("files", "*") if near else entry.file_pattern(file)
    draft.files = st.text_input(words.say("desk.mapping.files"), pattern, key="desk_map_files")
    draft.source = near.toml.get("mapping", name) if near else name
    replace = False
    if near and near.name == name:
        label = words.say("desk.mapping.replace", name=numbers.code(name))
        replace = st.checkbox(label, key="desk_map_replace")
    toml = draft.toml(near.toml if near else None)
    with st.container(horizontal=True):
        tried = st.button(words.say("desk.mapping.try"), key="desk_map_try", disabled=not who)
        saved = st.button(words.say("desk.mapping.save"), key="desk_map_save", type="primary",
                          disabled=not who)  # fmt: skip
    if tried:
        desk_looks.begin_trial(file, (name or draft.kind, toml), who)
        st.rerun()
    if saved:
        _save(file, name, toml, replace, who)


def _save(file, name, toml, replace, who):
    try:
        with entry.working_as(who):
            entry.save_mapping(name, toml, replace)
    except entry.Refusal as refusal:
        desk_said.refusal(refusal, "desk.mapping.not_saved")
        return
    desk_looks.forget_trial()
    desk_looks.forget_all()  # any file may be read by it
    told = words.say("desk.mapping.saved", name=numbers.code(name))
    st.session_state[desk_actions.TOLD] = [("note", told, [words.say("desk.mapping.where")])]
    desk_looks.begin([file], who)
    st.rerun()


def _tried(seen):
    """What the file would be with this mapping."""
    if seen.outcome == "refused":
        desk_said.refusal(seen.refusal, "desk.mapping.tried_refused")
        _checks(seen)
        return
    report = seen.look.report
    counts = {"taken": numbers.number(report.rows_taken),
              "refused": numbers.number(report.rows_refused)}  # fmt: skip
    desk_said.box(words.say("desk.mapping.tried"), [words.say("desk.mapping.counts", **counts)])
    _checks(seen)


def _checks(seen):
    """Why rows are wrong with this mapping, so that it can be put right here."""
    rows = desk_checks.checks(seen.look.report) if seen.look else []
    if rows:
        with st.container(key="desk_map_checks"):  # its sentences wrap
            caption = words.say("desk.checks.caption")
            st.html(tables.html(desk_checks.columns(), rows, caption))
