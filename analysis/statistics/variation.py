"""What a control chart says to a manager: is the latest variation special, is the target safe?

    variation  common_cause: no rule fired, or what fired is not confirmed; else special_improving,
               special_concerning, or special_neither where no direction is better
    assurance  with "higher is better":  consistently_hit     lower limit ≥ target
                                         consistently_missed  upper limit < target
                                         hit_and_miss         in between: chance decides
               with "lower is better" the mirror image

Codes only; the words for people and the icons belong to the pages.
Source: NHS England, Making Data Count (icons of variation and assurance), as its R package
NHSRplotthedots applies them, ptd_calculate_point_type and ptd_calculate_assurance_type. Other than
there, a limit equal to the target counts as meeting it, so that a process always at its target
hits it.
"""

import numpy as np

from analysis.statistics.process_control import Chart
from analysis.statistics.special_cause import SpecialCauses

COMMON_CAUSE = "common_cause"
IMPROVING, CONCERNING, NEITHER = "special_improving", "special_concerning", "special_neither"
HIT, MISSED, HIT_AND_MISS = "consistently_hit", "consistently_missed", "hit_and_miss"
BETTER = {"higher": 1, "lower": -1, "neither": 0}


def variation(values, chart: Chart, causes: SpecialCauses, better: str, confirmed=True) -> list:
    """The code of variation at each point; None where there is no value or there are no limits.

    better: higher, lower or neither. confirmed: per point or for all, whether a rule that fired may
    be called special (see `chart_evidence`: among many charts some fire by chance).

    >>> from analysis.statistics.process_control import xmr
    >>> from analysis.statistics.special_cause import special_causes
    >>> series = [5, 6, 5, 6, 5, 6, 5, 12]
    >>> variation(series, xmr(series), special_causes(series, xmr(series)), "lower")[-2:]
    ['common_cause', 'special_concerning']
    """
    improvement = _direction(better)
    known = ~np.isnan(np.asarray(values, dtype=float)) & ~np.isnan(chart.sigma)
    special = {1: IMPROVING, -1: CONCERNING, 0: NEITHER}
    fired = [next((rule for rule in point if rule), None) for point in zip(*causes, strict=True)]
    trusted = np.broadcast_to(confirmed, known.shape)
    codes = [
        special[sign * improvement] if sign is not None and sure else COMMON_CAUSE
        for sign, sure in zip(fired, trusted, strict=True)
    ]
    return [code if said else None for code, said in zip(codes, known, strict=True)]


def latest(values) -> int | None:
    """The position of the latest value, whose variation the icon shows; None without any.

    >>> latest([3.0, 4.0, np.nan])
    1
    """
    known = np.flatnonzero(~np.isnan(np.asarray(values, dtype=float)))
    return int(known[-1]) if known.size else None


def assurance(lower: float, upper: float, target: float, better: str) -> str | None:
    """The code of assurance from the limits at the latest point.

    None without limits, without a target (NaN), or where no direction is better.

    >>> assurance(0.70, 0.80, target=0.65, better="higher")
    'consistently_hit'
    """
    improvement = _direction(better)
    if improvement == 0 or np.isnan([lower, upper, target]).any():
        return None
    worst, best = (lower, upper) if improvement > 0 else (-upper, -lower)
    if worst >= improvement * target:
        return HIT
    return MISSED if best < improvement * target else HIT_AND_MISS


def _direction(better: str) -> int:
    if better not in BETTER:
        raise ValueError(f"better ({better!r}) must be one of {', '.join(map(repr, BETTER))}")
    return BETTER[better]
