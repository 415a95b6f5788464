"""What does a funnel say in words, and which columns has its table twin?"""

from pages.parts import numbers, words
from pages.parts.funnel_chart import ranks, state
from pages.parts.tables import Column

FEWEST = 3  # below this there is nothing to compare
MOST_NAMED = 3


def known(row):
    """Whether a unit can be drawn in a funnel."""
    return row["value"] is not None and row["n_effective"] and row["lower_95"] is not None


def finding(rows, unit, names, title):
    """How many stand out, and who: by name where they are few."""
    outside = sorted(
        (row for row in rows if state(row).code != "near"), key=lambda row: -abs(row["z"] or 0)
    )
    units = words.say(f"funnel.unit_{unit}")
    count = numbers.number(len(rows))
    if not outside:
        return words.say("funnel.none", units=units, count=count, title=title)
    named = words.listed(
        words.say(f"funnel.{state(row).code}", name=names(row)) for row in outside[:MOST_NAMED]
    )
    more = len(outside) - MOST_NAMED
    key = "one" if len(outside) == 1 else "some" if more <= 0 else "many"
    return words.say(
        f"funnel.{key}", units=units, count=count, title=title, named=named,
        outside=numbers.number(len(outside)), more=numbers.number(max(more, 0)),
    )  # fmt: skip


def note(answer, unit):
    """What must be known to read a funnel."""
    said = [words.say("funnel.note", units=words.say(f"funnel.unit_{unit}"))]
    if answer.totals["overdispersed"]:
        said.append(words.say("funnel.overdispersed"))
    return " ".join(said)


def columns(unit, names, written):
    """One row per unit: value, limits, where it stands, and the ranks it may have."""

    def value(key):
        return Column(key, _column(key), lambda row: written(row[key]))

    def stands(row):
        if row["suppressed"]:
            return words.say("status.suppressed")
        return words.say(f"funnel.flag_{row['flag']}") if row["flag"] else ""

    return [
        Column(unit, words.say(f"funnel.column.{unit}"), names, kind="text", plain=names),
        Column("n", _column("n"), lambda row: numbers.number(row["n"])),
        Column(
            "n_effective", _column("n_effective"), lambda row: numbers.number(row["n_effective"])
        ),
        value("value"),
        value("lower_95"),
        value("upper_95"),
        value("lower_998"),
        value("upper_998"),
        Column("flag", _column("flag"), stands, kind="text", plain=stands),
        Column("first_rank", _column("ranks"), ranks, plain=ranks),
    ]


def _column(key):
    return words.say(f"funnel.column.{key}")
