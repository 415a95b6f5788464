"""The log of a branch: one row per request for a service."""

from etl.contract import EXAMPLE, Column

KIND = "service_log"
KEY = ("request_id",)
MONTH_OF = "submitted_at"
PLACE = ("branch",)
MARTS = (
    "requests", "request_durations", "request_hours", "request_days", "repeat_contacts",
    "branch_requests", "branch_contacts", "province_requests", "province_durations",
)  # fmt: skip
COUNTED = tuple(
    f"sum(requests) from {mart} where load = ?"
    for mart in (
        "requests",
        "request_hours",
        "request_days",
        "branch_requests",
        "province_requests",
    )
)
STATUSES = ("completed", "failed", "abandoned", "pending")
SHARES = ("channel", "service", "customer_group", "status")


def columns(instrument=None) -> list[Column]:
    return [
        Column("request_id", "name of the request, unique in its month", "text", example=EXAMPLE),
        Column("branch", "branch that is responsible", "reference", table="branches"),
        Column("service", "service asked for", "reference", table="services"),
        Column("channel", "channel it came by", "reference", table="channels"),
        Column("customer_group", "who asked", "reference", False, True, table="customer_groups"),
        Column("submitted_at", "when it was submitted", "moment",
               example="1404-07-03 09:12"),
        Column("completed_at", "when it was completed; empty if it was not", "moment", empty=True,
               example="1404-07-03 11:40"),
        Column("status", "how it stands", "choice", allowed=STATUSES),
        Column("due_at", "when it should be completed", "moment", False, True, future=True,
               example="1404-07-05 00:00"),
        Column("duration", "time from submission to completion, where the latter is not given",
               "duration", False, True, lowest=0),
        Column("client", "pseudonym of the person who asked", "text", False, True),
    ]  # fmt: skip


def derived() -> dict[str, str]:
    done = "case when status = 'completed' then submitted_at + to_seconds(duration) end"
    return {"completed_at": done}


def row_checks() -> list[tuple[str, str, str]]:
    return [
        ("request_id", "worked_example", f"request_id = '{EXAMPLE}'"),
        ("completed_at", "completed_without_time",
         "status = 'completed' and completed_at is null and \"duration code\" is null"),
        ("completed_at", "pending_with_time", "status = 'pending' and completed_at is not null"),
        ("completed_at", "completed_before_submitted", "completed_at < submitted_at"),
    ]  # fmt: skip


def volumes(column: str = "") -> str:
    """Rows of earlier loads by load, month, branch and province, and by a column of SHARES."""
    if column == "status":
        return (
            "select load, month, branch, province, status, rows from requests "
            f"unpivot (rows for status in ({', '.join(STATUSES)}))"
        )
    columns = f"load, month, branch, province, {column or 'null'}"
    return f"select {columns}, requests as rows from requests"


def prepare(con, instrument=None) -> None:
    """The marts read `accepted` as it is; `repeat_contacts` also rows of other loads, none yet."""
    con.execute("""
        create or replace temp table other_contacts (
            request_id varchar, client varchar, service varchar, branch varchar, channel varchar,
            submitted_at timestamp
        )
    """)
