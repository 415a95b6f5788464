"""Data desk: what arrived, is it right, and what would it change?"""

from html import escape

import streamlit as st

from pages.parts import (
    desk_actions,
    desk_file,
    desk_files,
    desk_history,
    desk_job,
    desk_templates,
    desk_versions,
    entry,
    numbers,
    page,
    words,
)

NAME = "data_desk"


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def answer_sentence():
    waits = numbers.number(len(files))
    waiting = say("waiting", count=waits) if files else say("nothing_waits")
    if not counted:
        return " ".join([waiting, say("nothing_loaded")])
    last = counted[0]
    return " ".join(
        [
            waiting,
            say(
                "last",
                name=numbers.code(last["file"]),
                rows=numbers.number(last["rows_taken"]),
                at=numbers.moment(last["loaded_at"]),
            ),
        ]
    )


def headline():
    taken = sum(load["rows_taken"] for load in counted)
    refused = sum(load["rows_refused"] for load in counted)
    taken_back = len(loads) - len(counted)
    number = entry.version()
    page.headline(
        [
            card("waiting", len(files), say("note.waiting")),
            card("loads", len(counted), say("note.loads", undone=numbers.number(taken_back))),
            card("rows", taken, say("note.rows", refused=numbers.number(refused))),
            card("version", int(number or 0), say("note.version")),
        ]
    )


def card(measure, value, note):
    return page.Headline(measure, say(f"headline.{measure}"), numbers.number(value), value, note)


def name_of_the_user():
    """Written beside everything that is changed here."""
    return st.text_input(
        words.say("desk.who.label"), entry.user(), key="desk_who", persist_state="session",
        max_chars=60,
    ).strip()  # fmt: skip


def begin():
    """Once in a visit, what nobody decided on for long is taken away."""
    if not st.session_state.get("desk.begun"):
        entry.tidy()
        st.session_state["desk.begun"] = True


begin()
files = entry.files()
loads = entry.loads()
counted = [load for load in loads if "undone_at" not in load]

page.heading(say("title"))
st.html(f"<p class='filtered'>{escape(say('scope'))}</p>")
page.say(answer_sentence())
headline()
with st.columns([1, 2])[0]:
    who = name_of_the_user()

page.finding(say("files"))
desk_files.drop()
desk_actions.tell()
done = desk_job.follow()
if done:
    desk_actions.done(done)
desk_files.look_at(files, who)
if files:
    desk_files.table(files)
    desk_actions.all_of(files, who)
    desk_file.show(desk_files.choose(files), who)
else:
    st.html(f"<p class='foot'>{escape(say('how'))}</p>")
desk_templates.section()

page.finding(say("history"))
desk_history.section(loads, who)
page.finding(say("versions"))
desk_versions.section(entry.versions(), who)

page.method(NAME)
