"""Which files wait? Dropped here or lying in the inbox, each with what was seen of it."""

from html import escape

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import desk_job, desk_looks, desk_said, entry, numbers, tables, words

DROPS = "desk.drops"  # the uploader is emptied by giving it a new name
CHOSEN = "desk_file"  # whose detail is shown
SIZES = ((2**30, "gigabytes"), (2**20, "megabytes"), (2**10, "kilobytes"))


def drop():
    """The place to drop files; what is dropped is kept at once, and the place is empty again."""
    count = st.session_state.setdefault(DROPS, 0)
    words_of_the_uploader()
    dropped = st.file_uploader(
        words.say("desk.drop.label"), accept_multiple_files=True, key=f"desk_drop_{count}"
    )
    st.html(f"<p class='foot'>{escape(words.say('desk.drop.large'))}</p>")
    if dropped and _kept(dropped):
        st.session_state[DROPS] = count + 1
        st.rerun()


def _kept(dropped):
    """Whether all of them could be kept; else it is said why, and they stay where they are."""
    try:
        keys = [entry.keep_upload(file.name, file) for file in dropped]
    except entry.Refusal as refusal:
        desk_said.refusal(refusal, "desk.drop.failed")
        return False
    st.session_state[CHOSEN] = keys[0]  # who drops a file wants to see what became of it
    for file in dropped:
        _let_go(file)
    return True


def _let_go(file):
    """Streamlit would hold a dropped file in memory until the visit ends; ours lies on the disk."""
    visit = get_script_run_ctx()
    visit.uploaded_file_mgr.remove_file(session_id=visit.session_id, file_id=file.file_id)
    file.close()


def words_of_the_uploader():
    """Streamlit has no option for them: its own are made invisible, ours stand in their place."""
    rules = "".join(
        f"{selector}::after{{content:{_quoted(words.say(f'desk.drop.{key}'))}}}"
        for key, selector in (
            ("button", "[data-testid='stFileUploaderDropzone'] button p"),
            ("here", "[data-testid='stFileUploaderDropzoneInstructions']"),
            ("too_large", "[data-testid='stFileChip'][aria-invalid='true']"),
        )
    )
    st.html(f"<style>{rules}</style>")


def _quoted(text):
    return '"' + text.replace("\\", "").replace('"', "") + '"'


def look_at(files, who):
    """Look at what was dropped by itself; at the inbox when asked."""
    unseen = [file for file in files if desk_looks.of(file) is None]
    dropped = [file for file in unseen if file.dropped]
    if dropped:
        desk_looks.begin(dropped, who)
        st.rerun()
    inbox = [file for file in unseen if not file.dropped]
    if not inbox or desk_job.running():
        return
    label = words.say("desk.files.look", count=numbers.number(len(inbox)))
    if st.button(label, key="desk_look_all"):
        desk_looks.begin(inbox, who)
        st.rerun()


def table(files):
    rows = [_row(file) for file in files]
    columns = [
        _text("name"),
        _text("state"),
        _text("kind"),
        _text("period"),
        _count("taken"),
        _count("refused"),
        _text("place"),
        _text("size"),
    ]
    st.html(tables.html(columns, rows, words.say("desk.files.caption")))


def choose(files):
    """The file whose detail is shown: the only one, or the reader's choice."""
    if len(files) == 1:
        return files[0]
    labels = _labels(files)
    key = st.selectbox(words.say("desk.files.choose"), list(labels), format_func=labels.get,
                       key=CHOSEN)  # fmt: skip
    return next((file for file in files if file.key == key), files[0])


def _labels(files):
    """Different for every file: Streamlit tells options apart by what is written."""
    names = [desk_said.apart(file.path.name) for file in files]
    return {
        file.key: name
        if names.count(name) == 1
        else words.say(
            "desk.files.one_of", name=name, place=_place(file), number=numbers.number(place)
        )
        for place, (file, name) in enumerate(zip(files, names, strict=True), start=1)
    }


def _place(file):
    return words.say("desk.files.dropped" if file.dropped else "desk.files.inbox")


def state(file):
    """What may be done with a file, in a few words."""
    seen = desk_looks.of(file)
    if seen is None:
        return words.say("desk.state.undone" if file.undone else "desk.state.unseen")
    if not seen.loadable:
        return words.say(f"desk.state.{seen.outcome}")
    report = seen.look.report
    if not seen.within_limit:
        return words.say("desk.state.above_limit", share=numbers.share(report.wrong_share))
    if report.replaces:
        return words.say("desk.state.replaces", load=numbers.digits(report.replaces))
    return words.say("desk.state.some_refused" if report.rows_refused else "desk.state.ready")


def size(count):
    """Bytes in the unit a person would use."""
    for unit, name in SIZES:
        if count >= unit:
            return words.say(f"desk.size.{name}", amount=numbers.rate(count / unit))
    return words.say("desk.size.bytes", amount=numbers.number(count))


def period(code):
    """1404-07/1404-09 → «مهر تا آذر ۱۴۰۴»."""
    first, _, last = code.partition("/")
    return numbers.period(first or None, last or None)


def kind(code):
    return words.say(f"desk.kinds.{code}") if words.has(f"desk.kinds.{code}") else code


def _row(file):
    seen = desk_looks.of(file)
    report = seen.look.report if seen and seen.look else None
    known = report is not None and (report.rows_taken or report.rows_refused)
    return {
        "name": file.path.name,
        "state": state(file),
        "kind": kind(report.kind) if report and report.kind else "",
        "period": period(seen.look.entry["period"]) if seen and seen.loadable else "",
        "taken": report.rows_taken if known else None,
        "refused": report.rows_refused if known else None,
        "place": _place(file),
        "size": size(file.bytes),
    }


def _text(key):
    title = words.say(f"desk.files.column.{key}")
    kind = "file" if key == "name" else "text"
    return tables.Column(key, title, lambda row: row[key], kind)


def _count(key):
    title = words.say(f"desk.files.column.{key}")
    return tables.Column(key, title, lambda row: "" if row[key] is None else _number(row[key]))


def _number(value):
    return numbers.number(value)
