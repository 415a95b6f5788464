"""Which questionnaire does a page of expectations look at? One that asks for both sides.

The filters offer every questionnaire. Where the chosen one compares nothing, the page shows the
most answered one that does, and says so.
"""

from dataclasses import replace
from html import escape

import streamlit as st

from pages.parts import words


def scope_of(scope):
    """The scope of such a questionnaire, all of its batteries in sight; None where there is none.

    Its words name that questionnaire, and no battery: the page shows several side by side.
    """
    chosen, known = scope.selection.instrument, scope.choices.compared
    code = chosen if chosen in known else next(iter(known), None)
    if code is None:
        return None
    names = scope.choices.instruments
    batteries = set(scope.choices.batteries_of(chosen).values())
    kept = [word for word in scope.words if word not in batteries and word != names.get(chosen)]
    title = [names[code]] if len(names) > 1 else []
    selection = replace(scope.selection, instrument=code, battery=None)
    return replace(scope, selection=selection, words=(*kept, *title))


def say_another(scope, seen):
    """Under the title: that another questionnaire was chosen, which says nothing of this."""
    if scope.selection.instrument == seen.selection.instrument:
        return
    names = scope.choices.instruments
    said = words.say(
        "gaps.another",
        chosen=names[scope.selection.instrument],
        shown=names[seen.selection.instrument],
    )
    st.html(f"<p class='foot'>{escape(said)}</p>")
