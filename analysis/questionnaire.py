"""Which questionnaire and battery a question is about, where the reader did not say."""

from dataclasses import dataclass, replace

from analysis.answer import Note
from analysis.marts import ALL, Marts
from analysis.selection import Selection, SelectionError, closest_codes

# A status is judged on the last of these that the questionnaire has.
PREFERRED_BATTERIES = ("perception", "status", "satisfaction")


@dataclass(frozen=True)
class Questionnaire:
    """One instrument in one battery, which `selection` names too; None where there is none."""

    instrument: dict
    battery: str | None
    selection: Selection
    notes: list[str]


def choose(marts: Marts, selection: Selection) -> Questionnaire:
    """The instrument with the most respondents and its status battery, unless others were asked."""
    notes = []
    code = selection.instrument
    instruments = {row["instrument"]: row for row in _instruments(marts)}
    if code is None and instruments:
        everywhere = _most_answered(marts, ALL)
        code = next(iter(_most_answered(marts, selection) + everywhere), min(instruments))
        if len(everywhere) > 1:
            text = f"questionnaire {code}, as none was asked for: it has the most respondents"
            notes.append(Note(text, "instrument_chosen", instrument=code))
    battery, battery_notes = _battery(marts, code, selection.battery)
    return Questionnaire(
        instrument=instruments.get(code) or dict.fromkeys(_COLUMNS),
        battery=battery,
        selection=replace(selection, instrument=code, battery=battery),
        notes=notes + battery_notes,
    )


_COLUMNS = ("instrument", "title_fa", "title_en", "lowest", "highest", "reference", "study")


def _instruments(marts: Marts) -> list[dict]:
    return marts.query(f"select {', '.join(_COLUMNS)} from instruments").to_dicts()


def _most_answered(marts: Marts, selection: Selection) -> list[str]:
    """Those with answers, the most answered first."""
    rows = marts.query(
        """with by_battery as (
               select instrument, battery, sum(answered) as n from respondents group by all)
           select instrument from by_battery group by instrument
           having max(n) > 0 order by max(n) desc, instrument""",
        selection,
    )
    return rows["instrument"].to_list()


def _battery(marts: Marts, instrument: str | None, asked: str | None):
    rows = marts.query(
        "select battery from batteries where instrument = $instrument order by position",
        instrument=instrument,
    )
    batteries = rows["battery"].to_list()
    if asked is not None:
        if asked not in batteries:
            reason = f"is not a battery of {instrument}"
            raise SelectionError("battery", asked, reason, closest_codes(asked, batteries))
        return asked, []
    preferred = [battery for battery in PREFERRED_BATTERIES if battery in batteries]
    battery = (preferred[-1:] or batteries[:1] or [None])[0]
    if len(batteries) < 2:
        return battery, []
    text = f"battery {battery}, as none of {', '.join(batteries)} was asked for"
    return battery, [Note(text, "battery_chosen", battery=battery)]
