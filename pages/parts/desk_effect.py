"""What would change? The headline numbers of a file's own place and period, before and after.

After: asked of the candidate version, which nobody else sees.
"""

from dataclasses import dataclass

from analysis import channel_usage, channel_volume, factor_status, satisfaction_trends
from analysis.marts import EVERYONE, NoWarehouse, open_candidate, open_marts
from analysis.selection import Selection, SelectionError
from pages.parts import numbers, tables, words

COUNTED = {
    "requests": numbers.number,
    "digital_take_up": numbers.share,
    "completion_rate": numbers.share,
    "on_time_share": numbers.share,
    "median_hours": numbers.duration,
}
ASKED = {
    "respondents": numbers.number,
    "satisfaction": numbers.mean,
    "favourable": numbers.number,
    "undetermined": numbers.number,
    "unfavourable": numbers.number,
}
SUMMED = {
    "requests": numbers.number,
    "digital_take_up": numbers.share,
    "completion_rate": numbers.share,
    "missing": numbers.number,
}
WRITE = COUNTED | ASKED | SUMMED
ASKABLE = {"requests", "volumes", "answers", "survey_waves"}  # tables behind these numbers


@dataclass(frozen=True)
class Measure:
    """One number; None where there is no data, or too few answers to show it."""

    name: str
    before: float | None
    after: float | None


def measured(look):
    """The numbers that a load of this kind can move; none where it was not taken."""
    if look.candidate is None or not ASKABLE & set(look.found.source.MARTS):
        return []
    with open_candidate(look.candidate, EVERYONE) as marts:
        after = _numbers(marts, look, _selection(marts, look))
    try:
        marts = open_marts(EVERYONE)
        before = _numbers(marts, look, _selection(marts, look))
    except (NoWarehouse, SelectionError):  # nothing yet, or a place that was not known
        before = {}
    if not next(iter(before.values()), None):
        before = {}  # no request or answer yet: that is no data, not a number of them
    return [Measure(name, before.get(name), value) for name, value in after.items()]


def _selection(marts, look):
    entry = look.entry
    first, _, last = entry["period"].partition("/")
    provinces = tuple(entry["scope"].split())
    everywhere = set(provinces) >= set(marts.known["province"])
    return Selection(
        provinces=() if everywhere else provinces,
        first_month=first or None,
        last_month=last or first or None,
        instrument=look.found.instrument.name if look.found.instrument else None,
    )


def _numbers(marts, look, selection):
    if "requests" in look.found.source.MARTS:
        totals = channel_usage.ask(marts, selection, by=()).totals
        return {name: totals.get(name) for name in COUNTED}
    if "volumes" in look.found.source.MARTS:
        totals = channel_volume.ask(marts, selection, by=()).totals
        return {name: totals.get(name) for name in SUMMED}
    try:
        status = factor_status.ask(marts, selection, rule="evidence")
        mean = satisfaction_trends.ask(marts, selection, by=("month",)).totals
    except SelectionError:  # a wave without a survey: no questionnaire to ask about
        return {}
    return {
        "respondents": status.n,
        "satisfaction": mean.get("weighted_mean"),
        **{name: status.totals[name] for name in list(ASKED)[2:]},
    }


def headline_columns():
    """Before, after, and what lies between them."""
    return [
        tables.Column("name", words.say("desk.effect.column.name"), _name, "text", plain=_name),
        _number("before"),
        _number("after"),
        tables.Column("change", words.say("desk.effect.column.change"), _change, "text", _change),
    ]


def rows(measures):
    return [{"name": m.name, "before": m.before, "after": m.after} for m in measures]


def _name(row):
    return words.say(f"desk.effect.measures.{row['name']}")


def _number(key):
    return tables.Column(
        key, words.say(f"desk.effect.column.{key}"), lambda row: WRITE[row["name"]](row[key])
    )


def _change(row):
    if row["before"] is None or row["after"] is None:
        return words.say("desk.effect.new" if row["before"] is None else "no_data")
    before, after = row["before"], row["after"]
    if before == after:
        return words.say("desk.effect.same")
    write = WRITE[row["name"]]
    if write is numbers.share:
        return words.say("desk.effect.points", change=numbers.points(after - before))
    if write is numbers.duration:
        longer = "longer" if after > before else "shorter"
        return words.say(f"desk.effect.{longer}", change=numbers.duration(abs(after - before)))
    return numbers.change(after - before, 2 if write is numbers.mean else 0)


def month_rows(counts):
    """Fresh and replaced rows by month."""
    found = {}
    for row in counts:
        month = found.setdefault(row["month"], {"month": row["month"], "fresh": 0, "replaced": 0})
        month["fresh"] += row["fresh"]
        month["replaced"] += row["replaced"]
    return list(found.values())


def month_columns():
    return [_month(), _rows("fresh"), _rows("replaced")]


def branch_columns():
    return [
        _named("branch"),
        _named("province"),
        _month(),
        _rows("fresh"),
        _rows("replaced"),
    ]


def _month():
    def written(row):
        return numbers.month(row["month"])

    return tables.Column("month", words.say("desk.effect.column.month"), written, "text", written)


def _named(kind):
    def written(row):
        return row[f"{kind}_{words.language()}"] or row[kind] or words.say("desk.effect.not_stated")

    return tables.Column(kind, words.say(f"desk.effect.column.{kind}"), written, "text", written)


def _rows(key):
    return tables.Column(
        key, words.say(f"desk.effect.column.{key}"), lambda row: numbers.number(row[key])
    )
