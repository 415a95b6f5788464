"""How reliable is each subscale, component and the whole: α and ω with 95 % intervals?"""

import numpy as np

from analysis.answer_sheets import Sheets
from analysis.disclosure import SMALL
from analysis.statistics.reliability import UNKNOWN, alpha, omega
from analysis.structure import Scale

FIGURES = ("alpha", "alpha_low", "alpha_high", "omega", "omega_low", "omega_high")


def reliabilities(sheets: Sheets, scales: list[Scale]) -> list[dict]:
    """One entry per scale, on its own complete sheets: scale, kind, titles, items, n, FIGURES.

    problem: one_item, too_few (no more sheets than items), no_spread (constant or contrary items);
    None where α is known.
    """
    return [_one(sheets.moments(scale.items), scale) for scale in scales]


def _one(group, scale):
    n, k = group.n, len(scale.items)
    problem = "one_item" if k < 2 else "too_few" if n < SMALL or n <= k else None
    found = (UNKNOWN, UNKNOWN)
    if problem is None:
        found = alpha(group.covariance * n / (n - 1), n), omega(group)
        problem = None if np.isfinite(found[0].value) else "no_spread"
    values = [_known(value) for one in found for value in one]
    return {
        "scale": scale.scale,
        "kind": scale.kind,
        "title_fa": scale.title_fa,
        "title_en": scale.title_en,
        "items": k,
        "n": n if n >= SMALL else None,
        **dict(zip(FIGURES, values, strict=True)),
        "problem": problem,
    }


def _known(value):
    return float(value) if np.isfinite(value) else None
