"""Kano pairs on a page: which things are taken for granted, and which are a pleasure to find?"""

from pages.parts import asking, charts, kano_plane, numbers, page, tables, words
from pages.parts.tables import Column

QUESTION = "kano"
CATEGORIES = ("must_be", "one_dimensional", "attractive", "indifferent", "reverse", "questionable")


def section(scope, design):
    """Nothing where the questionnaire asks no such pairs."""
    answer = asking.ask(scope, QUESTION, design=design)
    if answer.totals["problem"] or answer.n == 0:
        return
    found = finding(answer)
    page.finding(found)
    if answer.n is not None and any(row["category"] for row in answer.rows):
        kano_plane.legend(answer.rows)
        charts.show(kano_plane.figure(answer.rows), found, "gaps_kano")
    page.foot(answer, counted="pairs", note=say("caution"), how="kano")
    tables.show_open(columns(), in_order(answer.rows), say("caption"), "gaps_kano")


def finding(answer):
    """How many things have each category, and of how many that is sure."""
    if answer.n is None:
        return say("finding_hidden")
    totals = answer.totals
    named = [
        say("counted", count=numbers.number(totals[name]), category=kano_plane.named(name))
        for name in CATEGORIES
        if totals[name]
    ]
    items, sure = numbers.number(totals["items"]), numbers.number(totals["sure"])
    return say("finding", items=items, sure=sure, counts=words.listed(named))


def in_order(rows):
    """By category, inside it what weighs most first."""
    place = {name: n for n, name in enumerate(CATEGORIES)}
    return sorted(
        rows,
        key=lambda row: (place.get(row["category"], len(place)), -(row["difference"] or 0)),
    )


def columns():
    """Every number of a thing; counts of categories beside their shares."""
    return [
        _text("title", words.title),
        Column("item", _title("item"), lambda row: row["item"], kind="code"),
        _text("category", lambda row: kano_plane.named(row["category"])),
        _text("sure", _sure),
        _text("second", lambda row: kano_plane.named(row["second"])),
        _number("difference", numbers.points),
        _limits("low", "high", numbers.points),
        _number("p_adjusted", numbers.probability),
        _text("fong", lambda row: _yes(row["fong"])),
        *(_number(f"{name}_share", numbers.share) for name in CATEGORIES),
        *(_number(name, numbers.number) for name in CATEGORIES),
        _number("better", numbers.mean),
        _limits("better_low", "better_high", numbers.mean),
        _number("worse", numbers.mean),
        _limits("worse_low", "worse_high", numbers.mean),
        _number("n", numbers.number),
    ]


def _sure(row):
    if row["suppressed"]:
        return words.say("status.suppressed")
    return say("sure" if row["sure"] else "unsure") if row["category"] else words.say("no_data")


def _yes(value):
    return words.say("no_data") if value is None else say("differs" if value else "alike")


def _limits(low, high, write):
    def written(row):
        if None in (row[low], row[high]):
            return words.say("no_data")
        return words.say("interval", low=write(row[low]), high=write(row[high]))

    return Column(low, _title(low), written, plain=written)


def _number(key, write):
    return Column(key, _title(key), lambda row: write(row[key]))


def _text(key, written):
    return Column(key, _title(key), written, kind="text", plain=written)


def _title(key):
    name = key.removesuffix("_share")
    if name in CATEGORIES:
        kind = "share" if key != name else "count"
        return say(f"column.{kind}", category=kano_plane.named(name))
    return say(f"column.{key}")


def say(key, **values):
    return words.say(f"kano.{key}", **values)
