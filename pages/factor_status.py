"""Factor status: which factors are favourable, how surely, and does the published study agree?"""

from pages.parts import asking, dots, factor_tables, factors, filters, numbers, page, tables, words

NAME = "factor_status"
MOST_NAMED = 5


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def answer_sentence():
    said = say(
        "answer",
        period=numbers.period(answer.period["from"], answer.period["to"]),
        place=scope.words[0],
        **{key: numbers.number(totals[key]) for key in ("items", "favourable", "unfavourable")},
    )
    if not compared:
        return said
    codes = [numbers.code(row["item"]) for row in rows if row["differs"]]
    if not codes:
        return f"{said} {say('answer_same')}"
    count = numbers.number(len(codes))
    if len(codes) > MOST_NAMED:
        return f"{said} {say('answer_differing_many', count=count)}"
    return f"{said} {say('answer_differing', count=count, items=words.listed(codes))}"


def headline():
    of_items = say("of_items", items=numbers.number(totals["items"]))
    cards = [card(code, totals[code], of_items) for code in ("favourable", "unfavourable")]
    if compared:
        good, bad = (totals[f"published_{code}"] for code in ("favourable", "unfavourable"))
        note = say("published_note", unfavourable=numbers.number(bad))
        cards.append(card("published_favourable", good, note))
        cards.append(card("differing", sum(row["differs"] for row in rows), of_items))
    period = numbers.period(answer.period["from"], answer.period["to"])
    cards.append(card("n", answer.n, say("respondents_note", period=period)))
    page.headline(cards)


def card(measure, value, note):
    return page.Headline(measure, say(f"headline.{measure}"), numbers.number(value), value, note)


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


def main_figure():
    """Every factor as a dot with its interval, by component, in the order the reader chooses."""
    offered = {code: say(f"sorts.{code}") for code in factors.SORTS if compared or code != "gap"}
    order = page.view("sort", offered, say("sort"))
    drawn = [factors.dot(row) for row in factors.in_order(rows, order)]
    dots.legend(drawn, totals["reference"])
    dots.show(drawn, totals["reference"], extremes(), groups=factors.group_notes(rows))


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


scope = filters.chosen()
answer = asking.ask(scope, NAME)
totals = answer.totals
rows = factors.named(answer.rows, scope.choices.scales.get(totals["instrument"], {}))
compared = totals["published_favourable"] is not None

page.title(NAME, scope, answer)
page.stop_if_empty(scope, answer)
page.say(answer_sentence())
headline()

page.finding(extremes())
main_figure()
page.foot(answer)
page.notes(answer)
tables.show(factor_tables.item_columns(compared), rows, say("items_caption"), NAME)

counted = factors.by_scale(rows)
page.finding(best_and_worst(counted))
scale_columns = factor_tables.scale_columns(compared)
tables.show_open(scale_columns, counted, say("components_caption"), "factor_status_by_component")
page.foot(answer)

scale = {key: numbers.number(totals[key]) for key in ("lowest", "highest", "reference")}
parts = ("method", "method_study", "method_note") if compared else ("method", "method_note")
page.method(NAME, parts, **scale)
