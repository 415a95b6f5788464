"""Satisfaction trends: is the experience of remote services improving, and where?

Satisfaction is the questionnaire's first overall item where it has one, else the respondent's mean
score over its items; `totals["measure"]` says which. Beside each mean stand two 95 % intervals: of
answers taken as drawn one by one (se, ci_low, ci_high), and by the survey's design, with weights
and branches (weighted_mean, se_design, interval_low, interval_high). Where the rows are by month,
`totals["change"]` tests the last month that may be shown against the first (`first_to_last`).
"""

import polars as pl

from analysis import breaks, finite_population, questionnaire
from analysis.answer import Answer, Note
from analysis.first_to_last import first_to_last
from analysis.marts import Marts
from analysis.measure_sums import PLACE, added, answer_sums, moments_of
from analysis.measures import Satisfaction, satisfaction
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups
from analysis.statistics.one_sample import one_sample
from analysis.survey_estimates import (
    INTERVAL,
    SIMPLE,
    SURVEY,
    check_design,
    sample_of,
    with_estimates,
    with_intervals,
)

DESIGN = ("weighted_mean", "se_design", "df_design", *INTERVAL, "deff", "n_effective")
FIGURES = ("n", "mean", "sd", "se", "ci_low", "ci_high", *DESIGN)
MONTHLY = ("month",)


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = ("month", "province"),
    design: str = SURVEY,
    panel: str = "all",
) -> Answer:
    """One row per group of `by` that has answers: mean satisfaction with its 95 % intervals.

    design: survey or simple; panel: all, or constant: only branches that are in every month.
    """
    by = check_groups(by)
    marts.check(selection)
    check_design(design)
    asked = questionnaire.choose(marts, selection)
    satisfied = satisfaction(marts, asked)
    followed = _followed(marts, asked.selection, panel)
    rows, figures, n, notes = _answered(marts, followed, satisfied, by, design)
    people = satisfied.people
    source = provenance(
        marts, people.table, followed or asked.selection, people.condition, **people.parameters
    )
    branches = len(followed.branches) if followed and panel != "all" else None
    return Answer(
        question="satisfaction_trends",
        rows=rows.sort(by, nulls_last=True).to_dicts() if by else rows.to_dicts(),
        totals=figures
        | {"n": n}
        | satisfied.scale
        | {"measure": satisfied.title, "panel": panel, "panel_branches": branches},
        n=n,
        notes=_relevant(asked.notes, satisfied) + notes,
        **(source | {"selection": asked.selection}),
    )


def _followed(marts, selection, panel) -> Selection | None:
    first, last = selection.first_month, selection.last_month
    months = marts.months("respondents", selection.instrument)
    inside = [month for month in months if (first or month) <= month <= (last or month)]
    return breaks.on_panel(marts, selection, panel, "respondents", inside)


def _answered(marts, selection, satisfied, by, design) -> tuple[pl.DataFrame, dict, int, list]:
    """The rows, the figures of all together with their change, the respondents, and remarks."""
    if selection is None:
        text = "no branch has data in every month: there is no constant panel"
        empty = dict.fromkeys((*FIGURES, "change", "finite_population"))
        return pl.DataFrame(schema=list(by)), empty, 0, [Note(text, "no_constant_panel")]
    ask = _Means(marts, selection, satisfied, by, design)
    rows, said = ask.of(by)
    rows, n, remarks = marts.suppress(rows, FIGURES, selection, by, satisfied.people)
    overall, _ = ask.of(())
    figures = overall.select(FIGURES).to_dicts()[0] if n else dict.fromkeys(FIGURES)
    figures["change"] = ask.change(rows) if "month" in by else None
    figures["finite_population"], finite = finite_population.told(ask.sampled(by))
    return rows, figures, n, remarks + said + finite


class _Means:
    """The means of one measure in one selection, from sums that are read once."""

    def __init__(self, marts, selection, satisfied: Satisfaction, by, design):
        self.marts, self.selection, self.design = marts, selection, design
        self.people, self.reference = satisfied.people, satisfied.measure.reference
        self.by, self.samples = by, {}
        finite = design != SIMPLE and finite_population.counted(marts, selection)
        self.sums = answer_sums(
            marts, selection, (*by, *PLACE), self.people, satisfied.value, self.reference,
            inner=finite,
        )  # fmt: skip

    def sampled(self, by) -> pl.DataFrame:
        """The sampled branches: each month is a sample of its own where rows are by month."""
        monthly = "month" in by
        if monthly not in self.samples:
            strata = MONTHLY if monthly else ()
            self.samples[monthly] = sample_of(self.marts, self.selection, strata, self.design)
        return self.samples[monthly]

    def of(self, by) -> tuple[pl.DataFrame, list[Note]]:
        """The figures of each group that has answers, and remarks on their design."""
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

    def change(self, rows) -> dict | None:
        """The change between the first and the last month that may be shown."""
        if self.by != MONTHLY:  # the rows are finer than months
            rows, _ = self.of(MONTHLY)
            rows, _, _ = self.marts.suppress(rows, FIGURES, self.selection, MONTHLY, self.people)
        months = rows.sort("month").to_dicts()
        return first_to_last(months, self.sums, self.sampled(MONTHLY), self.design)


def _relevant(notes: list[Note], satisfied: Satisfaction) -> list[Note]:
    """An overall item belongs to no battery, so which one was chosen says nothing about it."""
    return [note for note in notes if not (satisfied.item and note.code == "battery_chosen")]
