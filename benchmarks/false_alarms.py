"""How often does "what changed" find a change where there is none?

A country of 31 provinces over 24 months in which nothing changes: every month other respondents and
other requests of the same branches, drawn from the same distributions. Each month is compared with
the one before, as `what_changed` does it: 31 provinces and the country × 46 measures are one family
of tests. A family errs if any change survives. Promise: at most 5 % of families err.

Respondents agree with themselves (their answers to 43 questions share a mood), branches differ for
good, and each branch has better and worse months (`WOBBLE`), which is what makes respondents of one
branch alike and naive tests wrong; these are shown beside it.

    python -m benchmarks.false_alarms [histories]          about 2 minutes for 25 histories
"""

import sys

import numpy as np
import polars as pl

from analysis.change_tests import estimated, judged
from analysis.measure_sums import SUMS
from analysis.statistics.multiple import judged_together

MONTHS, QUESTIONS, RESPONDENTS, REQUESTS = 24, 43, 250, 240
SHARES = (0.62, 0.90, 0.93)  # digital take-up, completion, on time
BRANCHES = np.array([38, *(3 + np.arange(30) % 2)])
# Standard deviations: of branches for good, of a branch's months, of a respondent's mood.
BRANCH, WOBBLE, MOOD = 0.12, 0.07, 0.7
PROMISED = 0.05


def history(rng: np.random.Generator) -> list[pl.DataFrame]:
    """Sums per measure and branch, one table per month."""
    province = np.repeat(np.arange(BRANCHES.size), BRANCHES)
    weight = np.exp(0.45 * rng.normal(size=province.size))
    share = weight / np.bincount(province, weight)[province]
    lasting = BRANCH * rng.normal(size=province.size)
    cuts = np.sort(rng.normal(-0.3, 0.3, QUESTIONS))[None, :, None] + [-1.2, -0.4, 0.4, 1.3]
    return [_month(rng, province, share, lasting, cuts) for _ in range(MONTHS)]


def _month(rng, province, share, lasting, cuts) -> pl.DataFrame:
    level = lasting + WOBBLE * rng.normal(size=lasting.size)
    tables = [_survey(rng, province, share, level, cuts), *_shares(rng, province, share, lasting)]
    return pl.concat(tables)


def _survey(rng, province, share, level, cuts) -> pl.DataFrame:
    branch = np.repeat(np.arange(share.size), rng.poisson(RESPONDENTS * share))
    mood = level[branch] + MOOD * rng.normal(size=branch.size)
    own = rng.normal(scale=np.sqrt(1 - MOOD**2), size=(branch.size, QUESTIONS))
    answer = (mood[:, None] + own)[:, :, None] > cuts
    answer = answer.sum(axis=2, dtype=np.int8).astype(float) + 1
    seen, starts = np.unique(branch, return_index=True)
    n = np.diff([*starts, branch.size]).astype(float)
    total, squares = (np.add.reduceat(values, starts) for values in (answer, answer**2))
    return pl.concat(
        _table(f"Q{item}", seen, province, n, total[:, item], squares[:, item])
        for item in range(QUESTIONS)
    )


def _shares(rng, province, share, lasting):
    n = rng.poisson(REQUESTS * share)
    seen = np.flatnonzero(n)
    for number, rate in enumerate(SHARES):
        odds = np.log(rate / (1 - rate)) + lasting + WOBBLE * rng.normal(size=lasting.size)
        count = rng.binomial(n, 1 / (1 + np.exp(-odds)))[seen].astype(float)
        yield _table(f"share{number}", seen, province, n[seen].astype(float), count, count)


def _table(measure, branch, province, n, total, squares) -> pl.DataFrame:
    sums = dict(zip(SUMS, (n, n, total, squares, n), strict=True))
    place = {"province": province[branch], "branch": branch}
    return pl.DataFrame(place | sums).with_columns(measure=pl.lit(measure))


def family(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """All comparisons of two months, judged together as in `what_changed`."""
    sums = pl.concat([before.with_columns(period=0), after.with_columns(period=1)])
    sampled = sums.select("province", "branch").unique()
    found = [estimated(sums, keys, sampled) for keys in (("measure", "province"), ("measure",))]
    return judged(pl.concat(found, how="diagonal"))


def naive(rows: pl.DataFrame, sums: tuple[pl.DataFrame, pl.DataFrame]) -> int:
    """How many survive if every answer counts as drawn by itself."""
    variance = 0.0
    for table in sums:
        keys = ["measure", "province"]
        of = table.group_by(keys).agg(pl.col(SUMS).sum())
        n = pl.col("weighed")
        mean = pl.col("total") / n
        of = of.with_columns(error=(pl.col("squares") / n - mean**2) / (n - 1))
        joined = rows.select(keys).join(of, on=keys, how="left", maintain_order="left")
        variance = variance + joined["error"].to_numpy()
    df = (rows["n_before"] + rows["n_after"] - 2).to_numpy()
    judged_so = judged_together(rows["change"].to_numpy(), np.sqrt(variance), df, method="bh")
    return int((judged_so.p_adjusted < PROMISED).sum())


def main(histories: int = 25) -> float:
    rng = np.random.default_rng(1404)
    errors, wrong, naive_errors, families = 0, 0, 0, 0
    for _ in range(histories):
        months = history(rng)
        for before, after in zip(months, months[1:], strict=False):
            rows = family(before, after)
            surviving = int((rows["p_adjusted"] < PROMISED).sum())
            families, wrong = families + 1, wrong + surviving
            errors += surviving > 0
            naive_errors += naive(rows.drop_nulls("province"), (before, after)) > 0
    share, margin = errors / families, 1.96 * np.sqrt(errors / families / families)
    print(f"{families} families of {rows.height} comparisons in which nothing changed")
    print(f"families that err: {share:.1%} (± {margin:.1%}); promised: at most {PROMISED:.0%}")
    print(f"changes wrongly listed: {wrong} of {families * rows.height}")
    print(f"families that would err with naive tests: {naive_errors / families:.1%}")
    return share


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])) > PROMISED)
