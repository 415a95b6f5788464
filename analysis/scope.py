"""The SQL that limits every table to a reader's provinces and a selection. Used by `marts` alone.

A question writes plain SQL on the names of the tables. Each named table becomes a common table
expression of the same name that holds only what the reader may see and the selection asks for. A
table is found by no other way, so no question can forget the scope. A mart is any table that counts
by load, province and month; another table that is not listed here cannot be read. Where neither the
question nor the selection names a column that a summary of a mart lacks, the summary is read
instead: it has the same sums in fewer rows. So a question adds cells up, and asks of a single one
at most whether it has requests, answers or weight at all.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from analysis.selection import FILTERS, Selection

# Lists that tell of places: to a reader of limited scope, only his own.
_OWN = "province in ({scope})"
OWN_LISTS = {
    "provinces": _OWN,
    "branches": _OWN,
    "cities": _OWN,
    "targets": f"(province is null or {_OWN})",
    "actions_taken": f"(province is null or {_OWN})",
    "events": f"(province is null or {_OWN})",
    # A region is shown whole or not at all: half of it under its name would mislead.
    "regions": "region not in "
    "(select region from published.regions where coalesce(province not in ({scope}), true))",
}
PUBLIC_LISTS = (
    "services", "channels", "customer_groups", "calendar", "instruments", "batteries", "items",
    "scales", "battery_pairs", "instrument_notes", "kano_items",
    "studies", "study_items", "study_figures", "version",
    "actions", "action_factors", "papers", "paper_subjects", "paper_statements",
    "themes", "theme_words", "theme_links", "open_questions",
    "evidence_model", "evidence_parts", "evidence_concepts", "evidence_codes", "evidence_links",
    "evidence_said",
    "frameworks", "framework_parts", "framework_statements",
)  # fmt: skip

# Whether there is anything at all is no secret of a province.
COUNT_LOADS = "select count(*) from published.loads"
TABLES = (*OWN_LISTS, "loads", *PUBLIC_LISTS)  # all that may be named beside the marts
# An earlier version can be read without these; who asks looks whether they are there.
YOUNG = {
    "cities", "targets", "actions", "action_factors", "actions_taken",
    "papers", "paper_subjects", "paper_statements",
    "evidence_model", "evidence_parts", "evidence_concepts", "evidence_codes", "evidence_links",
    "evidence_said",
    "answer_sheets", "request_hours", "request_days", "repeat_contacts",
    "expert_ratings", "battery_pairs", "instrument_notes", "kano_items",
    "themes", "theme_words", "theme_links", "open_questions", "comments",
    "branch_requests", "branch_contacts", "branch_answers", "branch_respondents",
    "branch_answer_sums", "branch_score_sums",
    "province_requests", "province_durations",
    "frameworks", "framework_parts", "framework_statements", "self_assessments",
}  # fmt: skip
# Mart → the same, summed over the columns that each lacks. Questions name the mart alone.
SUMMARIES = {
    "requests": ("branch_requests", "province_requests"),
    "request_durations": ("province_durations",),
    "repeat_contacts": ("branch_contacts",),
    "answers": ("branch_answer_sums", "branch_answers"),
    "scores": ("branch_score_sums",),
    "respondents": ("branch_respondents",),
}
# Mart and its levels → the summary that has sums of these levels, about one of them (`about`).
SUMS = {("answers", "answer"): "branch_answer_sums", ("scores", "score"): "branch_score_sums"}

# A month in which only experts or units judged something is no month of the service.
JUDGED = {"expert_ratings", "self_assessments"}


def scoped(
    sql: str, selection: Selection, reader: Sequence[str] | None, chosen, marts: Mapping
) -> tuple:
    """`sql` with every named table limited, and the parameters that this binds.

    reader: the provinces the reader may see, None for all; chosen: those of the selection and the
    reader together, None for all; marts: the counted tables and their columns.
    """
    parameters = {}
    words = set(re.findall(r"\w+", sql))
    limits, sources = {}, {}
    for table in sorted(words & marts.keys()):
        limits[table] = _conditions(marts[table], selection, chosen, parameters)
        sources[table] = _source(table, words, selection, marts)
    own_lists = OWN_LISTS | {"loads": _of_any(marts)}
    for table in sorted(words & own_lists.keys()):
        own = _bound("scope", reader, parameters) if reader is not None else None
        limits[table] = own_lists[table].format(scope=own) if own else "true"
    limits |= dict.fromkeys(sorted(words & set(PUBLIC_LISTS)), "true")
    if not limits:
        return sql, parameters
    tables = ", ".join(
        f"{table} as (select * from published.{sources.get(table, table)} where {where})"
        for table, where in limits.items()
    )
    own_steps = re.match(r"\s*with\s", sql)
    rest = ", " + sql[own_steps.end() :] if own_steps else " " + sql
    return f"with {tables}{rest}", parameters


def sums_of(table: str, level: str, named: str, selection: Selection, marts: Mapping) -> str | None:
    """`table` with the sums of `level` in place of the mart; None where these are not enough.

    table: a mart, or SQL that reads it; named: SQL with all columns that are asked for.
    """
    words = set(re.findall(r"\w+", f"{table} {named}"))
    for (mart, own), summary in SUMS.items():
        if mart in words and own == level and _is_enough(summary, mart, words, selection, marts):
            return re.sub(rf"\b{mart}\b", summary, table)
    return None


def _source(table: str, words: set[str], selection: Selection, marts: Mapping) -> str:
    """The table to read for a mart: its first summary that the version has and that is enough."""
    offered = SUMMARIES.get(table, ())
    enough = (one for one in offered if _is_enough(one, table, words, selection, marts))
    return next(enough, table)


def _is_enough(summary, mart, words, selection, marts) -> bool:
    """Whether the version has it, with all columns of the mart that words or selection name."""
    if summary not in marts:
        return False
    filtered = {column for column, field in FILTERS.items() if getattr(selection, field)}
    return (words | filtered) & set(marts[mart]) <= set(marts[summary])


def _of_any(marts: Iterable[str]) -> str:
    """The loads of which a mart has a cell in the reader's provinces."""
    cells = (f"select load from published.{mart} where {_OWN}" for mart in sorted(marts))
    return f"load in ({' union '.join(cells)})"


def _conditions(columns, selection, chosen, parameters) -> str:
    conditions = ["true"]
    for column, field in FILTERS.items():
        codes = chosen if column == "province" else (getattr(selection, field) or None)
        if column in columns and codes is not None:
            conditions.append(f"{column} in ({_bound('chosen_' + column, codes, parameters)})")
    for comparison, value, name in (
        ("month >=", selection.first_month, "chosen_first_month"),
        ("month <=", selection.last_month, "chosen_last_month"),
        ("instrument =", selection.instrument, "chosen_instrument"),
    ):
        if value is not None and comparison.split()[0] in columns:
            parameters[name] = value
            conditions.append(f"{comparison} ${name}")
    return " and ".join(conditions)


def _bound(name: str, codes: Sequence[str], parameters: dict) -> str:
    """Placeholders for the codes. No code at all is a list that nothing is in."""
    names = [f"{name}_{position}" for position in range(len(codes))]
    parameters.update(zip(names, codes, strict=True))
    return ", ".join(f"${each}" for each in names) or "null"
