"""The headline measures by group: each in the selection's last month that has data of its kind."""

import dataclasses
from collections.abc import Sequence

from analysis.answer import Note
from analysis.both_sources import provenance_of_both
from analysis.headline_values import values
from analysis.headlines import SURVEYED
from analysis.marts import Marts
from analysis.measure_sums import log_counts
from analysis.measures import Satisfaction
from analysis.selection import Selection


def by_group(
    marts: Marts,
    selection: Selection,
    satisfied: Satisfaction,
    by: Sequence[str],
    names: Sequence[str],
) -> tuple[list[dict], int, list[Note], dict]:
    """Rows per measure and group, n, remarks, and the provenance of the answer.

    n, period and loads of one measure alone are those of its month and of what it counts; of
    several, the requests and months of the whole selection.
    """
    source = provenance_of_both(marts, selection, satisfied.people)
    rows, notes = [], []
    for name in names if source["loads"] else ():
        one = _last_month(marts, selection, name)
        if one is not None:
            found, said = values(marts, one, name, by)
            rows += [{"measure": name, "month": one.last_month} | row for row in found]
            notes += said
            if len(names) == 1:
                source = provenance_of_both(marts, one, satisfied.people)
    n = sum(row["n"] or 0 for row in rows)
    if len(names) > 1:
        n = int(log_counts(marts, selection, ())["requests"].sum())
    return rows, n, notes, source | {"selection": selection}


def _last_month(marts, selection, name) -> Selection | None:
    """The selection in the last of its months that has data of the measure's kind."""
    table = "requests"
    if name in SURVEYED:
        table = "survey_waves" if name == "response_rate" else "respondents"
    last = marts.query(f"select max(month) as last from {table}", selection).item()
    return last and dataclasses.replace(selection, first_month=last, last_month=last)
