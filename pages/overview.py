"""Overview: where do we stand, what changed, and can the numbers be trusted?"""

from dataclasses import replace

import streamlit as st

from pages.parts import (
    address,
    asking,
    changes,
    comparability,
    filters,
    headline_cards,
    headline_words,
    numbers,
    page,
    process,
    province_dots,
    province_map,
    reporting,
    tables,
    words,
)
from pages.parts.tables import Column
from pages.parts.variation import is_special

NAME = "overview"
# The page on which a change is seen
SEEN_ON = {
    "satisfaction": "satisfaction_trends",
    "factor": "factor_status",
    "channel": "channel_usage",
}
REFERENCED = ("satisfaction",)  # measures that lie above or below a reference
# What the n under the map counts
COUNTED = {
    "satisfaction": "respondents",
    "favourable_factors": "respondents",
    "response_rate": "invited",
}


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def answer_sentence():
    """Where the place stands, what is unusual, and which targets are not reached."""
    of = {row["measure"]: row for row in rows if row["value"] is not None}
    parts = []
    for measure in ("satisfaction", "favourable_factors", "digital_take_up"):
        if measure in of:
            value = headline_words.written(of[measure], of[measure]["value"])
            ends = {key: numbers.number(totals[key]) for key in ("highest", "items")}
            parts.append(say(f"answer_{measure}", value=value, **ends))
    month = numbers.month(max((row["month"] for row in of.values()), default=None))
    said = [say("answer", month=month, place=scope.words[0], parts=words.listed(parts))]
    special = [headline_words.special(row) for row in of.values() if is_special(row)]
    if special:
        said.append(say("answer_special", names=words.listed(special)))
    elif any(row["variation"] for row in of.values()):  # a month alone varies from nothing
        said.append(say("answer_steady"))
    missed = [headline_words.name(row) for row in of.values() if row["met"] is False]
    if missed:
        said.append(say("answer_missed", names=words.listed(missed)))
    elif any(row["met"] for row in of.values()):
        said.append(say("answer_met"))
    return " ".join(said)


def provinces_section():
    """One measure in all provinces: the map, sorted dots with intervals, and the table."""
    title = st.container()  # depends on the choice below it
    known = {row["measure"]: headline_words.name(row) for row in rows}
    measure = page.view("map", known, say("map"), listed=True)
    shown = next(row for row in rows if row["measure"] == measure)
    everywhere = replace(scope.selection, provinces=(), region=None, branches=())
    found = asking.ask(scope, NAME, everywhere, by=("province",), measure=measure)
    titles = {key: shown[key] for key in ("measure", "kind", "title_fa", "title_en", "target")}
    drawn = in_order([titles | row for row in all_provinces(found.rows)], shown["better"])
    finding = provinces_finding(drawn, shown)
    with title:
        page.finding(finding)
    reference = totals["reference"] if measure in REFERENCED else None
    picture, beside = st.columns([5, 6])
    with picture:
        if province_map.show(drawn, names, scope.provinces, reference, finding, choose):
            st.html(f"<p class='foot'>{say('osm')} · {say('map_note')}{hidden_note(drawn)}</p>")
    with beside:
        province_dots.show(drawn, names, scope.provinces, lines(shown, reference), finding)
    counted = COUNTED.get(measure, "requests")
    page.foot(found, counted, where=say("all_provinces"), how=f"map_{shown['kind']}")
    if counted == "respondents":
        comparability.caution(scope)
    caption = say("map_caption", title=known[measure])
    tables.show(province_columns(), drawn, caption, f"provinces_{measure}")


def all_provinces(found):
    """Also those without data, so that nobody looks for a province in vain."""
    known = {row["province"]: row for row in found if row["province"]}
    nothing = dict.fromkeys(("month", "n", "value", "low", "high"))
    nothing |= {"suppressed": False, "weak": False}
    return [known.get(code) or nothing | {"province": code} for code in names]


def in_order(drawn, better):
    """The best first, what may not or cannot be shown last."""
    sign = 1 if better == "lower" else -1
    return sorted(drawn, key=lambda row: (row["value"] is None, sign * (row["value"] or 0)))


def provinces_finding(drawn, shown):
    known = [row for row in drawn if row["value"] is not None]
    title = headline_words.name(shown)
    if not known:
        return say("map_none", title=title)
    first, last = known[0], known[-1]
    return say(
        "map_finding",
        title=title,
        month=numbers.month(first["month"]),
        best=names[first["province"]],
        high=headline_words.written(first, first["value"]),
        worst=names[last["province"]],
        low=headline_words.written(last, last["value"]),
    )


def hidden_note(drawn):
    """Which provinces are grey on the map, and why."""
    kinds = {
        "suppressed": [row for row in drawn if row["suppressed"]],
        "missing": [row for row in drawn if row["value"] is None and not row["suppressed"]],
    }
    return "".join(
        " " + say(f"grey_{kind}", names=words.listed(names[row["province"]] for row in members))
        for kind, members in kinds.items()
        if members
    )


def lines(shown, reference):
    """The reference and the target, as far as there are any."""
    known = {"reference": reference, "target": shown["target"]}
    return {kind: value for kind, value in known.items() if value is not None}


def choose(code):
    """A province that was clicked becomes the place of the filters."""
    emptied = {key: [] for key in ("province", "city", "branch")}
    st.session_state.update({"place": scope.choices.place_of(code)} | emptied)


def province_columns():
    def value(key):
        return Column(key, say(f"column.{key}"), lambda row: headline_words.written(row, row[key]))

    return [
        Column("province", say("column.province"), lambda row: names[row["province"]],
               kind="text", plain=lambda row: names[row["province"]]),
        value("value"),
        value("low"),
        value("high"),
        Column("n", say("column.n"), lambda row: numbers.number(row["n"])),
    ]  # fmt: skip


def where_seen(row):
    """The page on which a change is seen, for its province."""
    place = {"province": row["province"], "region": None} if row.get("province") else {}
    factor = {"factor": row["measure"]} if row["kind"] == "factor" else {}
    measure = {"measure": row["measure"]} if row["kind"] == "channel" else {}
    return address.link(SEEN_ON[row["kind"]], map=None, **place, **factor, **measure)


scope = filters.chosen()
names = scope.choices.provinces
with st.container():
    heading = st.container()
    compare = changes.choice()
answer = asking.ask(scope, NAME, compare=compare)
rows, totals = answer.rows, answer.totals

with heading:
    page.title(NAME, scope, answer)
    page.stop_if_empty(scope, answer)
    page.say(answer_sentence())
headline_cards.show(rows, totals["months"])
limits = " ".join(process.limits_in_words(answer, f"{NAME}.limits_from"))
page.foot(answer, "requests", note=limits, how="headline")
headline_cards.table(rows)
page.notes(answer)

changes.section(scope, tuple(SEEN_ON), answer, "requests", compare=compare, link=where_seen)

provinces_section()
reporting.section(scope)

page.method(NAME)
