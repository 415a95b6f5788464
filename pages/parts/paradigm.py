"""What leads to what in a paradigm model? Its parts as boxes; the reader chooses one of them.

Boxes stand in reading order: conditions first, then the phenomenon between what surrounds it, what
is done, and what comes of it. The title of a box is a button, so that a keyboard reaches it.
"""

from html import escape

import streamlit as st

from pages.parts import address, numbers, page, words

VIEW = "part"
FIRST = "strategies"  # what can be done is what a reader comes for
# Each column from its top; a part that the model does not have is left out
COLUMNS = (("causal",), ("contextual", "core", "intervening"), ("strategies",), ("consequences",))


def choose(totals):
    """Draw the boxes and return the part that is chosen."""
    parts = {part["part"]: part for part in totals["parts"]}
    codes = sorted(parts, key=lambda code: code != FIRST)
    chosen = page.held(VIEW, codes)
    with st.container(key="paradigm"):
        columns = st.columns(len(COLUMNS), gap="large")
        for place, column in zip(columns, COLUMNS, strict=True):
            with place:
                for code in (code for code in column if code in parts):
                    _box(parts[code], totals["concepts"], code == chosen)
    address.keep_view(VIEW, None if chosen == codes[0] else chosen)
    return parts[chosen]


def _box(part, concepts, chosen):
    code = part["part"]
    with st.container(border=True, key=f"paradigm_{code}{'_chosen' * chosen}"):
        st.button(
            words.say("paradigm.chosen" if chosen else "paradigm.open", title=words.title(part)),
            key=f"paradigm_button_{code}",
            type="tertiary",
            on_click=page.hold,
            args=(VIEW, code),
        )
        own = [concept for concept in concepts if concept["part"] == code]
        st.html(f"<ul class='concepts'>{''.join(_concept(concept) for concept in own)}</ul>")


def _concept(concept):
    counted = ""
    if concept["codes"]:
        count = words.say("paradigm.codes", count=numbers.number(concept["codes"]))
        counted = f" <small>{escape(count)}</small>"
    return f"<li>{escape(words.title(concept))}{counted}</li>"
