"""What lies behind a survey wave: whom it invited, who answered, how many there are."""

from etl.contract import Column

KIND = "survey_wave"
MOST = 1_000_000_000  # persons; more is a slip of the keyboard
KEY = ("instrument", "wave", "province", "customer_group")
MONTH_OF = "wave"
PLACE = ("province",)
MARTS = ("survey_waves",)
COUNTED = ("count(*) from survey_waves where load = ?",)


def columns(instrument=None) -> list[Column]:
    return [
        Column("wave", "Jalali month of the survey", "month"),
        Column("instrument", "questionnaire", "reference", table="instruments"),
        Column("province", "province", "reference", table="provinces"),
        Column(
            "customer_group", "who was asked", "reference", False, True, table="customer_groups"
        ),
        Column("invited", "persons invited", "whole", lowest=0, highest=MOST),
        Column("answered", "persons who answered", "whole", lowest=0, highest=MOST),
        Column("population", "persons in the population", "whole", False, True, lowest=0,
               highest=MOST),
    ]  # fmt: skip


def row_checks() -> list[tuple[str, str, str]]:
    return [("answered", "more_answered_than_invited", "answered > invited")]


def prepare(con, instrument=None) -> None:
    """The mart of the waves reads `accepted` as it is."""
