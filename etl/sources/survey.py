"""The export of a questionnaire: one row per respondent, wide."""

from etl.contract import EXAMPLE, Column
from etl.instruments import Instrument
from etl.sql import literal, name

KIND = "survey"
KEY = ("respondent",)
MONTH_OF = "answered_on"
PLACE = ("branch", "province")
SHARES = ("channel", "service", "customer_group")
MARTS = (
    "answers", "scores", "respondents", "answer_sheets", "comments",
    "branch_answers", "branch_answer_sums", "branch_score_sums", "branch_respondents",
)  # fmt: skip
# Every sheet once in every battery: the least and the most of them tell.
COUNTED = tuple(
    f"{extreme}(sheets) from (select sum(respondents) as sheets from {mart} "
    "where load = ? group by battery)"
    for extreme in ("min", "max")
    for mart in ("respondents", "branch_respondents")
)


def columns(instrument: Instrument) -> list[Column]:
    return [
        Column("respondent", "name of the answer sheet, unique in its wave", "text",
               example=EXAMPLE),
        Column("branch", "branch that served the respondent", "reference", False, True,
               table="branches"),
        Column("province", "province, where no branch is known", "reference", False, True,
               table="provinces"),
        Column("answered_on", "day of the answers", "moment", example="1404-07-12 10:05"),
        Column("started_at", "when the respondent began", "moment", False, True,
               example="1404-07-12 09:58"),
        Column("channel", "channel last used", "reference", False, True, table="channels"),
        Column("service", "service last used", "reference", False, True, table="services"),
        Column("customer_group", "who answered", "reference", False, True,
               table="customer_groups"),
        Column("weight", "sampling weight", "number", False, True, lowest=0,
               example="1"),
        *instrument.contract(),
    ]  # fmt: skip


def row_checks() -> list[tuple[str, str, str]]:
    # A day without a time of day lasts until midnight.
    sent = "answered_on + to_days((answered_on = answered_on::date)::integer)"
    return [
        ("respondent", "worked_example", f"respondent = '{EXAMPLE}'"),
        ("branch", "no_place", "branch is null and province is null"),
        ("started_at", "answered_before_started", f"started_at > {sent}"),
    ]


def volumes(column: str = "") -> str:
    """Sheets of earlier loads by load, month, branch and province, and by a column of SHARES."""
    return (
        f"select load, month, branch, province, {column or 'null as nothing'}, channel as c, "
        "service as s, customer_group as g, max(respondents) as rows from respondents group by all"
    )


def prepare(con, instrument: Instrument) -> None:
    """What the marts count from.

    `cells`: one row per combination of branch, month, channel, service and customer group; a
    sheet's place in the marts is one number, since grouping by six texts would cost more than
    everything else together. `sheets`: one row per respondent, reversed items turned. `responses`:
    one row per respondent × item × battery. `sheet_scores`: one row per respondent × scale.
    `open_answers`: one row per respondent × open question that is answered.
    """
    _create_answer_columns(con, instrument)
    cell = "load, month, province, branch, channel, service, customer_group"
    columns = [column for column, _, _ in instrument.answer_columns()]
    turned = ", ".join(
        [_turned(instrument, item, c) for c, item, _ in instrument.answer_columns()]
        + [name(asked["question"]) for asked in instrument.open]
    )
    con.execute(f"""
        create or replace temp table sheets as
        select line, dense_rank() over (order by {cell})::integer as cell, {cell},
            coalesce(weight, 1) as weight, {turned}
        from accepted
    """)
    con.execute(f"create or replace temp table cells as select distinct cell, {cell} from sheets")
    answers = ", ".join(map(name, columns))
    con.execute(f"""
        create or replace temp table responses as
        select line, cell, weight, position, answer
        from (select line, cell, weight, {answers} from sheets)
            unpivot include nulls (answer for col in ({answers}))
        join answer_columns using (col)
    """)
    _create_sheet_scores(con, instrument)
    _create_open_answers(con, instrument)


def _create_answer_columns(con, instrument: Instrument) -> None:
    con.execute(
        "create or replace temp table answer_columns "
        "(position integer, col varchar, instrument varchar, item varchar, battery varchar)"
    )
    con.executemany(
        "insert into answer_columns values (?, ?, ?, ?, ?)",
        [
            [position, column, instrument.name, item["item"], battery]
            for position, (column, item, battery) in enumerate(instrument.answer_columns())
        ],
    )


def _turned(instrument: Instrument, item: dict, column: str) -> str:
    """The answer to a reversed item turned, so that more is better everywhere."""
    lowest, highest, _ = instrument.limits(item)
    turned = f"{lowest + highest:g} - " if item.get("reversed") else ""
    return f"{turned}{name(column)} as {name(column)}"


def _create_sheet_scores(con, instrument: Instrument) -> None:
    """A respondent's mean over the items of each scale; over less than half it says little."""
    scales = instrument.scales()
    means = ", ".join(
        f"case when len(list_filter([{answers}], lambda a: a is not null)) * 2 >= {len(columns)} "
        # Rounded so that equal means stay equal whatever the order of the sum.
        f"then round(list_avg([{answers}]), 9) end as {name(f'{battery}/{scale}')}"
        for (battery, scale), columns in scales.items()
        for answers in [", ".join(map(name, columns))]
    )
    scored = ", ".join(name(f"{battery}/{scale}") for battery, scale in scales)
    con.execute(f"""
        create or replace temp table sheet_scores as
        select cell, weight, {literal(instrument.name)} as instrument,
            split_part(col, '/', 1) as battery, split_part(col, '/', 2) as scale, score
        from (select cell, weight, {means} from sheets) unpivot (score for col in ({scored}))
    """)


def _create_open_answers(con, instrument: Instrument) -> None:
    about = f"line, cell, weight, {literal(instrument.name)} as instrument"
    said = {"null::varchar": "null::varchar"}  # columns also where nothing is asked
    said |= {literal(asked["question"]): name(asked["question"]) for asked in instrument.open}
    parts = " union all ".join(
        f"select {about}, {question} as question, {cell}::varchar as comment from sheets"
        for question, cell in said.items()
    )
    con.execute(
        f"create or replace temp table open_answers as from ({parts}) where comment is not null"
    )
