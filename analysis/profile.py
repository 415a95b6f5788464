"""Profile: how does this province or branch stand, on one page?

Composed of the answers to other questions over one selection: nothing is counted a second time.
- rows: the headline measures over the period, with the latest month, the change since the month it
  is compared with, whether that change is more than chance (`what_changed`), and the latest month's
  process icon (`process_charts`)
- `parts`: the whole answers: factors (evidence rule), channels, months, charts, coverage, changes,
  and one funnel per measure: the branches of a province, for a branch those around it
- `totals["peers"]`: units of nearly the same size (`analysis.peers`)
Charts begin with the first month that there is, as limits need history; all else keeps to the
months asked for.
"""

from dataclasses import dataclass, replace

from analysis import (
    channel_usage,
    comparison,
    coverage,
    factor_status,
    peers,
    process_charts,
    questionnaire,
    satisfaction_trends,
    what_changed,
)
from analysis.answer import Answer
from analysis.both_sources import provenance_of_both
from analysis.marts import Marts
from analysis.measures import satisfaction
from analysis.selection import Selection, check_groups

FUNNELS = ("satisfaction", "digital_take_up", "completion_rate", "on_time_share")
SHARES = FUNNELS[1:]


@dataclass(frozen=True)
class Profile(Answer):
    """An answer with the answers that it is made of; `selection` is what was asked for."""

    parts: dict[str, Answer]

    def as_json_object(self) -> dict:
        parts = {name: part.as_json_object() for name, part in self.parts.items()}
        return super().as_json_object() | {"parts": parts}


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    compare: str = what_changed.PREVIOUS,
) -> Profile:
    """One row per headline measure; `by`: the units of the funnels (default: see comparison)."""
    check_groups(by)
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    people = satisfaction(marts, asked).people
    source = provenance_of_both(marts, asked.selection, people) | {"selection": selection}
    unit = peers.unit_of(marts, selection)
    parts = _parts(marts, selection, unit, by, compare)
    counted = source["loads"] != []
    return Profile(
        question="profile",
        rows=_headline(parts) if counted else [],
        totals={
            "unit": unit and unit[0],
            "code": unit and unit[1],
            "compare": compare,
            "before": parts["changes"].totals["before"],
            "after": parts["changes"].totals["after"],
            "peers": peers.nearest(marts, selection) if counted else [],
        },
        n=parts["channels"].n,
        notes=parts["factors"].notes,
        parts=parts,
        **source,
    )


def _parts(marts, selection, unit, by, compare) -> dict[str, Answer]:
    history = replace(selection, first_month=None)
    around, by = _around(marts, selection, unit, by)
    funnels = {
        f"funnel_{measure}": comparison.ask(marts, around, by=by, measure=measure)
        for measure in FUNNELS
    }
    return {
        "factors": factor_status.ask(marts, selection, rule="evidence"),
        "channels": channel_usage.ask(marts, selection),
        "months": satisfaction_trends.ask(marts, selection, by=("month",)),
        "charts": process_charts.ask(marts, history, beside=selection),
        "coverage": coverage.ask(marts, selection),
        "changes": what_changed.ask(marts, selection, by=(), compare=compare),
    } | funnels


def _around(marts, selection, unit, by) -> tuple[Selection, tuple[str, ...]]:
    """Where the funnels look: for a branch its province, else the selection itself."""
    if unit is None or unit[0] != "branch":
        return selection, by
    sql = "select province from branches where branch = $branch"
    province = marts.query(sql, branch=unit[1]).item()
    wider = replace(selection, branches=(), region=None, provinces=(province,))
    return wider, by or ("branch",)


def _headline(parts: dict[str, Answer]) -> list[dict]:
    """Value over the period, and the n that it rests on, beside the latest month."""
    means, factors, channels = (parts[name].totals for name in ("months", "factors", "channels"))
    requests = parts["channels"].n
    mean = _value("satisfaction", means["weighted_mean"], parts["months"].n)
    mean |= {"low": means["interval_low"], "high": means["interval_high"]}
    behind = {"on_time_share": channels["on_time_n"], "digital_take_up": _known(parts)}
    rows = [
        mean,
        _value("favourable", _favourable(parts), parts["factors"].n, of=factors["items"]),
        *(_value(share, channels[share], behind.get(share, requests)) for share in SHARES),
        _value("median_hours", channels["median_hours"], channels["completed"]),
        _value("requests", requests, requests),
    ]
    return [row | _latest(row["measure"], parts) for row in rows]


def _favourable(parts) -> int | None:
    """How many factors are; None, not 0, where no factor has answers that may be shown."""
    factors = parts["factors"]
    return factors.totals["favourable"] if any(row["n"] for row in factors.rows) else None


def _known(parts) -> int:
    """Requests of the period on channels known to be remote or not."""
    first, last = (parts["channels"].period[end] for end in ("from", "to"))
    points = [row for row in parts["charts"].rows if row["measure"] == "digital_take_up"]
    return sum(row["n"] or 0 for row in points if first <= row["month"] <= last)


def _value(measure, value, n, of=None) -> dict:
    return {"measure": measure, "value": value, "n": n, "low": None, "high": None, "of": of}


def _latest(measure: str, parts: dict[str, Answer]) -> dict:
    """The latest month of a charted measure, beside the month that it is compared with."""
    entries = parts["charts"].totals["charts"]
    chart = next((entry for entry in entries if entry["measure"] == measure), {})
    points = parts["charts"].rows
    of_month = {row["month"]: row["value"] for row in points if row["measure"] == measure}
    changed = next((row for row in parts["changes"].rows if row["measure"] == measure), {})
    before, after = (of_month.get(parts["changes"].totals[end]) for end in ("before", "after"))
    return {
        "latest_month": chart.get("latest_month"),
        "latest": chart.get("latest"),
        "before": before,
        "change": None if None in (before, after) else after - before,
        "change_low": changed.get("ci_low"),
        "change_high": changed.get("ci_high"),
        "more_than_chance": bool(changed),
        "variation": chart.get("variation"),
        "provisional": chart.get("provisional"),
    }
