"""How provinces and branches judge themselves: one row per round, framework, unit and statement.

A framework of `data/frameworks/` lists the statements and its scale. A province judges itself as a
whole, or a branch itself; a round is the Jalali month in which they do. An empty score is a
statement that was not judged, which is not the lowest score. Filled in on the page, or by file.
There is no place for free text: what organisations say of themselves is a score here.
"""

from etl.contract import Column

KIND = "self_assessment"
KEY = ("framework", "round", "province", "branch", "statement")
MONTH_OF = "round"
PLACE = ("branch", "province")
MARTS = ("self_assessments",)
COUNTED = ("count(*) from self_assessments where load = ?",)
MOST = 100  # of any scale; the framework's own is checked row by row
# The worked row of a template, whose cells have no place for a name: long before any round.
WORKED = "1390-01"
FOREIGN = """framework in (select framework from frameworks) and
    (framework, statement) not in (select framework, statement from framework_statements)"""
OFF_SCALE = """exists (select 1 from framework_statements s
    where s.framework = placed.framework and s.statement = placed.statement
    and placed.score not between s.lowest and s.highest)"""


def columns(instrument=None) -> list[Column]:
    return [
        Column("round", "Jalali month of the self-assessment", "month", example=WORKED),
        Column("framework", "framework that is filled in", "reference", table="frameworks"),
        Column("province", "province that judges itself", "reference", False, True,
               table="provinces"),
        Column("branch", "branch that judges itself, where it is not the province", "reference",
               False, True, table="branches"),
        Column("statement", "category or statement that is judged", "reference",
               table="framework_statements"),
        Column("score", "score on the framework's scale; empty where it was not judged", "whole",
               empty=True, lowest=0, highest=MOST, example="2"),
        Column("filled_at", "when it was filled in", "moment", False, True),
    ]  # fmt: skip


def row_checks() -> list[tuple[str, str, str]]:
    return [
        ("round", "worked_example", f"round = '{WORKED}'"),
        ("province", "no_place", "branch is null and province is null"),
        ("statement", "other_framework", FOREIGN),
        ("score", "off_scale", OFF_SCALE),
    ]


def prepare(con, instrument=None) -> None:
    """The mart of the self-assessments reads `accepted` as it is."""
