"""The export of a questionnaire: one row per respondent, wide."""

from etl.contract import Column
from etl.instruments import Instrument
from etl.sql import literal, name

KIND = "survey"
KEY = ("respondent",)
MONTH_OF = "answered_on"
PLACE = ("branch", "province")
MARTS = ("answers", "scores", "respondents")
# Every sheet once in every battery: the least and the most of them tell.
COUNTED = tuple(
    f"{extreme}(sheets) from (select sum(respondents) as sheets from respondents "
    "where load = ? group by battery)"
    for extreme in ("min", "max")
)


def columns(instrument: Instrument) -> list[Column]:
    return [
        Column("respondent", "name of the answer sheet, unique in its wave", "text"),
        Column("branch", "branch that served the respondent", "reference", False, True,
               table="branches"),
        Column("province", "province, where no branch is known", "reference", False, True,
               table="provinces"),
        Column("answered_on", "day of the answers", "moment"),
        Column("channel", "channel last used", "reference", False, True, table="channels"),
        Column("service", "service last used", "reference", False, True, table="services"),
        Column("customer_group", "who answered", "reference", False, True,
               table="customer_groups"),
        Column("weight", "sampling weight", "number", False, True, lowest=0),
        *instrument.contract(),
    ]  # fmt: skip


def row_checks() -> list[tuple[str, str, str]]:
    return [("branch", "no_place", "branch is null and province is null")]


def prepare(con, instrument: Instrument) -> None:
    """The tables `responses`, one row per respondent × item × battery with reversed items turned,
    and `cells`, one row per combination of branch, month, channel, service and customer group.

    A sheet's place in the marts is one number, its cell: grouping by six texts would cost more than
    everything else together.
    """
    con.execute(
        "create or replace temp table answer_columns "
        "(col varchar, item varchar, battery varchar, subscale varchar, component varchar, "
        "turn_at double)"
    )
    con.executemany(
        "insert into answer_columns values (?, ?, ?, ?, ?, ?)",
        [_answer_column(instrument, *column) for column in instrument.answer_columns()],
    )
    cell = "load, month, province, branch, channel, service, customer_group"
    answers = ", ".join(name(column) for column, _, _ in instrument.answer_columns())
    con.execute(f"""
        create or replace temp table sheets as
        select line, dense_rank() over (order by {cell}) as cell, {cell},
            coalesce(weight, 1) as weight, {answers}
        from accepted
    """)
    con.execute(f"create or replace temp table cells as select distinct cell, {cell} from sheets")
    con.execute(f"""
        create or replace temp table responses as
        select line, cell, weight, {literal(instrument.name)} as instrument, item, battery,
            subscale, component,
            case when turn_at is null then answer else turn_at - answer end as answer
        from (select line, cell, weight, {answers} from sheets)
            unpivot include nulls (answer for col in ({answers}))
        join answer_columns using (col)
    """)


def _answer_column(instrument: Instrument, column: str, item: dict, battery: str) -> list:
    subscales = {s["subscale"]: s.get("component") for s in instrument.toml.get("subscales", [])}
    lowest, highest, _ = instrument.limits(item)
    turn_at = lowest + highest if item.get("reversed") else None
    subscale = item.get("subscale")
    component = item.get("component") or subscales.get(subscale)
    return [column, item["item"], battery, subscale, component, turn_at]
