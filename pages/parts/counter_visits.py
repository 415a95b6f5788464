"""Which services should move from the counter to a remote way first? Bars of visits to be saved."""

from pages.parts import asking, bars, charts, not_counted, numbers, page, tables, words
from pages.parts.tables import Column

SHOWN = 10


QUESTION = "counter_visits"


def sentence(scope):
    """What to move first, for the sentence at the top of the page; nothing where it is unknown."""
    rows = asking.ask(scope, QUESTION).rows
    first = next((row for row in rows if row["could_be_saved"]), None)
    if first is None:
        return ""
    saved = numbers.about(first["could_be_saved"])
    return words.say("counter_visits.first", service=name(scope, first), saved=saved)


def section(scope):
    answer = asking.ask(scope, QUESTION)
    if not_counted.said(answer, "counter_visits.title"):
        return
    named = {row["service"]: name(scope, row) for row in answer.rows}
    saved = [row for row in answer.rows if row["could_be_saved"]]
    found = finding(answer, saved, named)
    page.finding(found)
    if saved:
        amounts = {row["service"]: row["could_be_saved"] for row in saved[:SHOWN]}
        charts.show(bars.lying(amounts, named, numbers.about), found, "counter_visits")
    page.foot(answer, counted="requests", how="counter_visits")
    tables.show(columns(named), answer.rows, words.say("counter_visits.caption"), "counter_visits")


def name(scope, row):
    return scope.choices.services.get(row["service"], row["service"])


def finding(answer, saved, named):
    visits = numbers.number(answer.totals["at_counter"])
    if not saved:
        return words.say("counter_visits.none", visits=visits)
    return words.say(
        "counter_visits.finding",
        service=named[saved[0]["service"]],
        saved=numbers.about(saved[0]["could_be_saved"]),
        all=numbers.about(answer.totals["could_be_saved"]),
        visits=visits,
    )


def columns(named):
    def service(row):
        return named[row["service"]]

    def title(key):
        return words.say(f"counter_visits.column.{key}")

    def column(key, write):
        return Column(key, title(key), lambda row: write(row[key]))

    return [
        Column("service", title("service"), service, kind="text", plain=service),
        column("could_be_saved", saved_in_words),
        column("at_counter", numbers.number),
        column("known", numbers.number),
        column("remote_share", numbers.share),
        column("within_reach", numbers.share),
    ]


def saved_in_words(value):
    return words.say("no_data") if value is None else numbers.number(value)
