"""Does each row of the file stand for itself, or a column for each channel, or an answer a line?"""

import streamlit as st

from pages.parts import desk_columns, entry, words
from pages.parts.desk_mapping_values import named

ROWS = ""  # one thing a row, as our own extracts have it


def choose(head, kind, instrument, base, visit):
    """The shape chosen; at first that of a mapping that nearly fits, else what the file looks like.

    base: the values of that mapping; visit: what tells the fields of two files apart.
    """
    usual = _of_base(head, base) or entry.shape(head, kind, instrument and instrument.name)
    if entry.unpivoted_by(kind):
        return entry.Shape(unpivot=_unpivot(head, kind, usual.unpivot, visit))
    if instrument:
        return entry.Shape(long=_long(head, instrument, usual.long, visit))
    return usual


def _of_base(head, base):
    """What a saved mapping says, with the headers as this file spells them."""
    unpivot = {by: _spelled(head, headers) for by, headers in base.get("unpivot", {}).items()}
    long = {part: header for header, part in _spelled(head, _turned(base.get("long", {}))).items()}
    return entry.Shape(unpivot, long) if unpivot or long else None


def _spelled(head, headers):
    places = {head.names.position(header): ours for header, ours in headers.items()}
    return {head.headers[place]: ours for place, ours in places.items() if place is not None}


def _turned(table):
    return {value: key for key, value in table.items()}


def _unpivot(head, kind, usual, visit):
    """{our column: {their header: our code}}; nothing where each row is one count."""
    offered = [ROWS, *entry.unpivoted_by(kind)]
    by = _select("unpivot", offered, next(iter(usual), ROWS), visit, _said_of_unpivot)
    if by == ROWS:
        return {}
    told, headers = usual.get(by, {}), list(dict.fromkeys(filter(None, head.headers)))
    chosen = st.multiselect(
        words.say("desk.mapping.unpivot_headers"),
        headers,
        [header for header in told if header in headers],
        key=f"desk_map_{visit}_unpivot_{by}",
    )
    codes = {code: named(code, names) for code, names in entry.names_of(by).items()}
    return {by: {header: _code(header, told.get(header, ""), codes, visit) for header in chosen}}


def _code(header, usual, codes, visit):
    offered = ["", *codes]
    return st.selectbox(
        words.say("desk.mapping.unpivot_code", header=f"\u2068{header}\u2069"),
        offered,
        index=offered.index(usual) if usual in offered else 0,
        format_func=lambda code: codes.get(code) or words.say("desk.mapping.unpivot_no_code"),
        key=f"desk_map_{visit}_unpivot_of_{header}",
        filter_mode="contains",
    )


def _said_of_unpivot(by):
    if by == ROWS:
        return words.say("desk.mapping.shape_rows")
    return words.say("desk.mapping.shape_columns", label=desk_columns.label(by))


def _long(head, instrument, usual, visit):
    """{item, answer and, of several batteries, battery: their header}; nothing of a wide survey."""
    offered = [ROWS, "long"]
    at_first = "long" if usual else ROWS
    if _select("long", offered, at_first, visit, _said_of_survey) == ROWS:
        return {}
    parts = ["item", "answer", *(["battery"] if len(instrument.batteries) > 1 else [])]
    headers = ["", *dict.fromkeys(filter(None, head.headers))]
    chosen = {part: _header(part, headers, usual.get(part, ""), visit) for part in parts}
    return {part: header for part, header in chosen.items() if header}


def _said_of_survey(shape):
    return words.say(f"desk.mapping.shape_{shape or 'wide'}")


def _header(part, headers, usual, visit):
    return st.selectbox(
        words.say(f"desk.mapping.long_{part}"),
        headers,
        index=headers.index(usual) if usual in headers else 0,
        format_func=lambda header: header or words.say("desk.mapping.absent"),
        key=f"desk_map_{visit}_long_{part}",
        filter_mode="contains",
    )


def _select(name, offered, usual, visit, said):
    return st.selectbox(
        words.say("desk.mapping.shape"),
        offered,
        index=offered.index(usual),
        format_func=said,
        key=f"desk_map_{visit}_{name}",
    )
