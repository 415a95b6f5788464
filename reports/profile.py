"""What does the profile of a province or branch say, section by section?"""

import datetime as dt

from analysis.marts import Marts
from analysis.profile import Profile
from analysis.selection import Selection
from analysis.statistics.variation import COMMON_CAUSE
from pages.parts import numbers, words
from pages.parts.tables import Column
from reports import profile_sections
from reports.document import Card, Document, Table
from reports.names import Names

WRITTEN = {
    "satisfaction": numbers.mean,
    "favourable": numbers.number,
    "median_hours": numbers.duration,
    "requests": numbers.number,
}
SHARES = ("digital_take_up", "completion_rate", "on_time_share")
METHOD = ("headline", "satisfaction", "factors", "channels", "trends", "funnel")


def say(key, **values):
    return words.say(f"profile.{key}", **values)


def document(marts: Marts, profile: Profile, at: dt.datetime) -> Document:
    """The profile in the language spoken; at: the moment of printing (UTC)."""
    names = Names(marts)
    place = _place(profile, names)
    return Document(
        title=say("heading", place=place),
        language=words.language(),
        answer=_answer(profile, place),
        facts=_facts(profile, names, place, at),
        cards=tuple(_card(row) for row in profile.rows),
        headline=_headline(profile),
        sections=profile_sections.sections(profile, names, place),
        method=tuple(say(f"how.{key}") for key in METHOD) + (say("note.small"),),
        sample=words.say("sample.explained") if profile.sample else "",
    )


def _place(profile, names) -> str:
    """The unit by its own name, also where a region of the same name was asked for."""
    unit, code = profile.totals["unit"], profile.totals["code"]
    alone = Selection(provinces=code) if unit == "province" else profile.selection
    return names.place(alone)


def _answer(profile, place) -> str:
    """One sentence that can be read aloud."""
    if not profile.rows:
        return words.say("notice.empty.text", filtered=place)
    value = {row["measure"]: row for row in profile.rows}
    survey, log = value["satisfaction"]["value"] is not None, profile.n > 0
    key = "answer" if survey and log else "answer_no_log" if survey else "answer_no_survey"
    factors = profile.parts["factors"].totals
    return say(
        key,
        during=numbers.during(profile.period["from"], profile.period["to"]),
        place=place,
        mean=numbers.mean(value["satisfaction"]["value"]),
        highest=numbers.number(profile.parts["months"].totals["highest"]),
        **{name: numbers.number(factors[name]) for name in ("items", "favourable", "unfavourable")},
        share=numbers.share(value["digital_take_up"]["value"]),
        requests=numbers.number(profile.n),
    )


def _facts(profile, names, place, at) -> tuple[tuple[str, str], ...]:
    period = numbers.period(profile.period["from"], profile.period["to"])
    loaded = max((load["loaded_at"] for load in profile.loads), default=None)
    facts = {
        "place": place,
        "period": period,
        "filters": names.filtered(profile.selection) or say("facts.no_filters"),
        "n_requests": numbers.number(profile.n),
        "n_respondents": numbers.number(profile.parts["months"].n),
        "compare": words.say(f"changes.compare.{profile.totals['compare']}"),
        "version": numbers.digits(profile.version),
        "loaded": numbers.moment(loaded),
        "printed": numbers.moment(at),
    }
    return tuple((say(f"facts.{name}"), value) for name, value in facts.items())


def _card(row) -> Card:
    measure = row["measure"]
    label, written = say(f"headline.{measure}"), written_of(measure)(row["value"])
    note, change = _note(row), _change(row)
    return Card(measure, label, written, row["value"], note, change, row["variation"], _latest(row))


def written_of(measure):
    """How a value of a measure is written."""
    return WRITTEN.get(measure, numbers.share)


def _note(row) -> str:
    n = numbers.number(row["n"])
    if row["value"] is None:
        return words.say("status.suppressed") if row["n"] is None else words.say("no_data")
    if row["measure"] == "favourable":
        return say("behind_items", items=numbers.number(row["of"]), n=n)
    if row["low"] is not None:
        low, high = numbers.mean(row["low"]), numbers.mean(row["high"])
        return say("interval", low=low, high=high, n=n)
    if row["measure"] == "requests":
        return ""
    return say("behind_due" if row["measure"] == "on_time_share" else "behind", n=n)


def _change(row) -> str:
    if row["change"] is None:
        return ""
    # Else many a change would be told «از ۸۷٪ به ۸۷٪»
    write = numbers.share_to_tenths if row["measure"] in SHARES else written_of(row["measure"])
    key = "more_than_chance" if row["more_than_chance"] else "chance"
    ends = row["before"], row["latest"]
    size = numbers.change_between(*ends)
    if row["measure"] in SHARES:
        size = say("points", change=numbers.change_between(*(100 * end for end in ends), 1))
    return say(key, before=write(row["before"]), after=write(row["latest"]), change=size)


def _latest(row) -> str:
    """What the process chart says of the latest month, told apart from the change before it."""
    if not row["variation"]:
        return ""
    said = say(f"latest_month.{row['variation']}")
    unusual = row["variation"] != COMMON_CAUSE
    differs = row["change"] is not None and row["more_than_chance"] != unusual
    return say("but", said=said) if differs else said


def _size(row) -> str:
    if row["change"] is None:
        return ""
    if row["measure"] in SHARES:
        return say("points", change=numbers.points(row["change"]))
    return numbers.change(row["change"])


def _headline(profile) -> Table:
    """The headline numbers as a table, which the workbook has in place of cards."""

    def value(key):
        return Column(key, _title(key), lambda row: written_of(row["measure"])(row[key]))

    def text(key, written):
        return Column(key, _title(key), written, kind="text", plain=written)

    columns = (
        text("measure", _measure),
        value("value"),
        Column("n", _title("n"), lambda row: numbers.number(row["n"])),
        Column("low", _title("low"), lambda row: numbers.mean(row["low"])),
        Column("high", _title("high"), lambda row: numbers.mean(row["high"])),
        text("latest_month", lambda row: _month(row["latest_month"])),
        value("latest"),
        value("before"),
        Column("change", _title("change"), _size),
        text("judged", _judged),
        text("variation", _variation),
    )
    return Table("headline", say("section.headline"), columns, profile.rows)


def _measure(row):
    """The name of a measure; a cell of hours is a number without its unit."""
    name = say(f"headline.{row['measure']}")
    hours = row["measure"].endswith("_hours")
    return words.say("table.in_hours", title=name) if hours else name


def _title(key):
    return say(f"column.{key}")


def _month(code):
    return numbers.month(code) if code else say("not_charted")


def _judged(row):
    if row["change"] is None:
        return ""
    return say("judged.more" if row["more_than_chance"] else "judged.chance")


def _variation(row):
    return words.say(f"variation.{row['variation']}") if row["variation"] else ""
