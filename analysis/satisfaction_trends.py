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
from analysis.group_means import FIGURES, GroupMeans
from analysis.marts import Marts
from analysis.measures import Satisfaction, satisfaction
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups
from analysis.survey_estimates import SURVEY, check_design


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
    about = satisfied.measure.reference
    means = GroupMeans(marts, selection, satisfied.people, satisfied.value, about, by, design)
    rows, n, notes = means.shown(by)
    overall, _ = means.of(())
    figures = overall.select(FIGURES).to_dicts()[0] if n else dict.fromkeys(FIGURES)
    figures["change"] = means.change(rows) if "month" in by else None
    figures["finite_population"], finite = finite_population.told(means.sampled(by))
    return rows, figures, n, notes + finite


def _relevant(notes: list[Note], satisfied: Satisfaction) -> list[Note]:
    """An overall item belongs to no battery, so which one was chosen says nothing about it."""
    return [note for note in notes if not (satisfied.item and note.code == "battery_chosen")]
