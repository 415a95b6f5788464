"""Factor status: which factors are favourable, how surely, and does the published study agree?"""

from html import escape
from statistics import median

import streamlit as st

from pages.parts import (
    asking,
    changes,
    dots,
    factor_tables,
    factors,
    filters,
    links,
    matrix,
    numbers,
    opened_factor,
    page,
    scales,
    tables,
    targets,
    weakest,
    words,
)
from pages.parts.status import STATUSES

NAME = "factor_status"
MOST_NAMED = 5
EVIDENCE = "evidence"
RULES = (EVIDENCE, "study")  # the usual one first


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def answer_sentence():
    codes = ("items", "favourable", "unfavourable", "undetermined")
    said = say(
        "answer_open" if totals["undetermined"] else "answer",
        during=numbers.during(answer.period["from"], answer.period["to"]),
        place=scope.words[0],
        **{key: numbers.number(totals[key]) for key in codes},
    )
    lowest = weakest.sentence(scope, rows, target)
    return " ".join(part for part in (said, lowest, about_target(), about_study()) if part)


def about_target():
    """Said when the reader judges against another value than the questionnaire does."""
    if totals["target"] is None:
        return ""
    own = numbers.plain(usual.totals["reference"])
    return say("answer_target", target=numbers.plain(totals["target"]), reference=own)


def about_study():
    if not comparable:
        return ""
    differing = [numbers.code(row["item"]) for row in rows if row["differs"]]
    if not differing:
        return say("answer_same_decided" if totals["undetermined"] else "answer_same")
    count = numbers.number(len(differing))
    if len(differing) > MOST_NAMED:
        return say("answer_differing_many", count=count)
    return say("answer_differing", count=count, items=words.listed(differing))


def headline():
    of_items = say("of_items", items=numbers.number(totals["items"]))
    codes = ("favourable", "undetermined", "unfavourable")
    shown = codes if rule == EVIDENCE else (codes[0], codes[2])
    cards = [card(code, totals[code], of_items, sign=STATUSES[code].symbol) for code in shown]
    if compared:
        good = totals["published_favourable"]
        cards.append(card("published_favourable", good, published_note()))
    cards.append(card("n", answer.n, respondents_note()))
    page.headline(cards)


def card(measure, value, note, sign=""):
    label = f"{sign} {say(f'headline.{measure}')}".strip()
    return page.Headline(measure, label, numbers.number(value), value, note)


def published_note():
    if not comparable:
        return say("published_note_target", reference=numbers.plain(usual.totals["reference"]))
    differing = sum(row["differs"] for row in rows)
    return say("published_note" if differing else "published_same", count=numbers.number(differing))


def respondents_note():
    """What the answers are worth, told where the rule knows of it: the middle of all factors."""
    period = numbers.period(answer.period["from"], answer.period["to"])
    worth = [row["n_effective"] for row in rows if row["n_effective"] is not None]
    if rule != EVIDENCE or not worth:
        return say("respondents_note", period=period)
    return say("respondents_effective", period=period, effective=numbers.about(median(worth)))


def extremes():
    """The finding over the main figure: the weakest and the strongest factor."""
    known = sorted((row for row in rows if row["mean"] is not None), key=lambda row: row["mean"])
    lowest, highest = known[0], known[-1]
    return say(
        "finding",
        lowest=words.title(lowest),
        low=numbers.mean(lowest["mean"]),
        highest=words.title(highest),
        high=numbers.mean(highest["mean"]),
    )


def chosen_way():
    """How the reader wants factors judged: by which rule, against which value; and one to open."""
    factor, rules, target = st.columns(3)
    with factor:
        every = {"": say("every_factor")}
        codes = {row["item"]: opened_factor.label(row) for row in usual.rows}
        opened = page.view("factor", every | codes, say("open_factor"), listed=True)
    with rules:
        rule = page.view("rule", {code: say(f"rules.{code}") for code in RULES}, say("rule"))
    offered = targets.offered(usual.totals)
    with target:
        chosen = page.view("target", offered, say("target"), listed=True) if offered else None
    return rule, targets.value(chosen, usual.totals), opened


def main_figure():
    """Every factor as a dot with its interval, by component, in the order the reader chooses."""
    offered = {code: say(f"sorts.{code}") for code in factors.SORTS if compared or code != "gap"}
    order = page.view("sort", offered, say("sort"))
    ordered = factors.in_order(with_changes(rows) if order == "change" else rows, order)
    drawn = [factors.dot(row, order) for row in ordered]
    dots.legend(drawn, totals["reference"], say(f"interval_{rule}"))
    dots.show(drawn, totals["reference"], extremes(), groups=factors.group_notes(rows))


def with_changes(rows):
    """The rows with how far each factor has moved since the month that the reader chose."""
    offered = {code: words.say(f"changes.compare.{code}") for code in changes.COMPARISONS}
    compare = page.view("compare", offered, words.say("changes.compare_label"))
    moved = asking.ask(scope, "factor_changes", compare=compare)
    keys = {key: numbers.month(moved.totals[key]) for key in ("before", "after")}
    said = say("moved" if moved.totals["tested"] else "moved_none", **keys)
    st.html(f"<p class='foot'>{escape(said)}</p>")
    return factors.changed(rows, moved)


def best_and_worst(counted):
    """The finding over the table of components."""
    share = {
        row["title"]: row["favourable"] / row["items"]
        for row in counted
        if row["kind"] == "component"
    }
    best, worst = max(share, key=share.get), min(share, key=share.get)
    if share[best] == share[worst]:
        return say("by_component_even")
    return say("by_component", best=best, worst=worst)


def method():
    """First the rule that was chosen, then the other one, then symbols."""
    keys = [f"method_{code}" for code in RULES]
    keys = ["method", *(keys if rule == EVIDENCE else keys[::-1]), "method_scales", "method_few"]
    values = {key: numbers.plain(totals[key]) for key in ("lowest", "highest", "reference")}
    values["items"] = numbers.number(totals["items"])
    keys += ["method_published"] if compared else []
    page.method(NAME, (*keys, "method_note"), **values)


def one_factor():
    """The page of one factor, in place of that of all."""
    row = next(row for row in rows if row["item"] == code)
    with top:
        back = links.html(escape(say("back")), links.to(factor=None))
        st.html(f"<p class='back'>{back}</p>")
        opened_factor.top(scope, row, answer, target)
    opened_factor.sections(scope, row, target, rows)


def every_factor():
    """All factors: how they stand, where, and by component."""
    with top:
        page.say(answer_sentence())
        headline()
    page.finding(extremes())
    main_figure()
    page.foot(answer, how="factors")
    page.notes(answer)
    item_columns = factor_tables.item_columns(compared, comparable, rule)
    tables.show(item_columns, rows, say("items_caption"), NAME)
    counted = factors.by_scale(rows)
    page.finding(best_and_worst(counted))
    scale_columns = factor_tables.scale_columns(compared, rule)
    tables.show_open(
        scale_columns, counted, say("components_caption"), "factor_status_by_component"
    )
    page.foot(answer, how="components")
    scales.section(scope, rule, target)
    matrix.section(scope, rule, target)


scope = filters.chosen()
usual = asking.ask(scope, NAME, rule=EVIDENCE)
page.title(NAME, scope, usual)
page.stop_if_empty(scope, usual)

# What is chosen below the sentence decides what it says.
top = st.container()
rule, target, code = chosen_way()
answer = asking.ask(scope, NAME, rule=rule, target=target)
totals = answer.totals
rows = factors.named(answer.rows, scope.choices.scales.get(totals["instrument"], {}), rule)
compared = totals["published_favourable"] is not None
comparable = compared and totals["target"] is None
if code:
    one_factor()
else:
    every_factor()
method()
