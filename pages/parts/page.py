"""What does every page have? Title, filters in words, the answer, headline numbers, footers."""

from dataclasses import dataclass
from html import escape

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import about, address, lineage, notices, numbers, words


@dataclass(frozen=True)
class Headline:
    """One of the numbers at the top: what it is, its value, and what stands behind it."""

    measure: str
    label: str
    written: str
    value: object = None
    note: str = ""


def title(name, scope, answer=None):
    """The page's title, what is filtered in words, and whether the data is invented."""
    heading(words.say(f"{name}.title"))
    said = " · ".join(escape(text) for text in scope.words)
    badge = ""
    if answer is not None:
        about.keep(words.say(f"{name}.title"), scope.words, answer, last_load(answer))
    if answer is not None and answer.sample:
        explained = escape(words.say("sample.explained"))
        said_badge = escape(words.say("sample.badge"))
        badge = f"<span class='badge' title='{explained}'>{said_badge}</span>"
    st.html(f"<p class='filtered'>{said}{badge}</p>")
    if note := scope.choices.notes.get(scope.selection.instrument):
        st.html(f"<p class='foot'>{escape(note)}</p>")


def heading(title):
    """The title of a page, and below it the heading of its findings, which only machines read.

    A finding is a heading of the third level: those who jump from heading to heading would miss
    the second.
    """
    st.title(title, anchor=False)
    st.html(f"<h2 class='unseen'>{escape(words.say('page.findings'))}</h2>")


def say(sentence):
    """The sentence that answers the page's question; readable aloud."""
    codes = escape(sentence).replace("\u2066", "<bdi class='code'>").replace("\u2069", "</bdi>")
    st.html(f"<p class='answer'>{codes}</p>")


def headline(numbers_):
    """At most five numbers; each with what stands behind it."""
    cards = "".join(
        f"<div class='card'><dt>{escape(one.label)}</dt>"
        f"<dd data-measure='{one.measure}' data-value='{_machine(one.value)}'>"
        f"<bdi>{escape(one.written)}</bdi></dd><dd class='behind'>{escape(one.note)}</dd></div>"
        for one in numbers_[:5]
    )
    st.html(f"<dl class='headline'>{cards}</dl>")


def _machine(value):
    return "" if value is None else escape(str(value))


def finding(text):
    """The title over a figure: what it shows, not what its axes are."""
    st.subheader(words.unmarked(text), anchor=False)


def foot(answer, counted="respondents", note="", where="", how="", of=None):
    """Under every figure: n, period, when its data was loaded, and what else must be known.

    how: the key of the words that say how the figure is computed; of: how many of `counted` it
    rests on, where these are not those of the answer.
    """
    count = answer.n if of is None else of
    n = "" if count is None else words.say(f"foot.{counted}", n=numbers.number(count))
    parts = [
        n,
        where,
        words.say("foot.period", period=numbers.period(answer.period["from"], answer.period["to"])),
        words.say("foot.loaded", at=numbers.moment(last_load(answer))),
    ]
    line = " · ".join(escape(part) for part in parts if part)
    extra = f"<br>{escape(note)}" if note else ""
    folds = _how(how) + lineage.html(answer)
    st.html(
        f"<p class='foot' data-question='{answer.question}' data-n='{_machine(count)}'>"
        f"{line}{extra}</p>"
        f"<div class='folds'>{folds}</div>"
    )


def source(where, how, note=""):
    """Under what a paper or a list says, which no answer and no filter changes."""
    said = "<br>".join(escape(text) for text in (where, note) if text)
    st.html(f"<p class='foot' data-source>{said}</p><div class='folds'>{_how(how)}</div>")


def _how(key):
    if not key:
        return ""
    title, text = escape(words.say("how.title")), escape(words.say(f"how.{key}"))
    return f"<details class='how'><summary>{title}</summary><p>{text}</p></details>"


def last_load(answer):
    """When the newest extract behind an answer was loaded."""
    return max((load["loaded_at"] for load in answer.loads), default=None)


def method(name, keys=("method",), **values):
    """How the page's numbers are computed, in words a manager understands."""
    with st.expander(words.say("method.title")):
        st.markdown("\n\n".join(words.say(f"{name}.{key}", **values) for key in keys))


def notes(answer):
    """What analysis wants said about an answer; a note without words of ours is for analysts."""
    for note in answer.notes:
        key = f"notes.{getattr(note, 'code', '')}"
        if words.has(key):
            st.html(f"<p class='foot'>{escape(words.say(key))}</p>")


def view(name, options, label, listed=False):
    """One choice of a page, kept in the address and the visit.

    options: {code: words}; the first is the usual one, which the address leaves out.
    listed: as a list to open, for more options than fit side by side.
    """
    codes, kept = list(options), _of_view(name)
    held(name, codes)
    # A widget of each page for the one choice: Streamlit loses a widget's value where two pages
    # show it under the same key.
    key = f"{get_script_run_ctx().page_script_hash}.{name}"
    st.session_state[key] = st.session_state[kept]
    how = {
        "format_func": options.get,
        "key": key,
        "on_change": lambda: st.session_state.update({kept: st.session_state[key]}),
    }
    if listed:
        chosen = st.selectbox(label, codes, **how)
    else:
        how["format_func"] = lambda code: words.unmarked(options[code])
        chosen = st.segmented_control(label, codes, required=True, **how)
    address.keep_view(name, None if chosen == codes[0] else chosen)
    return chosen


def held(name, codes):
    """The choice `name` that holds now: the reader's last one, else what the address asks for."""
    kept = _of_view(name)
    if st.session_state.get(kept) not in codes or address.went_back():
        asked = list(dict.fromkeys(st.query_params.get_all(name)))
        st.session_state[kept] = next((one for one in asked if one in codes), codes[0])
        notices.problems([notices.unknown(name, one) for one in asked if one and one not in codes])
    return st.session_state[kept]


def hold(name, code):
    """Keep what the reader chose in a widget of a page's own, for `held` in the next run."""
    st.session_state[_of_view(name)] = code


def _of_view(name):
    return f"view.{name}"


def stop_if_empty(scope, answer):
    """Say that there is nothing to draw, and what to do, instead of drawing zeros."""
    if answer.n:
        return
    if answer.n is None:
        notices.notice("all_suppressed")
    else:
        notices.notice("empty", filtered=words.say("list.comma").join(scope.words))
    st.stop()
