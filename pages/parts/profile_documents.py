"""How does the profile leave the page? As PDF and workbook of exactly what is on the screen.

Both are made when somebody takes them. A reader may be quicker than the page: while the profile of
a new choice is computed, the buttons of the choice before are replaced by ones that say so.
"""

import datetime as dt
import functools

import streamlit as st

from pages.parts import numbers, words
from reports import making, pango

WHOLE = "all"
MIME = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def say(key, **values):
    return words.say(f"profile.{key}", **values)


def kinds():
    return [kind for kind in MIME if not making.missing(kind)]


def being_prepared():
    """Buttons that cannot be pressed, in the place that is returned for `ready` to fill.

    Streamlit forgets what the former buttons in this place were to hand out.
    """
    with st.container(key="profile_downloads"):
        slot = st.empty()
    with slot.container(horizontal=True):
        for kind in kinds():
            st.download_button(say(f"preparing_{kind}"), b"", key=f"wait_{kind}", disabled=True)
    return slot


def ready(slot, marts, profile, place):
    """The documents of this profile; their labels and file names say of where and when."""
    make = functools.partial(_make, marts, profile, words.language(), dt.datetime.now(dt.UTC))
    first, last = profile.period["from"], profile.period["to"]
    name = f"profile_{profile.totals['code'] or WHOLE}_{first}_{last}"
    of = say("document_of", place=place, period=numbers.period(first, last))
    with slot.container(horizontal=True):
        for kind in kinds():
            st.download_button(
                say(kind, of=of),
                functools.partial(make, kind),
                f"{name}.{kind}",
                MIME[kind],
                on_click="ignore",
                key=f"profile_{name}.{kind}",
            )


def hints():
    """What is missing for a PDF, and how to print without one."""
    if pango.missing():
        st.caption(say("pdf_missing", packages=" ".join(pango.missing())))
    st.caption(say("print_hint"))


def _make(marts, profile, language, at, kind):
    return making.made(kind, marts, profile, language, at)
