"""Do the figures that a study printed of its model follow from each other?

Each check has what was printed, what follows from the other printed figures, and whether the two
agree; `agrees` is None where nothing was printed, so that the implied value only adds to it.
"""

import numpy as np

from analysis.statistics.fit_indices import rmsea
from analysis.statistics.published_checks import bartlett_floor, implied_cfi, variance_explained

# "about 68 %" agrees with anything that rounds near it.
ABOUT = 0.05


def model_checks(figures: dict, rows: list[dict], n: int | None) -> list[dict]:
    """The checks that the printed `figures` allow, with rows of loading, component, status.

    Each is {"check", "printed", "implied", "agrees"}; none without a table.
    """
    if not rows or not n:
        return []
    loadings = [row["loading"] for row in rows]
    codes = sorted({str(row["component"]) for row in rows})
    factor_of = [codes.index(str(row["component"])) for row in rows]
    return [
        check
        for check in (
            *(_count(figures, rows, status) for status in ("favourable", "unfavourable")),
            _least(figures, loadings),
            _variance(figures, loadings),
            _bartlett(figures, loadings, factor_of, n),
            _rmsea(figures, n),
            _cfi(figures, len(loadings), len(codes), n),
        )
        if check
    ]


def _check(name, printed, implied, agrees):
    return {"check": name, "printed": printed, "implied": implied, "agrees": agrees}


def _count(figures, rows, status):
    if (printed := figures.get(status)) is None:
        return None
    counted = sum(row["status"] == status for row in rows)
    return _check(status, printed, counted, counted == printed)


def _least(figures, loadings):
    if (printed := figures.get("least_loading")) is None:
        return None
    return _check("least_loading", printed, min(loadings), min(loadings) > printed)


def _variance(figures, loadings):
    if (printed := figures.get("variance_explained")) is None:
        return None
    implied = variance_explained(loadings)
    return _check("variance_explained", printed, implied, abs(implied - printed) < ABOUT)


def _bartlett(figures, loadings, factor_of, n):
    if (printed := figures.get("bartlett_chi2")) is None:
        return None
    implied = bartlett_floor(loadings, factor_of, n)
    return _check("bartlett_chi2", printed, implied, printed >= implied)


def _rmsea(figures, n):
    ratio, printed = figures.get("chi2_df"), figures.get("rmsea")
    if ratio is None or printed is None:
        return None
    implied = rmsea(ratio, 1, n)  # the same for every df
    return _check("rmsea", printed, implied, bool(np.isclose(implied, printed, atol=0.0005)))


def _cfi(figures, p, k, n):
    ratio, baseline = figures.get("chi2_df"), figures.get("bartlett_chi2")
    if ratio is None or baseline is None:
        return None
    df = p * (p + 1) // 2 - 2 * p - k * (k - 1) // 2
    return _check("cfi", figures.get("cfi"), implied_cfi(ratio, df, baseline, p, n), None)
