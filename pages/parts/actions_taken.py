"""Which actions were taken, and how does a manager enter one? It becomes a mark on the trends."""

from html import escape

import jdatetime
import streamlit as st

from pages.parts import (
    action_list,
    desk_asking_back,
    desk_said,
    entry,
    numbers,
    tables,
    version_choice,
    words,
)
from pages.parts.tables import Column

TOLD = "actions_taken.told"
EVERYWHERE = "everywhere"


def finding(taken):
    """How many count, and the latest of them."""
    counting = [row for row in taken if not row["withdrawn_at"]]
    if not counting:
        return words.say("taken.none_counts" if taken else "taken.none")
    last = counting[0]
    count = numbers.number(len(counting))
    return words.say("taken.finding", count=count, last=words.title(last), day=day(last["day"]))


def section(scope, totals, rows):
    """What came of the last entry, the list, and the form; the past is only looked at."""
    for kind, title, lines in st.session_state.pop(TOLD, []):
        desk_said.box(title, lines, kind)
    if totals["taken"]:
        columns = _columns(scope, rows)
        tables.show_open(columns, totals["taken"], words.say("taken.caption"), "actions_taken")
    if version_choice.asked():
        st.html(f"<p class='foot'>{escape(words.say('taken.earlier'))}</p>")
    elif totals["actions"]:
        _form(scope, totals)
        _withdraw([row for row in totals["taken"] if not row["withdrawn_at"]])


def day(code):
    """1404-07-05 → «۵ مهر ۱۴۰۴»."""
    return words.say("taken.day", day=numbers.digits(int(code[8:])), month=numbers.month(code[:7]))


def _columns(scope, rows):
    def text(key, written):
        return Column(key, words.say(f"taken.column.{key}"), written, kind="text", plain=written)

    provinces = scope.choices.provinces | {None: words.say("taken.everywhere")}
    return [
        text("title", words.title),
        text("number", lambda row: numbers.digits(row["number"])),
        text("day", lambda row: day(row["day"])),
        text("province", lambda row: provinces.get(row["province"], row["province"])),
        text("measure", lambda row: action_list.measure(row["measure"], rows)),
        text("restarts", lambda row: words.say("taken.yes" if row["restarts"] else "taken.no")),
        text("by", lambda row: row["by"] or ""),
        text("at", lambda row: numbers.moment(row["at"])),
        Column("withdrawn", words.say("taken.column.withdrawn"), _state, "text", _withdrawn),
    ]


def _state(row):
    return words.say("taken.gone" if row["withdrawn_at"] else "taken.counts")


def _withdrawn(row):
    """The same in the download, with who and when."""
    if not row["withdrawn_at"]:
        return words.say("taken.counts")
    at = numbers.moment(row["withdrawn_at"])
    return words.say("taken.withdrawn", by=row["withdrawn_by"] or "", at=at)


def _form(scope, totals):
    """Everything that is written down of an action taken."""
    titles = {action["action"]: words.title(action) for action in totals["actions"]}
    places = {EVERYWHERE: words.say("taken.everywhere")} | scope.choices.provinces
    usual = scope.provinces[0] if len(scope.provinces) == 1 else EVERYWHERE
    with st.expander(words.say("taken.form"), key="taken_form"):
        st.html(f"<p class='foot'>{escape(words.say('taken.about'))}</p>")
        action = st.selectbox(words.say("taken.column.title"), list(titles), key="taken_action",
                              format_func=titles.get, filter_mode="contains")  # fmt: skip
        place, when, who = st.columns(3)
        province = place.selectbox(
            words.say("taken.column.province"), list(places), list(places).index(usual),
            format_func=places.get, key=f"taken_province_{usual}", filter_mode="contains",
        )  # fmt: skip
        today = numbers.digits(jdatetime.date.today().strftime("%Y/%m/%d"))
        at = when.text_input(words.say("taken.when"), today, key="taken_day", max_chars=20)
        by = who.text_input(words.say("desk.who.label"), entry.user(), key="desk_who",
                            persist_state="session", max_chars=60).strip()  # fmt: skip
        restarts = st.checkbox(words.say("taken.restart"), key="taken_restarts")
        if st.button(words.say("taken.enter"), key="taken_enter", type="primary", disabled=not by):
            chosen = None if province == EVERYWHERE else province
            _do(lambda: entry.take_action(action, chosen, at, restarts), by, "taken.entered")


def _withdraw(counting):
    """Take an entry back; asked about first."""
    if not counting:
        return
    with st.expander(words.say("taken.withdraw.title"), key="taken_withdraw"):
        labels = {row["number"]: _label(row) for row in counting}
        number = st.selectbox(words.say("taken.withdraw.which"), list(labels),
                              format_func=labels.get, key="taken_number")  # fmt: skip
        lines = [labels[number], words.say("taken.withdraw.effect")]
        title = words.say("taken.withdraw.sure")
        label = words.say("taken.withdraw.do")
        if desk_asking_back.confirmed("withdraw_action", label, title, lines):
            by = st.session_state.get("desk_who") or entry.user()
            _do(lambda: entry.withdraw_action(number), by, "taken.withdraw.done")


def _label(row):
    return words.say("taken.one", title=words.title(row), day=day(row["day"]))


def _do(work, by, said):
    """Write it under a name, keep what to tell, and show the page as it is now."""
    try:
        with entry.working_as(by):
            changed = work()
    except entry.Refusal as refusal:
        desk_said.refusal(refusal)
        return
    title = words.say(said, number=numbers.digits(changed.number))
    st.session_state[TOLD] = [("note", title, [words.say("taken.where")])]
    st.rerun()
