"""What can be done about a factor, and what was done where? The organisation's own list.

A version that was published before there were actions has none.
"""

from analysis.marts import Marts
from analysis.selection import Selection


def known(marts: Marts, instrument: str | None) -> list[dict]:
    """The actions on factors of a questionnaire in the order of the list, each with `factors`.

    Keys: action, title_fa, title_en, text_fa, text_en, source (the paper) with its titles, place_fa
    and place_en (where in the paper), level (branch, province, headquarters), effort (low, medium,
    high), measure (one of `analysis.measures`, or a factor) and factors (items).
    """
    if not {"actions", "action_factors"} <= marts.tables:
        return []
    return marts.query(
        """select actions.* exclude (instrument, position),
               list(item order by items.position) as factors
           from actions join action_factors using (instrument, action)
               join items using (instrument, item)
           where instrument = $instrument
           group by all order by any_value(actions.position)""",
        instrument=instrument,
    ).to_dicts()


def taken(marts: Marts, selection: Selection) -> list[dict]:
    """The actions taken in the provinces asked for, or everywhere; the latest day first.

    Keys: number, action, titles, measure, day and month (Jalali), province (None: everywhere),
    restarts, by, at, and of one that was withdrawn withdrawn_by and withdrawn_at (else None).
    """
    if "actions_taken" not in marts.tables:
        return []
    rows = marts.query("select * from actions_taken order by day desc, number desc").to_dicts()
    chosen = marts.provinces_of(selection)
    return [row for row in rows if chosen is None or row["province"] in (None, *chosen)]
