"""In which groups is a theme written of more or less than in all others? Adjusted tests over all.

The share of a group less that of all other groups together, theme by theme, with the design effect
of the survey (`analysis.change_tests`) and the spread that two equal shares would have, p̄(1 − p̄):
a theme that nobody of a group mentions has no spread of its own there, which would look sure. A
design effect below 1 counts as 1, and where fewer than 5 mentions are to be expected nothing is
tested (Cochran's rule for tables of counts). Two-sided, Benjamini–Hochberg over all groups and
themes at once. Of few mentions a normal distribution is too sure in its tails: p is at least that
of the binomial distribution with the group's effective comments. Only what may be shown of a group
counts, for itself and among the others.
Source: Rao, J. N. K. & Scott, A. J. (1984), Annals of Statistics 12, 46–60 (first order); Cochran,
W. G. (1954), Biometrics 10, 417–451, on small expectations. With a design effect of 1 the
first is Pearson's test of two shares.
"""

import numpy as np
import polars as pl
from scipy.special import betainc, betaincc

from analysis.change_tests import judged
from analysis.disclosure import SMALL
from analysis.group_differences import ALPHA, against_others
from analysis.marts import Marts
from analysis.measure_sums import PLACE, SUMS
from analysis.open_answers import Asked
from analysis.statistics.multiple import adjusted

EXPECTED = 5
NOTHING = 1e-9  # in place of 0, of which there is no beta function


def differences(
    marts: Marts, chosen: Asked, column: str, shown: pl.DataFrame, sums: pl.DataFrame
) -> list[dict]:
    """One dict per group of `column` and theme that differ, the surest first.

    shown: `theme` and `column` of all that may be shown; sums: of `theme_shares.sums_of`. Keys:
    column, theme, n and n_others (comments), share, others, difference, p_adjusted, differs (above
    or below).
    """
    kept = sums.join(shown.select("theme", column), on=["theme", column], nulls_equal=True)
    kept = kept.rename({"theme": "measure"})
    kept = kept.select("measure", *dict.fromkeys((column, *PLACE)), *SUMS)
    groups = kept[column].unique().sort(nulls_last=True).to_list()
    if len(groups) < 2:
        return []
    found = against_others(marts, chosen.selection, kept, column, groups)
    found = tested(found).filter(pl.col("p_adjusted") < ALPHA)
    found = found.sort("p_adjusted", pl.col("change").abs() * -1, "measure", "group")
    return [_told(row, column) for row in found.iter_rows(named=True)]


def tested(found: pl.DataFrame) -> pl.DataFrame:
    """`change_tests.RESULTS` of shares with p and p_adjusted; only of those that can be tested."""
    found = judged(_of_equal_shares(found))
    n, share, pooled = (found[name].to_numpy() for name in ("n_effective", "after", "pooled"))
    p = np.maximum(found["p"].cast(pl.Float64).to_numpy(), binomial(share * n, n, pooled))
    return found.with_columns(p=pl.Series(p), p_adjusted=pl.Series(adjusted(p)).fill_nan(None))


def binomial(said: np.ndarray, n: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Twice the smaller tail of `said` or farther of n, which need not be whole numbers.

    >>> binomial(np.array([8.0]), np.array([10.0]), np.array([0.5])).round(4)
    array([0.1094])
    """
    rest = n - said
    more = np.where(said > 0, betainc(np.maximum(said, NOTHING), rest + 1, share), 1.0)
    less = np.where(rest > 0, betaincc(said + 1, np.maximum(rest, NOTHING), share), 1.0)
    return np.minimum(2 * np.minimum(more, less), 1.0)


def _of_equal_shares(found: pl.DataFrame) -> pl.DataFrame:
    """`found` with the standard error that the difference of two equal shares would have.

    Left out are those with fewer than EXPECTED effective mentions, or others, to be expected.
    """
    before, after = pl.col("n_before"), pl.col("n_after")
    shares = [(before, pl.col("before")), (after, pl.col("after"))]
    own = sum(share * (1 - share) / (n - 1) for n, share in shares)
    deff = pl.max_horizontal(pl.col("se") ** 2 / own, 1.0)
    found = found.filter(pl.min_horizontal(before, after) >= SMALL, pl.col("se") > 0)
    found = found.filter(own > 0, pl.col("df") > 0).with_columns(
        deff=deff,
        pooled=sum(n * share for n, share in shares) / (before + after),
        n_effective=after / deff,
    )
    pooled = pl.col("pooled")
    rarer = pl.min_horizontal(pooled, 1 - pooled)
    found = found.filter(pl.min_horizontal(before, after) / pl.col("deff") * rarer >= EXPECTED)
    equal = pooled * (1 - pooled) * (1 / before + 1 / after)
    return found.with_columns(se=(equal * pl.col("deff")).sqrt())


def _told(row: dict, column: str) -> dict:
    return {
        column: row["group"],
        "theme": row["measure"],
        "n": int(row["n_after"]),
        "n_others": int(row["n_before"]),
        "share": row["after"],
        "others": row["before"],
        "difference": row["change"],
        "p_adjusted": row["p_adjusted"],
        "differs": "above" if row["change"] > 0 else "below",
    }
