"""Province panels: which provinces need attention in one measure, and since when?

Every province (or other group of `by`) as a process chart of its own, as `process_charts` draws it,
beside the line of all of them together and the target (`targets.csv`): the group's own where it has
one, else that of everywhere. `totals["panels"]` are in the order in which they need attention: the
latest month worse than the usual variation, then below target, then the others, the lowest first;
what cannot be shown comes last.
"""

from dataclasses import replace

from analysis import process_charts, targets
from analysis.answer import Answer
from analysis.marts import Marts
from analysis.measures import CHARTED
from analysis.selection import Selection, SelectionError, check_groups, closest_codes
from analysis.statistics.variation import CONCERNING, IMPROVING

CHART = ("latest_month", "latest", "variation", "provisional", "signals", "special", "better")


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = ("province",),
    measure: str = "satisfaction",
    panel: str = "all",
) -> Answer:
    """One row per group and month; panel: all branches, or constant."""
    by = check_groups(by)
    if len(by) != 1 or by == ("month",):
        raise SelectionError("by", " ".join(by), "is not one dimension to have a panel for each of")
    if measure not in CHARTED:
        known = closest_codes(measure, CHARTED)
        raise SelectionError("measure", measure, "is not charted", known)
    found = process_charts.ask(marts, selection, by, (measure,), panel=panel)
    whole = process_charts.ask(marts, selection, (), (measure,), panel=panel)
    aims = _targets(marts, selection, by[0], measure, found.totals["charts"])
    panels = [_panel(chart, by[0], aims) for chart in found.totals["charts"]]
    names = ("measure", "title_fa", "title_en", "better")
    titles = {name: chart[name] for chart in whole.totals["charts"] for name in names}
    return replace(
        found,
        question="province_panels",
        totals={
            "by": by[0],
            **dict.fromkeys(names),
            **titles,
            "target": aims[None],
            "special": sum(one["variation"] in (CONCERNING, IMPROVING) for one in panels),
            "below_target": sum(one["met"] is False for one in panels),
            **{name: found.totals[name] for name in ("family", "limits_from")},
            "panel": panel,
            "panels": sorted(panels, key=_attention),
            "whole": [{name: row[name] for name in ("month", "n", "value")} for row in whole.rows],
        },
        n=sum(row["n"] or 0 for row in whole.rows),
    )


def _targets(marts, selection, by, measure, charts) -> dict:
    """Group → its target, None for that of everywhere."""
    everywhere = replace(selection, provinces=(), region=None, branches=())
    common = targets.in_force(marts, everywhere).get(measure)
    aims = {chart[by]: common for chart in charts} | {None: common}
    if by == "province":
        for province in aims.keys() - {None}:
            own = replace(everywhere, provinces=(province,))
            aims[province] = targets.in_force(marts, own).get(measure)
    return aims


def _panel(chart: dict, by: str, aims: dict) -> dict:
    target = aims[chart[by]]
    met = targets.met(chart["latest"], target, chart["better"])
    return {by: chart[by]} | {name: chart[name] for name in CHART} | {"target": target, "met": met}


def _attention(panel: dict) -> tuple:
    """What comes first needs attention first; of a measure where less is better the highest."""
    latest = panel["latest"]
    if latest is None:
        return (3, 0.0)
    urgent = 0 if panel["variation"] == CONCERNING else 1 if panel["met"] is False else 2
    return urgent, -latest if panel["better"] == "lower" else latest
