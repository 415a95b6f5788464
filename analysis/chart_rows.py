"""The rows of a process chart: a measure's months with centre, limits, causes and their meaning.

Used by `process_charts`; the formulas are those of `analysis.statistics.process_control`.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis.measures import Measure
from analysis.statistics.chart_evidence import chart_evidence
from analysis.statistics.process_control import FEWEST_POINTS, Chart, p_prime_chart, xmr
from analysis.statistics.special_cause import SpecialCauses, special_causes
from analysis.statistics.variation import COMMON_CAUSE, assurance, latest, variation

XMR, P_PRIME = "xmr", "p_prime"
DIRECTION = {1: "up", -1: "down"}
ALPHA = 0.05
ACTION = "action-"  # begins the code of an event that is an action taken


@dataclass(frozen=True)
class Place:
    """Which groups and months the charts have, and the events of these months.

    provinces: those asked for, None for the whole country; family: so many charts are read
    together, and special is said only of what at most 5 % of such families show by chance;
    first: the first month that is shown; what lies before it bears the limits only.
    """

    by: tuple[str, ...]
    months: list[str]
    events: list[dict]
    provinces: tuple[str, ...] | None
    family: int = 1
    first: str = ""

    @property
    def shown(self) -> slice:
        """Where in `months` those stand that are shown."""
        return slice(sum(month < self.first for month in self.months), None)

    def shows(self, event: dict) -> bool:
        """An event is worth a mark where it happened everywhere, or in a province asked for.

        Of the actions of single provinces the chart of the whole country would be full.
        """
        at = event["province"]
        if self.provinces is None:
            return at is None or not event["event"].startswith(ACTION)
        return at is None or at in self.provinces

    def of(self, group: dict) -> "Place":
        """The same, of one group."""
        own = (group["province"],) if "province" in group else self.provinces
        return replace(self, provinces=own)

    def restarts(self, event: dict) -> bool:
        """What happened in one province makes no new process of several."""
        return event["restarts"] and event["province"] in (None, *self._alone)

    @property
    def _alone(self) -> tuple[str, ...]:
        return self.provinces if self.provinces is not None and len(self.provinces) == 1 else ()


def drawn(measure: Measure, series: pl.DataFrame, place: Place, target: float | None):
    """The rows of a measure's charts, one chart per group of `place.by`, and an entry per chart."""
    by = place.by
    groups = _groups(series, place)
    rows, charts = [], []
    for key in sorted(groups, key=lambda codes: [(code is None, code or "") for code in codes]):
        group = dict(zip(by, key, strict=True))
        own, found = place.of(group), groups[key]
        fitting = [e for e in own.events if own.shows(e) and _of(measure, e)]
        points, chart, causes = _points(measure, found, own, fitting)
        n = points["n"] if measure.is_share else None
        p = np.minimum(chart_evidence(points["value"], chart, n) * place.family, 1)
        codes = variation(points["value"], chart, causes, measure.better, p <= ALPHA)
        rows += _rows(measure, group, own, points, chart, causes, codes, fitting)
        entry = _entry(measure, group, own, points, chart, codes, target)
        charts.append(entry | _evidence(points, place, causes, codes, p))
    return rows, charts


def _groups(series: pl.DataFrame, place: Place) -> dict[tuple, pl.DataFrame]:
    """The series of each group that has data in what is shown."""
    if not place.by:
        return {(): series}
    groups = series.partition_by(place.by, as_dict=True)
    return {key: found for key, found in groups.items() if found["month"].max() >= place.first}


def _of(measure: Measure, event: dict) -> bool:
    return event["measure"] in (None, measure.measure)


def _points(measure, series, place, events) -> tuple[dict, Chart, SpecialCauses]:
    """Values by month, NaN where there are none, their chart and what it calls special."""
    found = {row["month"]: row for row in series.iter_rows(named=True)}

    def column(name, nothing=np.nan):
        values = [found.get(month, {}).get(name) for month in place.months]
        return np.array([nothing if value is None else value for value in values])

    n = column("n")
    starts = {place.months.index(e["month"]) for e in events if place.restarts(e)}
    starts = sorted(starts)
    if "count" in series.columns:
        count = column("count")
        value = count / np.where(n > 0, n, np.nan)
        chart = p_prime_chart(count, n, starts)
    else:
        value = column("value").astype(float)
        chart = xmr(value, starts, bounds=(measure.lowest, measure.highest))
    points = {"n": n, "value": value, "suppressed": column("suppressed", False).astype(bool)}
    return points, chart, special_causes(value, chart)


def _rows(measure, group, place, points, chart, causes, codes, events) -> list[dict]:
    return [
        {
            **group,
            "measure": measure.measure,
            "month": month,
            "n": None if np.isnan(points["n"][i]) else int(points["n"][i]),
            "value": _number(points["value"][i]),
            **{line: _number(getattr(chart, line)[i]) for line in ("centre", "lower", "upper")},
            "causes": _causes(causes, i),
            "variation": codes[i],
            "baseline": int(chart.baseline[i]),
            "provisional": bool(chart.points[i] < FEWEST_POINTS),
            "events": " ".join(e["event"] for e in events if e["month"] == month) or None,
            "suppressed": bool(points["suppressed"][i]),
        }
        for i, month in list(enumerate(place.months))[place.shown]
    ]


def _entry(measure, group, place, points, chart, codes, target) -> dict:
    """What a manager reads of a chart: its latest value, variation and assurance."""
    at = _latest(points, place)
    aim = float("nan") if target is None else target
    return {
        **group,
        "measure": measure.measure,
        "title_fa": measure.title_fa,
        "title_en": measure.title_en,
        "chart": P_PRIME if measure.is_share else XMR,
        "better": measure.better,
        "latest_month": None if at is None else place.months[at],
        "latest": None if at is None else _number(points["value"][at]),
        "variation": None if at is None else codes[at],
        "assurance": None
        if at is None
        else assurance(chart.lower[at], chart.upper[at], aim, measure.better),
        "target": target,
        "provisional": at is None or bool(chart.points[at] < FEWEST_POINTS),
    }


def _latest(points, place) -> int | None:
    """The last month that is shown and has a value."""
    at = latest(points["value"])
    return None if at is None or place.months[at] < place.first else at


def _evidence(points, place, causes, codes, p) -> dict:
    """Months shown that break a rule (signals), those that are special, and how sure that is."""
    at = _latest(points, place)
    return {
        "signals": int(np.any(causes, axis=0)[place.shown].sum()),
        "special": sum(code not in (None, COMMON_CAUSE) for code in codes[place.shown]),
        "p_adjusted": None if at is None else _number(p[at]),
    }


def _causes(causes: SpecialCauses, position: int) -> str | None:
    """`outside_up shift_up`: every rule that fired at a point, with its direction."""
    fired = ((rule, marks[position]) for rule, marks in causes._asdict().items())
    return " ".join(f"{rule}_{DIRECTION[int(sign)]}" for rule, sign in fired if sign) or None


def _number(value) -> float | None:
    return float(value) if np.isfinite(value) else None
