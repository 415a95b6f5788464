"""Citizen groups: how do customer groups fare, what do they need, and by which channels?

A public service is for groups, not for single persons. One row per customer group with answers or
requests (None: not stated):
- n, mean, low, high: satisfaction as in `satisfaction_trends`, by the survey's design
- favourable, unfavourable, undetermined: factors as in `factor_status` by the evidence rule, each
  group adjusted by itself; above, below: factors on which the group answers otherwise than all
  others together (`group_differences`)
- requests, digital_take_up, completion_rate, median_hours: as in `channel_usage`
`totals`: differences, one per group and factor; channels and services, one per group and channel or
service with the requests and their share in the group's; factors, their titles by code.
"""

from dataclasses import replace

import polars as pl

from analysis import channel_usage, factor_status, group_differences, satisfaction_trends
from analysis.answer import Answer
from analysis.both_sources import provenance_of_both
from analysis.evidence import EVIDENCE
from analysis.marts import Marts, People
from analysis.questionnaire import choose
from analysis.selection import Selection, SelectionError

GROUP = "customer_group"
STATUSES = ("favourable", "unfavourable", "undetermined")
OF_SURVEY = {"n": "n", "mean": "weighted_mean", "low": "interval_low", "high": "interval_high",
             "suppressed": "suppressed", "weak": "weak"}  # fmt: skip
OF_LOG = ("requests", "digital_take_up", "completion_rate", "median_hours")


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ()) -> Answer:
    """One row per customer group, in the order of the reference data; no groups of another kind."""
    if by:
        raise SelectionError("by", by[0], "is not taken: rows are customer groups")
    satisfied = satisfaction_trends.ask(marts, selection, by=(GROUP,))
    judged = factor_status.ask(marts, selection, by=(GROUP,), rule=EVIDENCE)
    served = channel_usage.ask(marts, selection, by=(GROUP,))
    differing = _differences(marts, judged)
    titles = {row["item"]: _titles(row) for row in judged.rows}
    people = People("respondents", "answered")
    return replace(
        satisfied,
        question="citizen_groups",
        rows=_rows(marts, satisfied.rows, judged.rows, differing, served.rows),
        totals=_totals(satisfied.totals)
        | {
            "requests": served.totals["requests"],
            "digital_take_up": served.totals["digital_take_up"],
            "differences": [row | titles[row["item"]] for row in differing],
            "channels": _shares(marts, selection, "channel"),
            "services": _shares(marts, selection, "service"),
        },
        notes=satisfied.notes + [n for n in judged.notes if n not in satisfied.notes],
        **provenance_of_both(marts, satisfied.selection, people),
    )


def _differences(marts, judged) -> list[dict]:
    asked = choose(marts, judged.selection)
    answers = People("answers", "respondents", "battery = $battery", {"battery": asked.battery})
    shown = [row for row in judged.rows if row["n"] and not row["suppressed"]]
    return group_differences.differences(marts, asked, GROUP, shown, answers)


def _titles(row) -> dict:
    return {name: row[name] for name in ("title_fa", "title_en", "position")}


def _rows(marts, satisfied, judged, differing, served) -> list[dict]:
    order = marts.query("select customer_group from customer_groups")[GROUP].to_list()
    by_group = {rows: {row[GROUP]: row for row in own}
                for rows, own in (("survey", satisfied), ("log", served))}  # fmt: skip
    known = {row[GROUP] for row in (*satisfied, *judged, *served)}
    return [
        {GROUP: group}
        | _of_survey(by_group["survey"].get(group, {}))
        | _counted(group, judged, differing)
        | {name: by_group["log"].get(group, {}).get(name) for name in OF_LOG}
        for group in sorted(known, key=lambda g: (g is None, order.index(g) if g in order else 0))
    ]


def _of_survey(row) -> dict:
    told = {name: row.get(key) for name, key in OF_SURVEY.items()}
    return told | {"n": row.get("n") if row.get("suppressed") else row.get("n", 0)}


def _counted(group, judged, differing) -> dict:
    """Factors by status; None where the group's answers may not be shown or there are none."""
    own = [row for row in judged if row[GROUP] == group and row["status"]]
    counts = {name: sum(row["status"] == name for row in own) for name in STATUSES}
    others = [row["differs"] for row in differing if row[GROUP] == group]
    counts |= {side: others.count(side) for side in ("above", "below")}
    return counts if own else dict.fromkeys(counts)


def _totals(totals) -> dict:
    kept = ("n", "reference", "lowest", "highest", "measure")
    return {name: totals[name] for name in kept} | {"mean": totals["weighted_mean"]}


def _shares(marts, selection, column) -> list[dict]:
    """Requests of each group by channel or service, the most first."""
    rows = marts.query(
        f"""select {GROUP}, {column}, sum(requests)::bigint as requests
            from requests group by all having sum(requests) > 0""",
        selection,
    ).sort(GROUP, column, nulls_last=True)
    share = pl.col("requests") / pl.col("requests").sum().over(GROUP)
    told = rows.with_columns(share=share).to_dicts()
    return sorted(told, key=lambda row: (row[GROUP] or "", -row["requests"]))
