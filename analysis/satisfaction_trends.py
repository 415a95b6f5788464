"""Satisfaction trends: is the experience of remote services improving, and where?

Satisfaction is the questionnaire's first overall item where it has one, else the respondent's mean
score over its items; `totals["measure"]` says which. Beside each mean stand two 95 % intervals: of
answers taken as drawn one by one (se, ci_low, ci_high), and by the survey's design, with weights
and branches (weighted_mean, se_design, interval_low, interval_high). Where the rows are by month,
`totals["change"]` tests the last month that may be shown against the first (`first_to_last`).
"""

import polars as pl

from analysis import questionnaire
from analysis.answer import Answer
from analysis.cluster_cells import added, sampled_branches, sums_by_branch
from analysis.first_to_last import first_to_last
from analysis.level_sums import moments_of
from analysis.marts import Marts, People
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups
from analysis.statistics.one_sample import one_sample
from analysis.survey_estimates import (
    INTERVAL,
    SIMPLE,
    SURVEY,
    check_design,
    with_estimates,
    with_intervals,
)

DESIGN = ("weighted_mean", "se_design", "df_design", *INTERVAL, "deff", "n_effective")
FIGURES = ("n", "mean", "sd", "se", "ci_low", "ci_high", *DESIGN)
MONTHLY = ("month",)
TOTAL_SCORE = {
    "kind": "total",
    "item": "total",
    "title_fa": "میانگین نمرهٔ پاسخ‌دهنده در همهٔ پرسش‌ها",
    "title_en": "Respondent's mean score over all items",
}


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = ("month", "province"),
    design: str = SURVEY,
) -> Answer:
    """One row per group of `by` that has answers: mean satisfaction with its 95 % intervals.

    design: survey or simple.
    """
    by = check_groups(by)
    marts.check(selection)
    check_design(design)
    asked = questionnaire.choose(marts, selection)
    measure = _measure(marts, asked)
    people, value = _counted(measure, asked)
    sums = sums_by_branch(marts, people, value, asked.selection, by, measure["reference"])
    rows, said = _means(marts, asked.selection, sums, by, measure, design)
    rows, n, remarks = marts.suppress(rows, FIGURES, asked.selection, by, people)
    monthly = rows if by == MONTHLY else None
    overall, _ = _means(marts, asked.selection, sums, (), measure, design)
    figures = overall.select(FIGURES).to_dicts()[0] if n else dict.fromkeys(FIGURES)
    figures["change"] = _change(marts, asked.selection, people, sums, by, measure, design, monthly)
    return Answer(
        question="satisfaction_trends",
        rows=rows.sort(by, nulls_last=True).to_dicts() if by else rows.to_dicts(),
        totals=figures | {"n": n} | measure["scale"] | {"measure": measure["title"]},
        n=n,
        notes=_relevant(asked.notes, measure) + remarks + said,
        **provenance(marts, people.table, asked.selection, people.condition, **people.parameters),
    )


def _change(marts, selection, people, sums, by, measure, design, monthly) -> dict | None:
    """The change between the first and the last month; None where rows are not by month."""
    if "month" not in by:
        return None
    if monthly is None:  # the rows are finer than months
        monthly, _ = _means(marts, selection, sums, MONTHLY, measure, design)
        monthly, _, _ = marts.suppress(monthly, FIGURES, selection, MONTHLY, people)
    sampled = sampled_branches(marts, selection, MONTHLY)
    months = monthly.sort("month").to_dicts()
    return first_to_last(months, sums, sampled, design == SIMPLE)


def _measure(marts, asked) -> dict:
    """The measure's title, its scale and its reference."""
    rows = marts.query(
        """select 'overall' as kind, item, title_fa, title_en, lowest, highest, reference
           from items where instrument = $instrument and overall order by position limit 1""",
        instrument=asked.instrument["instrument"],
    ).to_dicts()
    title = rows[0] if rows else TOTAL_SCORE | asked.instrument | TOTAL_SCORE
    scale = {name: title[name] for name in ("lowest", "highest", "reference")}
    title = {name: title[name] for name in TOTAL_SCORE}
    return {"title": title, "scale": scale, "reference": scale["reference"]}


def _counted(measure, asked) -> tuple[People, str]:
    """Where the measure is counted, and the column of its value."""
    if measure["title"]["kind"] == "overall":
        condition = "battery = 'overall' and item = $item"
        item = {"item": measure["title"]["item"]}
        return People("answers", "respondents", condition, item), "answer"
    condition = "battery = $battery and scale = 'total'"
    return People("scores", "respondents", condition, {"battery": asked.battery}), "score"


def _relevant(notes: list[str], measure) -> list[str]:
    """An overall item belongs to no battery, so which one was chosen says nothing about it."""
    overall = measure["title"]["kind"] == "overall"
    return [note for note in notes if not (overall and note.code == "battery_chosen")]


def _means(marts, selection, sums, by, measure, design) -> tuple[pl.DataFrame, list[str]]:
    """The figures of each group that has answers, and remarks on their design."""
    reference = measure["reference"]
    groups = added(sums, by).filter(pl.col("n") > 0)
    n, mean, sd = moments_of(groups, reference)
    test = one_sample(n, mean, sd, reference=0)
    figures = {"mean": mean, "sd": sd, "se": test.se, "ci_low": test.ci_low}
    figures["ci_high"] = test.ci_high
    rows = groups.select(*by, "n").with_columns(
        *(pl.Series(name, values).fill_nan(None) for name, values in figures.items())
    )
    sampled = sampled_branches(marts, selection, by)
    rows, said = with_estimates(rows, by, sums, sampled, reference, design)
    return with_intervals(rows).select(*by, *FIGURES), said
