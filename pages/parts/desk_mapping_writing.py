"""How are dates, numbers and missing values written in the file? Rarely asked, under a fold."""

import streamlit as st

from pages.parts import desk_columns, entry, numbers, words

DATE_FORMATS = ("", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%y/%m/%d", "%m/%d/%Y %I:%M:%S %p",
                "%d/%m/%Y %H:%M", "excel")  # fmt: skip
BY_ITSELF = ""


def choose(columns, base, visit):
    """The keys of a mapping that say it: date_format, calendar, decimal, missing, units.

    columns: those that the file has; base: the values of a mapping that nearly fits.
    """
    kinds = {column.kind for column in columns}
    with st.expander(words.say("desk.mapping.writing"), key=f"desk_map_writing_{visit}"):
        told = {}
        if "moment" in kinds:
            told["date_format"] = _select("date_format", DATE_FORMATS, base, visit)
            told["calendar"] = _select("calendar", ("", *entry.CALENDARS), base, visit)
        if kinds & set(entry.MEASURES):
            told["decimal"] = _select("decimal", ("", *entry.DECIMALS), base, visit)
        told["units"] = _units(columns, base.get("units", {}), visit)
        told["missing"] = _missing(base.get("missing", []), visit)
    return told


def _units(columns, usual, visit):
    """What a plain number counts, of columns that are shares or durations."""
    chosen = {
        column.name: _select(
            "unit",
            ("", *entry.UNITS[column.kind]),
            {"unit": usual.get(column.name, "")},
            f"{visit}_{column.name}",
            label=desk_columns.label(column.name),
        )
        for column in columns
        if column.kind in entry.UNITS
    }
    return {column: unit for column, unit in chosen.items() if unit}


def _missing(usual, visit):
    written = st.text_input(
        words.say("desk.mapping.missing"),
        "، ".join(usual),
        key=f"desk_map_{visit}_missing",
        max_chars=200,
    )
    signs = written.replace("،", ",").split(",")
    return [sign.strip() for sign in signs if sign.strip()]


def _select(key, usual_ones, base, visit, **values):
    told = base.get(key, BY_ITSELF)
    return st.selectbox(
        words.say(f"desk.mapping.{key}", **values),
        offered := list(dict.fromkeys([BY_ITSELF, *usual_ones, told])),
        index=offered.index(told),
        format_func=_said,
        key=f"desk_map_{visit}_{key}",
    )


def _said(code):
    if not code:
        return words.say("desk.mapping.by_itself")
    if words.has(f"desk.written.{code}"):
        return words.say(f"desk.written.{code}")
    return numbers.code(code)
