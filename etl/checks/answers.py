"""What was answered to each item, in this file and in the months before it?

Reversed items are turned, so that more is better, as in the marts. Columns of a questionnaire are
those of its extract; a file of another kind has none.
"""

from etl.battery_pairs import KANO
from etl.checks.evidence import Evidence
from etl.sql import name

Counts = dict[str, dict[float, float]]  # column → answer → respondents


def batteries(evidence: Evidence) -> dict[str, list[str]]:
    """Battery → its columns as SQL names, without overall questions and Kano pairs."""
    found: dict[str, list[str]] = {}
    for column, _, battery in _columns(evidence):
        if battery not in ("overall", *KANO) and evidence.given(column):
            found.setdefault(battery, []).append(name(column))
    return found


def plain(column: str) -> str:
    """A column without the quotes of SQL."""
    return column[1:-1].replace('""', '"')


def count(columns: list[str]) -> str:
    """SQL: how many of the columns are answered."""
    return "(" + " + ".join(f"({column} is not null)::integer" for column in columns) + ")"


def limits(evidence: Evidence) -> dict[str, tuple[float, float]]:
    instrument = evidence.found.instrument
    return {column: instrument.limits(item)[:2] for column, item, _ in _columns(evidence)}


def turned(evidence: Evidence, column: str) -> str:
    """SQL: the answer, turned where a high one is bad."""
    for known, item, _ in _columns(evidence):
        if name(known) == column and item.get("reversed"):
            return f"{sum(limits(evidence)[known]):g} - {column}"
    return column


def now(evidence: Evidence) -> Counts:
    """Answers of this file."""
    columns = [name(c) for c, _, _ in _columns(evidence) if evidence.given(c)]
    if not columns or not evidence.rows_taken:
        return {}
    each = ", ".join(f"{turned(evidence, column)} as {column}" for column in columns)
    rows = evidence.rows(f"""
        , turned as (select {each} from good)
        select col, answer::double, count(*) from turned
            unpivot (answer for col in ({", ".join(columns)}))
        group by all
    """)
    return _counts(rows)


def before(evidence: Evidence) -> Counts:
    """Answers of the last months before it."""
    if evidence.found.instrument is None:
        return {}
    column_of = {(battery, item["item"]): c for c, item, battery in _columns(evidence)}
    return _counts(
        (column_of[battery, item], answer, respondents)
        for battery, item, answer, respondents in evidence.earlier_answers
        if (battery, item) in column_of
    )


def _columns(evidence: Evidence) -> list[tuple[str, dict, str]]:
    instrument = evidence.found.instrument
    return instrument.answer_columns() if instrument else []


def _counts(rows) -> Counts:
    counts: Counts = {}
    for column, answer, respondents in rows:
        counts.setdefault(column, {})[answer] = respondents
    return counts
