"""How do the address and the filters become each other? Codes in and out, complaints in words."""

import streamlit as st

from pages.parts import address, notices, words

SEVERAL = ("city", "branch", "channel", "service", "customer_group")
KEPT = "filters.kept"
SPOKEN = "filters.language"


def arrive(choices, asked):
    """Put what the address asks for into session state; return what could not be used, in words."""
    state = st.session_state
    if asked is None:
        return []
    problems = [
        words.say("notice.address.name", name=notices.echo(name))
        for name in asked
        if name not in (*address.FILTERS, *address.VIEWS, address.LANGUAGE, address.TABLES)
    ]
    state.update(choices.defaults)
    _arrive_place(choices, asked, problems)
    _arrive_months(choices, asked, problems)
    for kind in SEVERAL:
        state[kind] = _known(kind, asked, choices.names(kind), problems)
    for code in _known("instrument", asked, choices.instruments, problems)[:1]:
        state["instrument"] = code
    batteries = choices.batteries_of(state["instrument"])
    state["battery"] = choices.usual_battery.get(state["instrument"])
    for code in _known("battery", asked, batteries, problems)[:1]:
        state["battery"] = code
    return problems


def prune(choices):
    """Drop what an earlier choice, or a newly published version, no longer offers."""
    state = st.session_state
    kept = state.get(KEPT, {})
    for key, value in choices.defaults.items():
        state.setdefault(key, kept.get(key, value))
    if state["place"] not in choices.places:
        state["place"] = choices.defaults["place"]
    inside = choices.provinces_in(state["place"])
    _only(state, "province", inside if len(inside) > 1 else ())
    provinces = state["province"] or inside
    _only(state, "city", choices.cities_in(provinces))
    _only(state, "branch", choices.branches_in(provinces, state["city"]))
    for kind in ("channel", "service", "customer_group"):
        _only(state, kind, choices.names(kind))
    for key in ("from", "to"):
        if state[key] not in choices.months:
            state[key] = choices.defaults[key]
    if state["from"] and state["to"] < state["from"]:
        state["to"] = choices.defaults["to"]
    if state["instrument"] not in choices.instruments:
        state["instrument"] = choices.defaults["instrument"]
    if state["battery"] not in choices.batteries_of(state["instrument"]):
        state["battery"] = choices.usual_battery.get(state["instrument"])


def _only(state, key, codes):
    state[key] = [code for code in state[key] if code in codes]


def keep(choices):
    """Remember what was chosen: Streamlit forgets the value of a widget that a run did not draw."""
    state = st.session_state
    state[KEPT] = {key: state[key] for key in choices.defaults}


def prepare_new_widgets():
    """Without the frame the filters belong to the page and are new widgets to Streamlit, which take
    a value only where it was set in the same run."""
    _set_again(st.session_state)


def rename():
    """After a switch of language a browser would go on showing the old names of what is chosen."""
    state = st.session_state
    if state.get(SPOKEN) != words.language():
        state[SPOKEN] = words.language()
        _set_again(state)


def _set_again(state):
    for key in state.get(KEPT, {}):
        if key in state:
            state[key] = state[key]


def reset(choices):
    """Back to what a first visit shows."""
    st.session_state.update(choices.defaults)


def canonical(choices, state):
    """The shortest address that brings this view back: what equals the default is left out."""
    defaults = choices.defaults
    said = {key: state[key] for key in SEVERAL}
    defaults["battery"] = choices.usual_battery.get(state["instrument"])
    for key in ("from", "to", "instrument", "battery"):
        said[key] = [state[key]] if state[key] != defaults[key] else []
    if state["place"] != defaults["place"] or state["province"]:
        kind = "region" if state["place"] in choices.regions else "province"
        said[kind] = [state["place"]]
    said["province"] = [*said.get("province", []), *state["province"]]
    return {name: said.get(name, []) for name in address.FILTERS}


def _arrive_place(choices, asked, problems):
    state = st.session_state
    regions = _known("region", asked, choices.regions, problems)[:1]
    provinces = _known("province", asked, choices.provinces, problems)
    if regions:
        state["place"] = regions[0]
        inside = choices.provinces_in(regions[0])
        state["province"] = [code for code in provinces if code in inside]
        problems.extend(
            words.say("notice.address.outside", province=choices.provinces[code])
            for code in provinces
            if code not in inside
        )
    elif len(provinces) == 1:
        state["place"] = choices.place_of(provinces[0])
    elif provinces:
        state["place"] = _region_around(choices, provinces)
        state["province"] = provinces
    elif around := choices.provinces_of_cities(asked.get("city", [])):
        state["place"] = choices.place_of(around[0]) if len(around) == 1 else _region_around(
            choices, around
        )  # fmt: skip


def _region_around(choices, provinces):
    """The first region that holds all of them; the whole country is one."""
    around = [r for r, inside in choices.regions.items() if set(provinces) <= set(inside)]
    return around[0] if around else choices.defaults["place"]


def _arrive_months(choices, asked, problems):
    state = st.session_state
    for key in ("from", "to"):
        for code in _known(key, asked, choices.months, problems)[:1]:
            state[key] = code
    if "from" in asked and "to" not in asked and state["from"]:
        state["to"] = max(state["to"], state["from"])
    if "to" in asked and "from" not in asked and state["from"] > state["to"]:
        state["from"] = state["to"]
    if state["from"] and state["from"] > state["to"]:
        problems.append(words.say("notice.address.months"))
        state.update({key: choices.defaults[key] for key in ("from", "to")})


def _known(name, asked, codes, problems):
    """The values of a parameter that exist; the others become complaints."""
    values = list(dict.fromkeys(asked.get(name, [])))
    problems.extend(notices.unknown(name, value) for value in values if value not in codes)
    return [value for value in values if value in codes]
