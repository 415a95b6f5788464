"""As of which publication does the reader look at everything? The one of now, unless asked."""

import streamlit as st

from analysis.marts import NoSuchVersion
from analysis.versions import versions
from pages.parts import asking, notices, numbers, words

NOW = ""
ASKED = "version.asked"  # outlives the widget, which a run may not draw
WIDGET = "version"
MOST_OFFERED = 60


def arrive(address):
    """Take the version out of an address: {name: values}, or None where nobody typed one."""
    if address is not None:
        st.session_state[ASKED] = next(iter(address.get("version", [])), NOW)


def opened():
    """The marts as of the version asked for, and what to complain about if it is not there."""
    number = st.session_state.get(ASKED, NOW)
    if number == NOW:
        return asking.published(), []
    try:
        return asking.published(number), []
    except NoSuchVersion:
        st.session_state[ASKED] = NOW
        return asking.published(), [notices.unknown("version", number)]


def asked():
    """The number in the address, or none: the version of now follows each load."""
    return [st.session_state[ASKED]] if st.session_state.get(ASKED) else []


def in_words(marts):
    """«آن‌گونه که در ۳ آبان ۱۴۰۵ منتشر شد», or nothing for the version of now."""
    if not asked():
        return ()
    found = next((v for v in versions() if v.version == marts.version), None)
    return (words.say("version.shown", name=_name(found) if found else marts.version),)


def draw():
    """The choice among what was published, where there is more than the version of now."""
    earlier = [v for v in versions() if v.readable and not v.current]
    if not earlier and not asked():
        return
    names = {v.version: _name(v) for v in reversed(earlier[-MOST_OFFERED:])}
    names = {NOW: words.say("version.now")} | names
    if st.session_state.get(ASKED, NOW) not in names:
        names[st.session_state[ASKED]] = st.session_state[ASKED]
    st.session_state[WIDGET] = st.session_state.get(ASKED, NOW)
    st.selectbox(
        words.say("version.label"),
        list(names),
        format_func=names.get,
        key=WIDGET,
        on_change=_changed,
        filter_mode="contains",
    )


def back_to_now():
    st.session_state[ASKED] = NOW


def _changed():
    st.session_state[ASKED] = st.session_state[WIDGET]


def _name(version):
    at = numbers.moment(version.published_at) if version.published_at else version.version
    if version.title:
        return words.say("version.titled", title=version.title, at=at)
    return words.say("version.untitled", at=at)
