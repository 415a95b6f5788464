"""A province or branch fills in a round here; it is loaded like a file, and corrected like one."""

import zlib
from dataclasses import dataclass
from html import escape

import jdatetime
import streamlit as st

from analysis.last_assessment import of_unit
from pages.parts import desk_said, entry, numbers, page, version_choice, words

TOLD = "assessment_form.told"
ROUNDS = 12  # months back that can still be filled in
WHOLE = "whole"  # the province itself, not one of its branches
UNJUDGED = ""
SAVE = "save"
OPENED = "assessment_form.opened."


def section(scope, framework):
    """What came of the last sheet, and the form; an earlier version is only looked at."""
    for kind, title, lines in st.session_state.pop(TOLD, []):
        desk_said.box(title, lines, kind)
    if version_choice.asked():
        st.html(f"<p class='foot'>{escape(_say('earlier'))}</p>")
        return
    with st.expander(_say("title"), key="assessment_form"):
        st.html(f"<p class='foot'>{escape(_say('about'))}</p>")
        province, branch, month = _unit(scope)
        now, before = of_unit(scope.marts, framework.about["framework"], province, branch, month)
        st.html(f"<p class='answer small'>{escape(_last(now, before))}</p>")
        who = st.text_input(words.say("desk.who.label"), entry.user(), key="desk_who",
                            persist_state="session", max_chars=60).strip()  # fmt: skip
        _anchors(framework)
        _form(scope, framework, (province, branch, month), now, before, who)


def _unit(scope):
    """Which province or branch, and which round: kept in the address."""
    first = [code for code in scope.provinces if code in scope.choices.provinces]
    order = [*first, *(code for code in scope.choices.provinces if code not in first)]
    names = {code: scope.choices.provinces[code] for code in order}
    left, middle, right = st.columns(3)
    with left:
        province = page.view("for_province", names, _say("province"), listed=True)
    with middle:
        inside = scope.choices.branches_in([province])
        offered = {WHOLE: _say("whole")} | inside
        branch = page.view("for_branch", offered, _say("unit"), listed=True)
    with right:
        months = {code: numbers.month(code) for code in months_back()}
        month = page.view("for_round", months, _say("round"), listed=True)
    return province, None if branch == WHOLE else branch, month


def months_back():
    """This Jalali month in Iran and those before it, the newest first."""
    today = jdatetime.datetime.now(numbers.TEHRAN)
    last = today.year * 12 + today.month - 1
    return [f"{at // 12}-{at % 12 + 1:02d}" for at in range(last, last - ROUNDS, -1)]


def _last(now, before):
    """Who filled it in last, and when, as far as that is known; else that nobody has."""
    if now is None and before is None:
        return _say("never")
    sheet = now or before
    values = {"round": numbers.month(sheet["month"])}
    if sheet["at"]:
        values["at"] = numbers.moment(sheet["at"])
    if sheet["by"]:
        values["by"] = sheet["by"]
    known = "" if sheet["by"] else "_unsigned" if sheet["at"] else "_undated"
    return _say(("filled" if now else "filled_before") + known, **values)


def _anchors(framework):
    listed = "".join(
        f"<li><b>{numbers.number(row['value'])}</b> {escape(words.title(row))}</li>"
        for row in framework.parts["anchor"]
    )
    st.html(f"<ul class='anchors'>{listed}</ul>")


def _form(scope, framework, unit, now, before, who):
    """Every statement by layer and component; saved whole, with what is not judged left open."""
    key = "-".join(["assess", framework.about["framework"], *(part or WHOLE for part in unit)])
    opened = _opened(key, now["scores"] if now else {})
    with st.form(key, border=False):
        given = {}
        for component in framework.components:
            st.markdown(f"**{words.unmarked(words.title(component))}**")
            for row in framework.parts["statement"]:
                if row["parent"] == component["part"]:
                    given[row["part"]] = _choice(framework, row, opened, now, before)
        saved = st.form_submit_button(
            _say("save"), type="primary", disabled=not who, key=f"{key}-{SAVE}"
        )
    if opened.seen is None:
        # What others saved stands beside the choices now; who saves again means it
        opened.seen = now["scores"] if now else {}
        desk_said.box(_say("refused"), [_say("meanwhile")], "problem")
    if saved:
        scores = {code: score for code, score in given.items() if score != UNJUDGED}
        _save(framework, unit, scores, opened, who)


@dataclass
class Opened:
    """The form of one unit and round as it was opened.

    key: of its widgets; start: the scores it began with; seen: those that may be replaced, None
    until the reader sees what others saved; held: its choices could not be saved and stay, though
    others stand there now.
    """

    unit: str
    key: str
    start: dict
    seen: dict | None
    held: bool = False


def _opened(unit, scores):
    """The form begins anew where other scores stand there, unless its own are being saved.

    Streamlit knows a widget by its key and keeps its value: other scores need other keys.
    """
    opened = st.session_state.get(OPENED + unit)
    saving = st.session_state.get(f"{unit}-{SAVE}")
    if opened is None or not (opened.held or saving or opened.start == scores):
        version = zlib.crc32(repr(sorted(scores.items())).encode())
        opened = Opened(unit, f"{unit}-{version:08x}", scores, scores)
        st.session_state[OPENED + unit] = opened
    return opened


def _choice(framework, row, opened, now, before):
    """The score of one statement; what the unit said a round before stands beside it."""
    scores = range(framework.about["lowest"], framework.about["highest"] + 1)
    options = [UNJUDGED, *scores]
    saved = now["scores"].get(row["part"]) if now else None
    beside = []
    if before and row["part"] in before["scores"]:
        beside.append(_say("before", score=numbers.number(before["scores"][row["part"]])))
    if opened.held and saved is not None:
        beside.append(_say("saved_now", score=numbers.number(saved)))
    label = " ".join([words.title(row), *(f"({one})" for one in beside)])
    return st.radio(
        words.unmarked(label),
        options,
        options.index(saved) if saved in options else 0,
        format_func=lambda score: _say("unjudged") if score == UNJUDGED else numbers.number(score),
        key=f"{opened.key}-{row['part']}",
        horizontal=True,
    )


def _save(framework, unit, scores, opened, who):
    province, branch, month = unit
    code = framework.about["framework"]
    try:
        with entry.working_as(who):
            report = entry.fill_in(code, month, province, branch, scores, opened.seen)
    except entry.SavedMeanwhile:
        opened.seen, opened.held = None, True
        st.rerun()
    except entry.Refusal as refusal:
        opened.held = True
        desk_said.refusal(refusal, "frameworks.form.refused")
        return
    del st.session_state[OPENED + opened.unit]
    _saved(framework, unit, scores, report)


def _saved(framework, unit, scores, report):
    """Say what was saved; the page goes on with it."""
    judged, of = numbers.number(len(scores)), numbers.number(len(framework.weights))
    lines = [_say("saved_rows", judged=judged, of=of, load=numbers.digits(report.load))]
    if report.replaces:
        lines.append(_say("saved_replaces", load=numbers.digits(report.replaces)))
    _, branch, month = unit
    st.session_state["view.round"] = month
    st.session_state["view.assessed"] = "branch" if branch else "province"
    st.session_state[TOLD] = [("note", _say("saved", round=numbers.month(month)), lines)]
    st.rerun()


def _say(key, **values):
    return words.say(f"frameworks.form.{key}", **values)
