"""Do the answers follow the questionnaire's own structure? The confirmatory model as plain values.

`problem` says in one word why there is no model: no_sheets, too_few (no more complete sheets than
items), constant (`items` answered all alike), not_positive_definite (items that repeat each other),
not_identified (one factor with fewer than three items).
"""

from typing import NamedTuple

import numpy as np

from analysis.answer_sheets import Sheets
from analysis.disclosure import SMALL
from analysis.statistics.complete_cases import correlation
from analysis.statistics.confirmatory import Confirmed, confirm
from analysis.statistics.factor_model import Moments, is_positive_definite
from analysis.statistics.sampling_adequacy import bartlett, kmo
from analysis.structure import Scale

INDICES = ("chi_square", "df", "p", "cfi", "tli", "rmsea", "rmsea_low", "rmsea_high")


def problem_of(group: Moments, items: list[str]) -> dict:
    """problem (None where a model can be fitted) and the constant `items`."""
    n, p = group.n, len(items)
    spread = np.diag(group.covariance)
    constant = [item for item, variance in zip(items, spread, strict=True) if variance == 0]
    if n == 0:
        return {"problem": "no_sheets", "items": []}
    if n <= p or n < SMALL:
        return {"problem": "too_few", "items": []}
    if constant:
        return {"problem": "constant", "items": constant}
    if not is_positive_definite(group.covariance):
        return {"problem": "not_positive_definite", "items": []}
    return {"problem": None, "items": []}


def adequacy(sheets: Sheets) -> tuple[dict, dict]:
    """kmo, bartlett_chi2, bartlett_df, bartlett_p of all items, problem; and item → its KMO."""
    group = sheets.moments()
    told = problem_of(group, sheets.items)
    if told["problem"] is None and len(sheets.items) < 2:
        told["problem"] = "one_item"
    names = ("kmo", "bartlett_chi2", "bartlett_df", "bartlett_p")
    if told["problem"]:
        return dict.fromkeys(names) | told, {}
    between = correlation(group.covariance)
    overall, per_item = kmo(between)
    test = bartlett(between, group.n)
    return dict(zip(names, (overall, *test), strict=True)) | told, _by_item(sheets.items, per_item)


class Structure(NamedTuple):
    """fit: problem, items, n, INDICES, chi2_df, srmr, converged, admissible. factors: one entry
    each with items, ave, composite_reliability and, from the printed loadings, published_ave and
    published_reliability. pairs: one per two factors with correlation and htmt. loadings: item →
    standardised loading."""

    fit: dict
    factors: list[dict]
    pairs: list[dict]
    loadings: dict


def structure(sheets: Sheets, factors: list[Scale], printed: dict) -> Structure:
    """The model in which each item measures its one factor, on complete sheets.

    printed: item → loading as the study printed it.
    """
    items = [item for factor in factors for item in factor.items]
    group = sheets.moments(items)
    told = problem_of(group, items) | {"n": group.n if group.n >= SMALL else None}
    if told["problem"] is None and len(factors) == 1 and len(items) < 3:
        told["problem"] = "not_identified"
    found = None
    if told["problem"] is None:
        factor_of = [place for place, factor in enumerate(factors) for _ in factor.items]
        found = confirm(group, factor_of)
    return Structure(
        fit=told | _fit(found),
        factors=[_factor(*each, found, printed) for each in enumerate(factors)],
        pairs=[] if found is None else _pairs(factors, found),
        loadings={} if found is None else _by_item(items, found.loading),
    )


def _fit(found: Confirmed | None) -> dict:
    if found is None:
        return dict.fromkeys((*INDICES, "chi2_df", "srmr", "converged", "admissible"))
    values = {name: _known(getattr(found.indices, name)) for name in INDICES}
    df = found.indices.df
    return values | {
        "df": df,
        "chi2_df": found.indices.chi_square / df if df else None,
        "srmr": _known(found.srmr),
        "converged": found.converged,
        "admissible": found.admissible,
    }


def _by_item(items, values):
    return dict(zip(items, map(float, values), strict=True))


def _factor(place, factor, found, published):
    printed = np.array([published[item] for item in factor.items if item in published])
    whole = len(printed) == len(factor.items) > 0
    shared, own = printed.sum() ** 2, (1 - printed**2).sum()
    return {
        "factor": factor.scale,
        "title_fa": factor.title_fa,
        "title_en": factor.title_en,
        "items": len(factor.items),
        "ave": None if found is None else _known(found.ave[place]),
        "composite_reliability": None if found is None
        else _known(found.composite_reliability[place]),
        "published_ave": float(np.mean(printed**2)) if whole else None,
        "published_reliability": float(shared / (shared + own)) if whole else None,
    }  # fmt: skip


def _pairs(factors, found):
    return [
        {
            "factor": factors[a].scale,
            "other": factors[b].scale,
            "correlation": _known(found.correlations[a, b]),
            "htmt": _known(found.htmt[a, b]),
        }
        for a in range(len(factors))
        for b in range(a)
    ]


def _known(value):
    return float(value) if np.isfinite(value) else None
