"""What lies behind a survey wave: whom it invited, who answered, how many there are."""

from etl.contract import Column

KIND = "survey_wave"
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
        Column("invited", "persons invited", "whole", lowest=0),
        Column("answered", "persons who answered", "whole", lowest=0),
        Column("population", "persons in the population", "whole", False, True, lowest=0),
    ]


def row_checks() -> list[tuple[str, str, str]]:
    return [("answered", "more_answered_than_invited", "answered > invited")]


def prepare(con, instrument=None) -> None:
    """The mart of the waves reads `accepted` as it is."""
