"""What lies behind a survey wave: whom it invited, who answered, how many there are."""

from etl.contract import Column

KIND = "survey_wave"
MOST = 1_000_000_000  # persons; more is a slip of the keyboard
# The worked row of a template, whose cells have no place for a name.
WORKED = "wave = '1404-07' and invited = 1234 and answered = 345 and population = 67890"
KEY = ("instrument", "wave", "province", "customer_group")
MONTH_OF = "wave"
PLACE = ("province",)
MARTS = ("survey_waves",)
COUNTED = ("count(*) from survey_waves where load = ?",)


def columns(instrument=None) -> list[Column]:
    return [
        Column("wave", "Jalali month of the survey", "month", example="1404-07"),
        Column("instrument", "questionnaire", "reference", table="instruments"),
        Column("province", "province", "reference", table="provinces"),
        Column(
            "customer_group", "who was asked", "reference", False, True, table="customer_groups"
        ),
        Column("invited", "persons invited", "whole", lowest=0, highest=MOST, example="1234"),
        Column("answered", "persons who answered", "whole", lowest=0, highest=MOST,
               example="345"),
        Column("population", "persons in the population", "whole", False, True, lowest=0,
               highest=MOST, example="67890"),
    ]  # fmt: skip


def row_checks() -> list[tuple[str, str, str]]:
    return [
        ("invited", "worked_example", WORKED),
        ("answered", "more_answered_than_invited", "answered > invited"),
    ]


def prepare(con, instrument=None) -> None:
    """The mart of the waves reads `accepted` as it is."""
