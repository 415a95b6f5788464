"""What does the reader look at? One set of filters for every page, held in the address.

The frame draws the filters once (`shown`); a page takes what was chosen (`chosen`).
"""

from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from analysis.marts import Marts, NoWarehouse
from analysis.selection import Selection
from pages.parts import address, asking, notices, numbers, version_choice, view_link, words
from pages.parts.filter_choices import Choices
from pages.parts.filter_state import (
    arrive,
    canonical,
    keep,
    prepare_new_widgets,
    prune,
    rename,
    reset,
)

SCOPE = "filters.scope"


@dataclass(frozen=True)
class Scope:
    """What one run of a page looks at: one published version, one selection, and its words."""

    marts: Marts
    choices: Choices
    selection: Selection
    provinces: tuple  # those looked at; empty when it is all of them
    words: tuple


@contextmanager
def shown():
    """The filters above whatever is drawn inside. Nothing takes the scope of an earlier run."""
    st.session_state[SCOPE] = _show()
    try:
        yield
    finally:
        st.session_state.pop(SCOPE, None)


def chosen():
    """The scope of this run. A page does not depend on the frame: it draws what is missing."""
    if SCOPE not in st.session_state:
        words.speak(words.language())  # else every word would ask for it
        notices.begin()
        prepare_new_widgets()
        return _show()
    return st.session_state[SCOPE]


def _show():
    """Draw the filters, bring the address up to date, and return what is looked at."""
    asked = address.arrived()
    version_choice.arrive(asked)
    try:
        marts, problems = version_choice.opened()
    except NoWarehouse:
        notices.notice("no_warehouse")
        st.stop()
    choices = Choices.of(asking.choices_of(marts))
    problems = problems + arrive(choices, asked)
    rename()
    prune(choices)
    _draw(choices)
    keep(choices)
    notices.problems(problems)
    state = st.session_state
    address.keep_filters(canonical(choices, state) | {"version": version_choice.asked()})
    return Scope(
        marts,
        choices,
        selection_of(choices, state),
        provinces_of(choices, state),
        words_of(choices, state) + version_choice.in_words(marts),
    )


def selection_of(choices, state):
    """The selection that analysis understands. Provinces picked one by one narrow their region."""
    provinces = tuple(state["province"])
    region = None
    if not provinces and state["place"] in choices.regions:
        region = state["place"]
    elif not provinces:
        provinces = (state["place"],)
    return Selection(
        provinces=provinces,
        region=region,
        branches=branches_of(choices, state),
        channels=tuple(state["channel"]),
        services=tuple(state["service"]),
        customer_groups=tuple(state["customer_group"]),
        first_month=state["from"],
        last_month=state["to"],
        instrument=state["instrument"],
        battery=state["battery"],
    )


def branches_of(choices, state):
    """Those picked one by one, else those of the cities in the provinces looked at."""
    if state["branch"] or not state["city"]:
        return tuple(state["branch"])
    inside = state["province"] or choices.provinces_in(state["place"])
    return tuple(choices.branches_in(inside, state["city"]))


def provinces_of(choices, state):
    """The provinces to point out among others: none when all are looked at."""
    inside = tuple(state["province"] or choices.provinces_in(state["place"]))
    return () if len(inside) >= len(choices.provinces) else inside


def words_of(choices, state):
    """What is filtered, in words: place and period always, the rest when it narrows."""
    place = choices.places[state["place"]]
    if state["province"]:
        place = words.listed(choices.provinces[code] for code in state["province"])
    if state["city"]:
        names = words.listed(choices.cities[code] for code in state["city"])
        place = words.say("filters.city.place", names=names, place=place)
    said = [place, numbers.period(state["from"], state["to"])]
    for kind in ("branch", "channel", "service", "customer_group"):
        names = [choices.names(kind)[code] for code in state[kind]]
        if len(names) > 3:
            said.append(words.say(f"filters.{kind}.count", count=numbers.number(len(names))))
        elif names:
            said.append(words.say("filters.only", names=words.listed(names)))
    if len(choices.instruments) > 1:
        said.append(choices.instruments[state["instrument"]])
    if len(choices.batteries_of(state["instrument"])) > 1:
        said.append(choices.batteries_of(state["instrument"])[state["battery"]])
    return tuple(said)


def _draw(choices):
    """Place and months in sight, the rest folded; on a phone everything behind the one button."""
    state = st.session_state
    with st.container(key="filters"):
        with st.container(key="filters_first"):
            place, first, last = st.columns([2, 1, 1])
            with place:
                _select("place", {code: words.begun(name) for code, name in choices.places.items()})
            with first:
                _select("from", choices.months)
            with last:
                later = {m: name for m, name in choices.months.items() if m >= state["from"]}
                _select("to", later)
        label = words.say("filters.button", active=" · ".join(words_of(choices, state)))
        with st.expander(label, key="filters_more"):
            _draw_folded(choices)


def _draw_folded(choices):
    state = st.session_state
    inside = choices.provinces_in(state["place"])
    if len(inside) > 1:
        _pick("province", {code: choices.provinces[code] for code in inside})
    provinces = state["province"] or inside
    lists = {
        "city": choices.cities_in(provinces),
        "branch": choices.branches_in(provinces, state["city"]),
        **{kind: choices.names(kind) for kind in ("channel", "service", "customer_group")},
    }
    shown = [(kind, names) for kind, names in lists.items() if names or kind != "city"]
    for place in range(0, len(shown), 2):
        for (kind, names), column in zip(shown[place : place + 2], st.columns(2), strict=False):
            with column:
                _pick(kind, names)
    if len(choices.instruments) > 1:
        _select("instrument", choices.instruments)
    if len(choices.batteries_of(state["instrument"])) > 1:
        _select("battery", choices.batteries_of(state["instrument"]))
    version_choice.draw()
    view_link.draw(choices, {"version": version_choice.asked()})
    st.button(words.say("filters.reset"), key="filters_reset", on_click=_reset, args=(choices,))


def _reset(choices):
    reset(choices)
    version_choice.back_to_now()


def _select(key, names):
    st.selectbox(
        words.say(f"filters.{key}.label"),
        list(names),
        format_func=names.get,
        key=key,
        filter_mode="contains",
    )


def _pick(key, names):
    st.multiselect(
        words.say(f"filters.{key}.label"),
        list(names),
        format_func=names.get,
        key=key,
        placeholder=words.say(f"filters.{key}.all"),
        filter_mode="contains",
        select_all=False,
    )
