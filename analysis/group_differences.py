"""On which factors does a group answer otherwise than all others? Adjusted tests over all of them.

The mean of a group less that of all other groups together, factor by factor, by the survey's design
(`analysis.change_tests`: branches are clusters and provinces strata, a branch with answers of both
brings in their covariance), two-sided, Benjamini–Hochberg over all groups and factors at once. Only
what may be shown of a group counts, for itself and among the others. Used by `citizen_groups`;
`theme_differences` takes its domains.
"""

from collections.abc import Sequence

import polars as pl

from analysis import finite_population
from analysis.change_tests import estimated, judged
from analysis.disclosure import SMALL
from analysis.marts import Marts, People
from analysis.measure_sums import PLACE, SUMS, answer_sums
from analysis.questionnaire import Questionnaire
from analysis.selection import Selection
from analysis.survey_estimates import SURVEY, sample_of

ALPHA = 0.05


def differences(
    marts: Marts, asked: Questionnaire, column: str, shown: Sequence[dict], answers: People
) -> list[dict]:
    """One dict per group of `column` and factor with answers of both; the surest first.

    shown: item and group of all that may be shown. Keys: the group, item, n and n_others (answers
    with a weight, at least 5 each), mean, others, difference, ci_low, ci_high, p_adjusted, and
    differs: above, below or None.
    """
    about = asked.instrument["reference"] or 0.0
    # The same sums as those of `factor_status`, which are kept: so they are read once
    finite, _ = finite_population.told(sample_of(marts, asked.selection, (), SURVEY))
    sums = answer_sums(
        marts, asked.selection, ("item", column, *PLACE), answers, "answer", about,
        inner=finite != finite_population.NONE,
    )  # fmt: skip
    kept = pl.DataFrame(
        [{"item": row["item"], column: row[column]} for row in shown],
        schema={"item": pl.String, column: pl.String},
    )
    sums = sums.join(kept, on=["item", column], nulls_equal=True).rename({"item": "measure"})
    groups = sums[column].unique().sort(nulls_last=True).to_list()
    if len(groups) < 2:
        return []
    rows = judged(against_others(marts, asked.selection, sums, column, groups))
    # Those without weight count among the respondents, but not in a mean
    rows = rows.filter(pl.col("n_before") >= SMALL, pl.col("n_after") >= SMALL)
    told = [_told(row, column, about) for row in rows.iter_rows(named=True)]
    return sorted(told, key=lambda row: (row["p_adjusted"] is None, row["p_adjusted"] or 0))


def against_others(
    marts: Marts, selection: Selection, sums: pl.DataFrame, column: str, groups: Sequence
) -> pl.DataFrame:
    """`change_tests.RESULTS` per measure and group: before are all others, after is the group.

    sums: measure, column, province, branch and `measure_sums.SUMS`.
    """
    sided = pl.concat(
        sums.with_columns(
            period=pl.col(column).eq_missing(pl.lit(group)).cast(pl.Int64),
            group=pl.lit(group, dtype=pl.String),
        )
        for group in groups
    )
    keys = ("measure", "group")
    sided = sided.group_by(*keys, "period", *PLACE).agg(pl.col(SUMS).sum())
    sampled = sample_of(marts, selection, (), SURVEY)
    return estimated(sided.sort(*keys, "period", *PLACE), keys, sampled)


def _told(row, column, about) -> dict:
    sure = row["p_adjusted"] is not None and row["p_adjusted"] < ALPHA
    side = "above" if row["change"] > 0 else "below"
    return {
        column: row["group"],
        "item": row["measure"],
        "n": int(row["n_after"]),
        "n_others": int(row["n_before"]),
        "mean": row["after"] + about,
        "others": row["before"] + about,
        "difference": row["change"],
        **{name: row[name] for name in ("ci_low", "ci_high", "p_adjusted")},
        "differs": side if sure else None,
    }
