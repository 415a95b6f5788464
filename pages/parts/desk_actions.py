"""What can be done with a file that was looked at? Load, load without the bad rows, replace,
discard; and what came of it.
"""

import streamlit as st

from pages.parts import desk_asking_back, desk_job, desk_looks, desk_said, entry, numbers, words

TOLD = "desk.told"  # what came of the last thing that was done
CHOSEN_LOAD = "desk_load_chosen"  # the field of the history


def buttons(file, seen, who):
    """The decisions that this file allows."""
    if not who:
        desk_said.box(words.say("desk.who.missing"), [words.say("desk.who.why")])
    with st.container(key="desk_buttons"):
        if seen.loadable and _load_clicked(seen, disabled=not who):
            _begin({file: seen.look}, who, anything=not seen.within_limit)
        if _discard_clicked(file, disabled=not who):
            _discard(file)


def all_of(files, who):
    """One button for all files that nothing is wrong with."""
    ready = {file: seen.look for file in files if (seen := desk_looks.of(file)) and seen.plain}
    if len(ready) < 2:
        return
    label = words.say("desk.load.all", count=numbers.number(len(ready)))
    if st.button(label, key="desk_load_all", type="primary", disabled=not who):
        _begin(ready, who)


def _load_clicked(seen, disabled):
    report = seen.look.report
    taken, refused = numbers.number(report.rows_taken), numbers.number(report.rows_refused)
    values = {"taken": taken, "refused": refused, "share": numbers.share(seen.share)}
    lines = []
    if report.replaces:
        number = numbers.digits(report.replaces)
        lines.append(words.say("desk.load.replaces", load=number, rows=_replaced(seen)))
    if report.rows_refused:
        lines.append(words.say("desk.load.without", **values))
    if not seen.within_limit:
        limit = numbers.percent(entry.LIMIT)
        lines.append(words.say("desk.load.above_limit", limit=limit, **values))
    if report.replaces:
        label = words.say("desk.load.replace", load=numbers.digits(report.replaces))
    else:
        label = words.say("desk.load.some" if report.rows_refused else "desk.load.plain", **values)
    if seen.plain and not report.rows_refused:
        return st.button(label, key="desk_load", type="primary", disabled=disabled)
    title = words.say("desk.load.sure")
    return desk_asking_back.confirmed("load", label, title, lines, True, disabled)


def _replaced(seen):
    return numbers.number(sum(row["replaced"] for row in seen.look.counts))


def _begin(agreed, who, anything=False):
    def work(progress):
        return list(zip(agreed, entry.load(agreed, progress, anything), strict=True))

    desk_job.start("load", who, work)
    st.rerun()


def _discard_clicked(file, disabled):
    lines = [words.say("desk.discard.dropped" if file.dropped else "desk.discard.inbox")]
    title = words.say("desk.discard.sure", name=file.path.name)
    label = words.say("desk.discard.label")
    return desk_asking_back.confirmed("discard", label, title, lines, disabled=disabled)


def _discard(file):
    try:
        entry.discard(file)
    except entry.Refusal as refusal:
        desk_said.refusal(refusal)
        return
    desk_looks.forget(file)
    name = f"\u2068{file.path.name}\u2069"
    st.session_state[TOLD] = [("note", words.say("desk.discard.done", name=name), [])]
    st.rerun()


def done(job):
    """Keep for the reader what a piece of work came to, and show the page as it is now."""
    if job.refusal:
        st.session_state[TOLD] = [_refused(words.say("desk.refused.title"), job.refusal)]
    elif job.kind == "load":
        st.session_state[TOLD] = [_loaded(file, report) for file, report in job.result]
        if newest := [report.load for _, report in job.result if report.load]:
            st.session_state[CHOSEN_LOAD] = newest[-1]  # at hand, to be undone
    elif job.kind == "undo":
        st.session_state[TOLD] = [_undone(job.result)]
    elif job.kind == "try":
        st.session_state[desk_looks.TRIAL] = job.result
    else:
        job.result  # noqa: B018  a bug keeps its traceback, and is not looked at again and again
    if job.kind in ("load", "undo"):
        desk_asking_back.forget()
    st.rerun()


def tell():
    """What came of the last thing that was done, until the next."""
    for kind, title, lines in st.session_state.get(TOLD, []):
        desk_said.box(title, lines, kind)


def _refused(title, refusal):
    right = refusal.right and words.say("desk.refused.right", right=desk_said.line(refusal.right))
    return "problem", title, [desk_said.line(refusal.what), *([right] if right else [])]


def _loaded(file, report):
    name = f"\u2068{file.path.name}\u2069"
    if report.outcome != "loaded":
        title = words.say(f"desk.loaded.{report.outcome}", name=name)
        what, _, right = report.message.partition("; right: ")
        right = right and words.say("desk.refused.right", right=desk_said.line(right))
        return "problem", title, [desk_said.line(what), *([right] if right else [])]
    counts = words.say(
        "desk.loaded.rows",
        load=numbers.digits(report.load),
        taken=numbers.number(report.rows_taken),
        refused=numbers.number(report.rows_refused),
    )
    replaced = report.replaces and words.say(
        "desk.loaded.replaced", load=numbers.digits(report.replaces)
    )
    told = [counts, *([replaced] if replaced else []), *map(desk_said.line, report.remarks)]
    title = words.say("desk.loaded.loaded", name=name)
    return "note", title, [*told, words.say("desk.loaded.undo")]


def _undone(undone):
    title = words.say("desk.undone.title", load=numbers.digits(undone.load))
    lines = [words.say("desk.undone.file", name=f"\u2068{undone.file}\u2069")]
    if undone.brought_back:
        back = numbers.digits(undone.brought_back)
        lines.append(words.say("desk.undone.back", load=back))
    return "note", title, [*lines, *map(desk_said.line, undone.remarks)]
