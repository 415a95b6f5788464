"""The mean of every group of one measure with both of its intervals, and what may be shown of it.

Two 95 % intervals stand beside each mean: of answers taken as drawn one by one (se, ci_low,
ci_high), and by the survey's design, with weights and branches (weighted_mean, se_design,
interval_low, interval_high). Used by `satisfaction_trends` and `one_factor`.
"""

from collections.abc import Sequence

import polars as pl

from analysis import finite_population
from analysis.answer import Note
from analysis.first_to_last import first_to_last
from analysis.marts import Marts, People
from analysis.measure_sums import PLACE, added, answer_sums, moments_of
from analysis.selection import Selection
from analysis.statistics.one_sample import one_sample
from analysis.survey_estimates import (
    INTERVAL,
    SIMPLE,
    sample_of,
    with_estimates,
    with_intervals,
)

DESIGN = ("weighted_mean", "se_design", "df_design", *INTERVAL, "deff", "n_effective")
FIGURES = ("n", "mean", "sd", "se", "ci_low", "ci_high", *DESIGN)
MONTHLY = ("month",)


class GroupMeans:
    """The means of one measure in one selection, from sums that are read once.

    people: whose answers `value` is; about: the reference that sums are taken about; sheets: where
    the measure is one factor of several, all who answered any: what is hidden of them is hidden of
    each factor, so that no two answers give a group away together.
    """

    def __init__(
        self,
        marts: Marts,
        selection: Selection,
        people: People,
        value: str,
        about: float | None,
        by: Sequence[str],
        design: str,
        sheets: People | None = None,
    ):
        self.marts, self.selection, self.design = marts, selection, design
        self.people, self.sheets, self.reference = people, sheets, about
        self.by, self.samples = tuple(by), {}
        finite = design != SIMPLE and finite_population.counted(marts, selection)
        self.sums = answer_sums(marts, selection, (*by, *PLACE), people, value, about, inner=finite)

    def sampled(self, by: Sequence[str]) -> pl.DataFrame:
        """The sampled branches: each month is a sample of its own where rows are by month."""
        monthly = "month" in by
        if monthly not in self.samples:
            strata = MONTHLY if monthly else ()
            self.samples[monthly] = sample_of(self.marts, self.selection, strata, self.design)
        return self.samples[monthly]

    def of(self, by: Sequence[str]) -> tuple[pl.DataFrame, list[Note]]:
        """`FIGURES` of each group that has answers, and remarks on their design; all of them."""
        groups = added(self.sums, by).filter(pl.col("n") > 0)
        n, mean, sd = moments_of(groups, self.reference)
        test = one_sample(n, mean, sd, reference=0)
        figures = {"mean": mean, "sd": sd, "se": test.se, "ci_low": test.ci_low}
        figures["ci_high"] = test.ci_high
        rows = groups.select(*by, "n").with_columns(
            *(pl.Series(name, values).fill_nan(None) for name, values in figures.items())
        )
        rows, said = with_estimates(
            rows, by, self.sums, self.sampled(by), self.reference, self.design
        )
        return with_intervals(rows).select(*by, *FIGURES), said

    def shown(self, by: Sequence[str]) -> tuple[pl.DataFrame, int | None, list[Note]]:
        """`of`, without what small numbers forbid; the respondents in all, and remarks."""
        rows, said = self.of(by)
        rows, n, remarks = self._suppressed(rows, by)
        return rows, n, remarks + said

    def change(self, rows: pl.DataFrame) -> dict | None:
        """The change between the first and the last month that may be shown."""
        if self.by != MONTHLY:  # the rows are finer than months
            rows, _, _ = self.shown(MONTHLY)
        months = rows.sort("month").to_dicts()
        return first_to_last(months, self.sums, self.sampled(MONTHLY), self.design)

    def _suppressed(self, rows, by):
        if self.sheets is None:
            return self.marts.suppress(rows, FIGURES, self.selection, by, self.people)
        rows = rows.with_columns(item=pl.lit(self.people.parameters["item"]))
        rows, n, remarks = self.marts.suppress(
            rows, FIGURES, self.selection, by, self.sheets, self.people
        )
        return rows.drop("item"), n, remarks
