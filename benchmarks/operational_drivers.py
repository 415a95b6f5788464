"""How often is a measure of the service said to go with satisfaction where it does not?

Branches, months, respondents and measures are those of the chosen warehouse. Only satisfaction is
drawn anew, of nothing but what branches have for good (`BRANCH`), what a branch has in a month
(`WOBBLE`) and its respondents (`ANSWER`, over the root of their number). A test errs if its p is
below 0.05, a family of all measures if any adjusted p is. Promise: either in at most 5 %, but for
the error of the simulation. Tests by errors without correction for few branches (CR1) are shown
beside it.

    PAYESH_DATA=… python -m benchmarks.operational_drivers [histories]    about 4 minutes for 400
"""

import sys

import numpy as np
import polars as pl
import statsmodels.api as sm

from analysis import branch_months, questionnaire
from analysis.branch_months import MEASURES
from analysis.marts import open_marts
from analysis.measures import satisfaction
from analysis.operational_drivers import judged
from analysis.selection import Selection

BRANCH, WOBBLE, ANSWER = 0.12, 0.07, 1.1  # standard deviations, in points
PROMISED = 0.05


def cells_of(selection: Selection) -> pl.DataFrame:
    marts = open_marts()
    asked = questionnaire.choose(marts, selection)
    return branch_months.cells(marts, asked.selection, satisfaction(marts, asked))


def drawn(cells: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """The same cells with a satisfaction of which no measure knows."""
    branch = cells["branch"].rank("dense").to_numpy() - 1
    lasting = BRANCH * rng.normal(size=branch.max() + 1)[branch]
    own = rng.normal(size=(2, cells.height))
    answers = ANSWER / np.sqrt(cells["n"].to_numpy()) * own[1]
    return cells.with_columns(satisfaction=3.4 + lasting + WOBBLE * own[0] + answers)


def uncorrected(cells: pl.DataFrame) -> list[float]:
    """p of each measure by statsmodels' errors by cluster (CR1)."""
    effects = sm.add_constant(cells.select("month", "province").to_dummies(drop_first=True))
    branch = cells["branch"].rank("dense").to_numpy()
    found = []
    for measure in MEASURES:
        known = (cells[measure].is_not_null() & cells[measure].is_finite()).to_numpy()
        design = np.column_stack([cells[measure].to_numpy(), effects])[known]
        outcome, weight = (cells[name].to_numpy()[known] for name in ("satisfaction", "n"))
        model = sm.WLS(outcome, design, weight)
        by_branch = {"groups": branch[known]}
        found.append(model.fit(cov_type="cluster", cov_kwds=by_branch, use_t=True).pvalues[0])
    return found


def errors(name: str, cells: pl.DataFrame, histories: int, rng: np.random.Generator) -> bool:
    """Prints how often tests and families err; whether that is more than promised."""
    tests, plain, families = [], [], 0
    for _ in range(histories):
        told = drawn(cells, rng)
        rows = [row for row in judged(told) if row["p"] is not None]
        tests.append(np.mean([row["p"] < PROMISED for row in rows]))
        plain.append(np.mean(np.array(uncorrected(told)) < PROMISED))
        families += any(row["direction"] != "unclear" for row in rows)
    share, margin = np.mean(tests), 1.96 * np.std(tests) / np.sqrt(histories)
    wrong = families / histories
    print(
        f"{name}: {cells.height} cells of {cells['branch'].n_unique()} branches: tests that err"
        f" {share:.1%} (± {margin:.1%}), without correction {np.mean(plain):.1%};"
        f" families {wrong:.1%} (± {1.96 * np.sqrt(wrong * (1 - wrong) / histories):.1%})",
        flush=True,
    )
    return share - margin > PROMISED


def main(histories: int = 400) -> int:
    rng, country = np.random.default_rng(1404), cells_of(Selection())
    most = country.group_by("province").agg(pl.col("branch").n_unique()).sort("branch")[-1, 0]
    last = country["month"].max()
    parts = {
        "country": country,
        "country, one month": country.filter(month=last),
        most: country.filter(province=most),
        f"{most}, three months": country.filter(
            pl.col("month") > country["month"].unique().sort()[-4], province=most
        ),
    }
    return sum(errors(name, cells, histories, rng) for name, cells in parts.items())


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])) > 0)
