"""What experts say of a questionnaire's factors: one row per expert and factor.

A panel judges whether the factors cover what they should (content validity), as the study had its
42 factors judged by 20 experts, academics and senior managers of the organisation. Of each factor
an expert may say up to three things; a panel that asks only one of them leaves the others out:
- essential: essential, useful or not_necessary (Lawshe 1975, for the content validity ratio)
- relevance: 1 not relevant … 4 highly relevant (Lynn 1986, Polit & Beck 2006, for the index)
- importance: 1 … 5, which priorities may weigh factors by (Kendall's W tells how far they agree)
One row per factor, and not one per expert, since three judgements of 42 factors would be 126
columns; a wide file is unpivoted before it is dropped. The month is that of the panel, the province
that of its experts where it has one. Experts have codes, never names.
"""

from etl.contract import EXAMPLE, Column

KIND = "expert_panel"
KEY = ("instrument", "panel", "province", "expert", "item")
MONTH_OF = "panel"
PLACE = ()  # a panel may be of the whole organisation
MARTS = ("expert_ratings",)
COUNTED = ("count(*) from expert_ratings where load = ?",)
ESSENTIAL = ("essential", "useful", "not_necessary")


def columns(instrument=None) -> list[Column]:
    return [
        Column("panel", "Jalali month in which the panel judged", "month", example="1404-07"),
        Column("instrument", "questionnaire", "reference", table="instruments"),
        Column("province", "province of the experts, where they are of one", "reference", False,
               True, table="provinces"),
        Column("expert", "code of the expert, no name", "text", example=EXAMPLE),
        Column("item", "factor that is judged", "reference", table="items", example="R1"),
        Column("essential", "whether the factor is essential", "choice", False, True,
               allowed=ESSENTIAL),
        Column("relevance", "how relevant the factor is, 1 to 4", "whole", False, True, lowest=1,
               highest=4),
        Column("importance", "how important the factor is, 1 to 5", "whole", False, True, lowest=1,
               highest=5),
    ]  # fmt: skip


def row_checks() -> list[tuple[str, str, str]]:
    return [("expert", "worked_example", f"expert = '{EXAMPLE}'")]


def prepare(con, instrument=None) -> None:
    """The mart of the ratings reads `accepted` as it is."""
