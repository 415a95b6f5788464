"""The export of a questionnaire: one row per respondent, wide."""

from etl.contract import Column
from etl.instruments import Instrument
from etl.sql import literal, name

KIND = "survey"
KEY = ("respondent",)
MONTH_OF = "answered_on"
PLACE = ("branch", "province")
MARTS = ("answers", "scores", "respondents")


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
    """The view `responses`: one row per respondent × item × battery, reversed items recoded."""
    con.execute(
        "create or replace temp table answer_columns "
        "(col varchar, item varchar, battery varchar, subscale varchar, component varchar, "
        "turn_at double)"
    )
    con.executemany(
        "insert into answer_columns values (?, ?, ?, ?, ?, ?)",
        [_answer_column(instrument, *column) for column in instrument.answer_columns()],
    )
    answers = ", ".join(name(column) for column, _, _ in instrument.answer_columns())
    con.execute(f"""
        create or replace temp view responses as
        select {literal(instrument.name)} as instrument, item, battery, subscale, component,
            case when turn_at is null then answer else turn_at - answer end as answer,
            u.* exclude (col, answer)
        from accepted unpivot include nulls (answer for col in ({answers})) u
        join answer_columns using (col)
    """)


def _answer_column(instrument: Instrument, column: str, item: dict, battery: str) -> list:
    subscales = {s["subscale"]: s.get("component") for s in instrument.toml.get("subscales", [])}
    lowest, highest, _ = instrument.limits(item)
    turn_at = lowest + highest if item.get("reversed") else None
    subscale = item.get("subscale")
    component = item.get("component") or subscales.get(subscale)
    return [column, item["item"], battery, subscale, component, turn_at]
