"""Which batteries does a questionnaire compare, and what did each respondent answer in both?

A pair is a respondent's two answers to one item, from one answer sheet. What is said of a gap rests
on pairs alone: an item that was answered in one battery only has none.
"""

from typing import NamedTuple

from analysis.answer import Note
from analysis.answer_sheets import MART
from analysis.evidence import EVIDENCE
from analysis.judged import Way
from analysis.marts import Marts, People
from analysis.questionnaire import Questionnaire, choose
from analysis.selection import Selection, check_groups

GAP, QUADRANTS = PAIRS = ("gap", "quadrants")
TABLE, KANO_TABLE = "battery_pairs", "kano_items"
KANO = ("functional", "dysfunctional")  # the batteries that Kano pairs are kept under
OLDER = Note("this version does not know which batteries are compared: etl rebuild", "no_pairs")

_PLACED = "load, sheet, province, branch, month, channel, service, customer_group"
# Both batteries of a sheet list its items in one order, that of the load.
_BOTH = """
    select later.*, unnest(later.items) as item, unnest(earlier.answers) as first_answer,
        unnest(later.answers) as second_answer
    from answer_sheets as later
    join (select load, sheet, answers from answer_sheets where battery = $first_battery) as earlier
        using (load, sheet)
    where battery = $second_battery"""
_PAIRS = f"""
    select {_PLACED}, 1 as respondents, weight, weight_squared, item, first_answer, second_answer
    from ({_BOTH}) where first_answer is not null and second_answer is not null"""
_ITEMS = f"""
    select * exclude (first_answer, second_answer), first_answer as expected,
        second_answer as perceived, perceived - expected as gap
    from ({_PAIRS})"""
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
_SHEETS = f"select distinct {_PLACED}, 1 as respondents from ({_PAIRS})"


class Paired(NamedTuple):
    """Who has pairs, and the pairs by item and by scale (in the column item), as `People`."""

    people: People
    items: People
    scales: People


def opened(
    marts: Marts, selection: Selection, by: tuple[str, ...], adjust: str, design: str
) -> tuple[tuple[str, ...], Questionnaire, Way]:
    """What a question about pairs was asked, checked: groups, questionnaire and how to judge."""
    by = check_groups(by)
    marts.check(selection)
    asked = choose(marts, selection)
    return by, asked, Way(EVIDENCE, adjust, None, design).checked(asked.instrument)


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
    bound = _bound(expects, perceives)
    return Paired(
        People(f"({_SHEETS})", "respondents", parameters=bound),
        People(f"({_ITEMS})", "respondents", parameters=bound),
        People(f"({_SCALES})", "respondents", parameters=bound | {"instrument": instrument}),
    )


def kano_pairs() -> tuple[People, People]:
    """Who has pairs, and the pairs by item: first_answer functional, second_answer the other."""
    bound = _bound(*KANO)
    return (
        People(f"({_SHEETS})", "respondents", parameters=bound),
        People(f"({_PAIRS})", "respondents", parameters=bound),
    )


def _bound(first: str, second: str) -> dict:
    return {"first_battery": first, "second_battery": second}
