"""How a factor is judged: the study's test beside the survey's, and the status by either rule.

Shared by the questions whose rows are tested against a reference (items, scales).
"""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from analysis import finite_population, survey_estimates
from analysis.answer import Note
from analysis.evidence import RULES, with_status
from analysis.marts import Marts, People
from analysis.measure_sums import PLACE, PLAIN, added, answer_sums, moments_of
from analysis.questionnaire import Questionnaire
from analysis.selection import SelectionError, check_one_of
from analysis.statistics import multiple
from analysis.statistics.one_sample import one_sample, status_study
from analysis.survey_estimates import check_design, sample_of, with_estimates

TEST = ("se", "t", "df", "p", "ci_low", "ci_high", "effect_size")
STUDIED = ("n", "mean", "sd", *TEST, "status_study")


class Way(NamedTuple):
    """How to judge; target: in place of the questionnaire's reference, None for that itself."""

    rule: str
    adjust: str
    target: float | None
    design: str

    def checked(self, instrument: dict) -> "Way":
        """Itself; `SelectionError` for what cannot be asked for."""
        check_design(self.design)
        known = {"rule": RULES, "adjust": multiple.METHODS}
        for name, values in known.items():
            check_one_of(name, getattr(self, name), values)
        low, high = instrument["lowest"], instrument["highest"]
        if self.target is not None and low is not None and not low <= self.target <= high:
            reason = f"is not on the scale, which goes from {low:g} to {high:g}"
            raise SelectionError("target", f"{self.target:g}", reason)
        return self

    def reference(self, instrument: dict) -> float | None:
        return instrument["reference"] if self.target is None else self.target


class Judged(NamedTuple):
    """The rows, the respondents in all (see `Marts.suppress`), remarks; and whether the errors are
    those of a finite population (`finite_population.told`)."""

    rows: pl.DataFrame
    n: int | None
    notes: list[Note]
    finite_population: str


def judged(
    marts: Marts,
    asked: Questionnaire,
    factors: pl.DataFrame,
    by: Sequence[str],
    people: People,
    answers: People,
    value: str,
    way: Way,
) -> Judged:
    """Each of `factors` (by their column item) in each group of `by`, tested and judged.

    answers: where the factors' values are counted, in the column `value`; people: who answered.
    """
    reference = way.reference(asked.instrument)
    keys = ("item", *by)
    sampled = sample_of(marts, asked.selection, by, way.design)
    finite, said = finite_population.told(sampled)
    sums = answer_sums(
        marts, asked.selection, (*keys, *PLACE), answers, value, reference,
        inner=finite != finite_population.NONE,
    )  # fmt: skip
    rows = _tested(_groups(factors, sums, by), added(sums, keys), keys, reference)
    rows, notes = with_estimates(rows, keys, sums, sampled, reference, way.design)
    # Judged after suppression: what may not be shown has no p and no part in the family.
    figures = (*STUDIED, *survey_estimates.FIGURES)
    rows, n, remarks = marts.suppress(rows, figures, asked.selection, by, people, answers)
    rows = with_status(rows, by, reference, way.rule, way.adjust)
    return Judged(rows, n, remarks + notes + said, finite)


def _groups(factors, sums, by) -> pl.DataFrame:
    """Every factor in every group that has answers."""
    return factors.join(sums.select(by).unique(), how="cross") if by else factors


def _tested(rows, sums, keys, reference) -> pl.DataFrame:
    """With n, mean, deviation and the study's test: unweighted, simple random, one-sided."""
    rows = rows.join(sums, on=keys, how="left", nulls_equal=True)
    rows = rows.with_columns(pl.col(PLAIN).fill_null(0))
    n, mean, sd = moments_of(rows, reference)
    test = one_sample(n, mean, sd, reference if reference is not None else float("nan"))
    return rows.drop(PLAIN[1:]).with_columns(
        pl.Series("mean", mean).fill_nan(None),
        pl.Series("sd", sd).fill_nan(None),
        *(pl.Series(name, getattr(test, name)).fill_nan(None) for name in TEST),
        pl.Series("status_study", status_study(test.p).tolist(), dtype=pl.String),
    )
