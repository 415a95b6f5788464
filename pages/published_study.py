"""The published study: does its table agree with itself, and with the answers of today?"""

from pages.parts import (
    asking,
    contradictions,
    dots,
    filters,
    implied_chart,
    numbers,
    page,
    published_tables,
    status,
    tables,
    words,
)

NAME = "published_study"


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def count(key):
    return numbers.number(totals[key])


def groups():
    """«۱۷ سطر n میان ۲۰ و ۲۲ می‌خواهد، …»: the numbers of respondents that the rows require."""
    told = [
        say(
            cluster(one),
            rows=numbers.number(one["rows"]),
            least=numbers.number(round(one["least"])),
            most=numbers.number(round(one["most"])),
        )
        for one in totals["clusters"]
    ]
    if totals["impossible"]:
        none = "cluster_none" if totals["impossible"] > 1 else "cluster_none_row"
        told.append(say(none, rows=count("impossible")))
    return words.listed(told)


def cluster(one):
    """The words for rows that require nearly the same n."""
    if one["rows"] == 1:
        return "cluster_row"
    return "cluster_one" if round(one["least"]) == round(one["most"]) else "cluster"


def answer_sentence():
    study_n = count("study_n")
    none = "answer_none" if totals["at_study_n"] == 0 else "answer_some"
    parts = [say(none, n=study_n, rows=count("rows"), at=count("at_study_n"), groups=groups())]
    differing = [numbers.code(row["item"]) for row in rows if row["differs"]]
    if differing:
        parts.append(
            say(
                "answer_recomputed",
                before=count("published_favourable"),
                after=count("recomputed_favourable"),
                items=words.listed(differing),
                n=study_n,
            )
        )
    if answer.n:
        during = numbers.during(answer.period["from"], answer.period["to"])
        live = count("live_favourable")
        parts.append(say("answer_live", place=scope.words[0], during=during, live=live))
    return " ".join(parts)


def headline():
    of_rows = say("of_rows", rows=count("rows"))
    cards = [
        card("study_n", say("study_n_note")),
        card("at_study_n", of_rows),
        card("published_favourable", say("published_note")),
        card("recomputed_favourable", say("recomputed_note", n=count("study_n"))),
    ]
    if answer.n:
        cards.append(card("live_favourable", say("live_note", n=numbers.number(answer.n))))
    page.headline(cards)


def card(measure, note):
    value = totals[measure]
    return page.Headline(measure, say(f"headline.{measure}"), numbers.number(value), value, note)


def experts_note():
    """Where a group of rows requires as many respondents as the study had experts."""
    experts = totals["experts"]
    near = [c for c in totals["clusters"] if experts and c["least"] <= experts <= c["most"]]
    return say("experts", experts=numbers.number(experts)) if near else ""


def implied():
    found = say("implied_finding", groups=groups(), n=count("study_n"))
    page.finding(found)
    implied_chart.show(rows, totals["study_n"], found)
    page.source(say("printed"), "published_rows", note=experts_note())
    tables.show(published_tables.rows_of_the_study(), rows, say("rows_caption"), NAME)


def checks():
    made = totals["checks"]
    wrong = [check for check in made if check["agrees"] is False]
    page.finding(
        say("checks_finding", wrong=numbers.number(len(wrong)), made=numbers.number(len(made)))
    )
    caption = say("checks_caption")
    tables.show_open(published_tables.checks(), made, caption, "published_study_checks")
    page.source(say("printed"), "published_checks")


def live():
    """The answers of the selection with the printed means beside them."""
    known = [row for row in rows if row["mean"] is not None and row["published_mean"] is not None]
    if not known:
        return
    found = live_finding(known)
    page.finding(found)
    drawn = [_dot(row) for row in known]
    dots.legend(drawn, totals["reference"], say("interval"))
    dots.show(drawn, totals["reference"], found)
    page.foot(answer, how="published_live")
    tables.show(published_tables.live(), known, say("live_caption"), "published_study_live")


def live_finding(known):
    """How many means are above and below the printed ones, to the two decimals that are printed."""
    beside = [round(row["mean"], 2) - row["published_mean"] for row in known]
    told = {"higher": sum(d > 0.001 for d in beside), "lower": sum(d < -0.001 for d in beside)}
    told["equal"] = len(known) - sum(told.values())
    key = "live_finding_equal" if told["equal"] == len(known) else "live_finding"
    counts = {name: numbers.number(n) for name, n in told.items()}
    return say(key, place=scope.words[0], **counts)


def _dot(row):
    judged = row | {"status": row["status_study"]}
    return dots.Dot(
        key=row["item"], name=words.title(row), code=row["item"], status=status.of(judged),
        mean=row["mean"], low=row["ci_low"], high=row["ci_high"], n=row["n"],
        published=row["published_mean"], weak=row["weak"],
    )  # fmt: skip


scope = filters.chosen()
answer = asking.ask(scope, NAME)
totals, rows = answer.totals, answer.rows
page.title(NAME, scope, answer)
if totals["study"] is None:
    page.say(say("no_study"))
else:
    page.say(answer_sentence())
    headline()
    implied()
    checks()
    live()
contradictions.section(answer)
page.notes(answer)
page.method(
    NAME,
    ("method", "method_p", "method_model", "method_note"),
    n=numbers.plain(totals["study_n"] or 0),
)
