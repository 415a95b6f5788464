"""How do the accepted rows of a load become cells of the marts?"""

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from etl.sql import literal, name

MARTS = Path(__file__).parent / "marts"
# Mart → its summaries: the same, summed over columns that most questions do not name, or its levels
# as the sums that means are made of, so that questions read few rows. They are counted from the
# mart's own rows, and with it (`sum_up`).
SUMMARIES = {
    "requests": ("branch_requests", "province_requests"),
    "request_durations": ("province_durations",),
    "repeat_contacts": ("branch_contacts",),
    "answers": ("branch_answer_sums", "branch_answers"),
    "scores": ("branch_score_sums",),
    "respondents": ("branch_respondents",),
}


def create_marts(con) -> None:
    for mart in sorted(MARTS.glob("*.sql")):
        con.execute(statements(mart)[0])


def accept(con, load: int, accepted: Path, more: Sequence[str] = (), only: str = "") -> None:
    """Let `accepted` be the rows of a load.

    more: SQL of further columns; only: SQL of a condition on the rows.
    """
    columns = ", ".join(["*", *more])
    con.execute(
        f"create or replace temp view accepted as select {load}::integer as load, {columns} "
        f"from read_parquet({literal(accepted)}) where {only or 'true'}"
    )


def insert(con, source: ModuleType, instrument) -> None:
    """Count `accepted` into the marts of its source."""
    source.prepare(con, instrument)
    for mart in counted_marts(source):
        con.execute(statements(MARTS / f"{mart}.sql")[1])
    sum_up(con, source.MARTS, "select distinct load, month from accepted")


def counted_marts(source: ModuleType) -> list[str]:
    """The marts of a source that are counted from rows; the others sum these up."""
    summaries = {summary for several in SUMMARIES.values() for summary in several}
    return [mart for mart in source.MARTS if mart not in summaries]


def sum_up(con, marts: Sequence[str], changed: str) -> None:
    """Sum those of `marts` that have summaries up anew.

    changed: SQL of the loads and months (load, month) in which their cells are others.
    """
    con.execute(f"create or replace temp table summed as {changed}")
    for summary in (summary for mart in marts for summary in SUMMARIES.get(mart, ())):
        con.execute(
            f"delete from {summary} as cells using summed where cells.load = summed.load "
            "and cells.month is not distinct from summed.month"
        )
        con.execute(statements(MARTS / f"{summary}.sql")[1])


def delete(con, source: ModuleType, load: int | None, month: str | None = None) -> None:
    """Take the cells of a load away, all of them or those of one month."""
    month_too = "and month = ?" if month else ""
    for mart in source.MARTS:
        values = [load, month] if month else [load]
        con.execute(f"delete from {name(mart)} where load = ? {month_too}", values)


def refuse_loss(con, source: ModuleType, entry: dict) -> None:
    """Every accepted row must be counted in the source's marts; anything else is a bug of ours."""
    for counted in source.COUNTED:
        (rows,) = con.execute(f"select {counted}", [entry["load"]]).fetchone()
        if rows != entry["rows_taken"]:
            raise AssertionError(f"{rows} rows in the marts, not those of {entry}: {counted}")


def statements(mart: Path) -> tuple[str, str]:
    """The two statements of a mart's file: create the table, insert the rows of one load."""
    create, insert_rows = mart.read_text(encoding="utf-8").split(";")[:2]
    return create, insert_rows
