"""Requests already counted, by channel and period, of systems that export only counts."""

from etl.contract import SHARED_OUT, Column
from etl.sql import name

KIND = "channel_volume"
KEY = ("service", "channel", "branch", "province", "customer_group", "period_from", "period_to")
MONTH_OF = "period_to"
FIRST_MONTH_OF = "period_from"
PLACE = ()  # without any, the counts are those of the whole organisation
TIME = ("period", "period_to")
MARTS = ("volumes",)
UNPIVOTED, UNPIVOTED_BY = "requests", ("channel", "service", "customer_group")
SHARES = UNPIVOTED_BY
# Every line has one cell for each of the columns that were unpivoted.
COUNTED = ("sum(cells) / (select count(*) from volume_columns) from volumes where load = ?",)
MOST = 10_000_000_000  # requests; more is a slip of the keyboard
# The worked row of a template, whose cells have no place for a name.
WORKED = "month = '1404-07' and requests = 1234 and completed = 1200"


def columns(instrument=None) -> list[Column]:
    return [
        Column("period", "month, quarter or year that is counted", "period", False, True,
               example="1404-07"),
        Column("period_from", "first day that is counted", "moment", False, True),
        Column("period_to", "last day that is counted", "moment", False, True),
        Column("branch", "branch that is responsible", "reference", False, True,
               table="branches"),
        Column("province", "province, where no branch is known", "reference", False, True,
               table="provinces"),
        Column("service", "service asked for", "reference", False, True, table="services"),
        Column("channel", "channel the requests came by", "reference", table="channels"),
        Column("customer_group", "who asked", "reference", False, True,
               table="customer_groups"),
        Column("requests", "requests; empty where they were not counted", "whole", empty=True,
               lowest=0, highest=MOST, example="1234"),
        Column("completed", "those of them that were completed", "whole", False, True, lowest=0,
               highest=MOST, example="1200"),
        Column("completed_share", "the same as a part of the requests", "share", False, True,
               lowest=0, highest=1),
    ]  # fmt: skip


def derived() -> dict[str, str]:
    return {
        "period_from": "try_cast(split_part(period, '/', 1) as timestamp)",
        "period_to": "try_cast(split_part(period, '/', 2) as timestamp)",
    }


def row_checks() -> list[tuple[str, str, str]]:
    wrong_day = 'coalesce("period_from code", "period_to code")'
    return [
        ("requests", "worked_example", WORKED),
        (
            "period",
            "no_period",
            f"{wrong_day} is null and (period_from is null or period_to is null)",
        ),
        ("period_to", "period_ends_first", "period_to < period_from"),
        ("completed", "more_completed_than_requests", "completed > requests"),
    ]


def volumes(column: str = "") -> str:
    """Requests of earlier loads by load, month, branch and province; of single months only."""
    return (
        f"select load, month, branch, province, {column or 'null as nothing'}, requests as rows "
        "from volumes where first_month = month and requests is not null"
    )


def each(columns: list[str]) -> str:
    """SQL: the requests of a row, of all its columns that are unpivoted."""
    wide = [name(column) for column in columns if SHARED_OUT in column] or [UNPIVOTED]
    counted = " + ".join(f"coalesce({column}, 0)" for column in wide)
    return f"case when first_month = month then {counted} end"


def prepare(con, instrument=None) -> None:
    """`volume_columns`: what was unpivoted, else one row; `volume_rows`: each line times it."""
    names = [column for column, *_ in con.execute("describe accepted").fetchall()]
    wide = [(column, *column.split(SHARED_OUT, 1)) for column in names if SHARED_OUT in column]
    con.execute("create or replace temp table volume_columns (col varchar, value varchar)")
    con.executemany(
        "insert into volume_columns values (?, ?)",
        [(column, value) for column, _, value in wide] or [(UNPIVOTED, None)],
    )
    rows = "select * from accepted"
    if wide:
        by, listed = wide[0][1], ", ".join(name(column) for column, *_ in wide)
        rows = f"""
            select * exclude (col, value), value as {name(by)}
            from (select * exclude ({UNPIVOTED}, {name(by)}) from accepted)
                unpivot include nulls ({UNPIVOTED} for col in ({listed}))
            join volume_columns using (col)
        """
    con.execute(f"create or replace temp table volume_rows as {rows}")
