"""Questionnaire quality: do the items measure what they are meant to measure?"""

import streamlit as st

from pages.parts import (
    asking,
    comparability,
    correlation_map,
    filters,
    found_factors,
    item_strips,
    model_section,
    numbers,
    page,
    panel_of_experts,
    quality_tables,
    tables,
    words,
)

NAME = "questionnaire_quality"
FIT = 0.9  # from here on a CFI is usually called acceptable


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def whole():
    """The reliability of all items together."""
    return next(row for row in totals["reliability"] if row["kind"] == "total")


def answer_sentence():
    parts = [
        say(
            "answer",
            n=numbers.number(answer.n),
            place=scope.words[0],
            during=numbers.during(answer.period["from"], answer.period["to"]),
            items=numbers.number(totals["items"]),
        )
    ]
    if whole()["alpha"] is not None:
        parts.append(say("answer_alpha", alpha=numbers.mean(whole()["alpha"])))
    fit = totals["structure"]
    if fit["problem"]:
        parts.append(model_section.problem(fit, totals["items"]))
    elif fit["cfi"] is not None:
        key = "answer_fits" if fit["cfi"] >= FIT else "answer_misfits"
        parts.append(say(key, cfi=_third(fit["cfi"]), rmsea=_third(fit["rmsea"])))
    return " ".join(parts)


def headline():
    fit, adequate, printed = totals["structure"], totals["adequacy"], totals["published"]
    page.headline(
        [
            card("complete", totals["complete"], numbers.number, left_out()),
            card("alpha", whole()["alpha"], numbers.mean, interval(whole())),
            card("kmo", adequate["kmo"], numbers.mean, beside(printed.get("kmo"), numbers.mean)),
            card("cfi", fit["cfi"], _third, say("cfi_note")),
            card("rmsea", fit["rmsea"], _third, beside(printed.get("rmsea"), _third)),
        ]
    )


def _third(value):
    return numbers.number(value, 3)


def card(measure, value, write, note):
    return page.Headline(measure, say(f"headline.{measure}"), write(value), value, note)


def left_out():
    if totals["left_out"] is None:
        return ""
    return say("left_out", count=numbers.number(totals["left_out"]))


def interval(row):
    if row["alpha_low"] is None:
        return ""
    return numbers.interval(row["alpha_low"], row["alpha_high"])


def beside(printed, write):
    return "" if printed is None else say("published", value=write(printed))


def items():
    """Each item's answers as a strip; the item that agrees least with the others is the finding."""
    known = [row for row in rows if row["item_rest"] is not None]
    if known:
        weak = min(known, key=lambda row: row["item_rest"])
        found = say("items_finding", item=words.title(weak), r=numbers.mean(weak["item_rest"]))
    else:
        found = say("items_unknown")
    page.finding(found)
    item_strips.show(rows, totals, found)
    page.foot(answer, note=alike(), how="item_strips")
    tables.show(quality_tables.items(totals["study"]), rows, say("items_caption"), NAME)


def alike():
    """How far the answers of one branch are alike, in words."""
    known = sorted(row["icc"] for row in rows if row["icc"] is not None)
    if not known:
        return say("icc_unknown")
    middle = known[len(known) // 2]
    key = "icc" if middle > 0.01 else "icc_none"
    return say(key, icc=numbers.number(middle, 3), branches=numbers.number(totals["branches"]))


def reliability():
    told = [row for row in totals["reliability"] if row["alpha"] is not None]
    low = [row for row in told if row["alpha"] < 0.7]
    count = {"low": numbers.number(len(low)), "scales": numbers.number(len(told))}
    page.finding(say("reliability_finding" if told else "reliability_unknown", **count))
    caption = say("reliability_caption")
    columns = quality_tables.reliability()
    tables.show_open(columns, totals["reliability"], caption, "questionnaire_reliability")
    page.foot(answer, how="reliability")


def correlations():
    if not totals["correlations"]:
        return
    within, between = correlation_map.means(totals["correlations"], rows)
    key = "correlations_finding" if None not in (within, between) else "correlations_plain"
    page.finding(say(key, within=numbers.mean(within), between=numbers.mean(between)))
    correlation_map.show(totals["correlations"], rows, say("correlations_caption"))
    page.foot(answer, how="correlations")
    tables.show(
        correlation_map.columns(totals["correlations"]),
        totals["correlations"],
        say("correlations_caption"),
        "questionnaire_correlations",
    )


def chosen_structure():
    offered = {code: say(f"structures.{code}") for code in ("component", "subscale")}
    return page.view("factors", offered, say("structure"))


scope = filters.chosen()
top = st.container()
structure = chosen_structure()
with st.spinner(say("working")):
    answer = asking.ask(scope, NAME, factors=structure)
totals, rows = answer.totals, answer.rows
with top:
    page.title(NAME, scope, answer)
    page.stop_if_empty(scope, answer)
    page.say(answer_sentence())
    headline()

model_section.section(answer)
reliability()
items()
correlations()
found_factors.section(scope)
comparability.section(scope, answer, structure)
panel_of_experts.section(scope)
page.notes(answer)
page.method(NAME, ("method", "method_model", "method_groups", "method_limits", "method_note"))
