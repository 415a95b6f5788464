"""Which batteries does a questionnaire compare, and what did each respondent answer in both?

A pair is a respondent's two answers to one item, from one answer sheet. What is said of a gap rests
on pairs alone: an item that was answered in one battery only has none.
"""

from typing import NamedTuple

from analysis.answer import Note
from analysis.answer_sheets import MART
from analysis.marts import Marts, People

GAP, QUADRANTS = PAIRS = ("gap", "quadrants")
TABLE, KANO_TABLE = "battery_pairs", "kano_items"
OLDER = Note("this version does not know which batteries are compared: etl rebuild", "no_pairs")

_PLACED = "load, sheet, province, branch, month, channel, service, customer_group"
# Both batteries of a sheet list its items in one order, that of the load.
_ITEMS = f"""
    select {_PLACED}, 1 as respondents, weight, weight_squared, item, expected, perceived,
        perceived - expected as gap
    from (
        select later.*, unnest(later.items) as item, unnest(later.answers) as perceived,
            unnest(earlier.answers) as expected
        from answer_sheets as later
        join (select load, sheet, answers from answer_sheets where battery = $expects) as earlier
            using (load, sheet)
        where battery = $perceives)
    where perceived is not null and expected is not null"""
# Of at least half of the items of a scale, as for scores; rounded so that equal means stay equal.
_SCALES = f"""
    with belonging as (
        select item, unnest([subscale, component, 'total']) as scale from items
        where instrument = $instrument and not overall),
    sized as (select *, count(*) over (partition by scale) as size from belonging
              where scale is not null)
    select {_PLACED}, 1 as respondents, weight, weight_squared, scale as item,
        round(avg(expected), 9) as expected, round(avg(perceived), 9) as perceived,
        round(avg(gap), 9) as gap
    from ({_ITEMS}) join sized using (item)
    group by all having 2 * count(*) >= max(size)"""
_SHEETS = f"select distinct {_PLACED}, 1 as respondents from ({_ITEMS})"


class Paired(NamedTuple):
    """Who has pairs, and the pairs by item and by scale (in the column item), as `People`."""

    people: People
    items: People
    scales: People


def batteries(marts: Marts, instrument: str | None, pair: str) -> tuple[str, str] | None:
    """The two batteries of a pair, in the order expected, perceived; None where there is none."""
    if TABLE not in marts.tables:
        return None
    found = marts.query(
        f"select first, second from {TABLE} where instrument = $instrument and pair = $pair",
        instrument=instrument,
        pair=pair,
    ).rows()
    return found[0] if found else None


def compared(marts: Marts) -> list[str]:
    """The questionnaires with answers that compare batteries or ask Kano pairs, most first."""
    if TABLE not in marts.tables:
        return []
    return marts.query(
        f"""select instrument from respondents
            where instrument in (select instrument from {TABLE} where pair = $gap
                                 union select instrument from {KANO_TABLE})
            group by instrument having sum(answered) > 0
            order by sum(answered) desc, instrument""",
        gap=GAP,
    )["instrument"].to_list()


def missing(marts: Marts, table: str = TABLE) -> list[Note]:
    """What an earlier version lacks of what pairs are made of."""
    return [] if {table, MART} <= marts.tables else [OLDER]


def paired(instrument: str, expects: str, perceives: str) -> Paired:
    bound = {"expects": expects, "perceives": perceives}
    return Paired(
        People(f"({_SHEETS})", "respondents", parameters=bound),
        People(f"({_ITEMS})", "respondents", parameters=bound),
        People(f"({_SCALES})", "respondents", parameters=bound | {"instrument": instrument}),
    )
