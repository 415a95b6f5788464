"""Scale status: which subscales and components do customers judge favourable, and how surely?

A scale is judged by its respondents' own scores (the mean of the items each has answered, at least
half of them), and so is the score over all items, the total. Figures as in `factor_status`; the
family of adjustment is all scales together.
"""

import polars as pl

from analysis import questionnaire
from analysis.answer import Answer
from analysis.evidence import STUDY, counts
from analysis.judged import Way, judged
from analysis.marts import Marts, People
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups
from analysis.survey_estimates import SURVEY

KINDS = ("subscale", "component", "total")
TOTAL = {"title_fa": "همهٔ عامل‌ها با هم", "title_en": "All factors together"}
# `Marts.suppress` judges by the column item; its rows are scales here.
SCORES = "(select *, scale as item from scores)"


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    rule: str = STUDY,
    adjust: str = "bh",
    target: float | None = None,
    design: str = SURVEY,
) -> Answer:
    """One row per subscale, component and the total, and group of `by`; as `factor_status.ask`."""
    by = check_groups(by)
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    way = Way(rule, adjust, target, design).checked(asked.instrument)
    battery = {"battery": asked.battery}
    condition = "battery = $battery"
    people = People("scores", "respondents", condition + " and scale = 'total'", battery)
    counted = People(SCORES, "respondents", condition, battery)
    found = judged(marts, asked, scales(marts, asked), by, people, counted, "score", way)
    rows = found.rows.sort([*by, "order", "position"], nulls_last=True).drop("order")
    return Answer(
        question="scale_status",
        rows=rows.rename({"item": "scale"}).to_dicts(),
        totals=_totals(asked, rows, way) | {"finite_population": found.finite_population},
        n=found.n,
        notes=asked.notes + found.notes,
        **provenance(marts, people.table, asked.selection, people.condition, **battery),
    )


def scales(marts: Marts, asked: questionnaire.Questionnaire) -> pl.DataFrame:
    """The scales of the questionnaire, and the score over all of its items, in the column item."""
    return marts.query(
        """select scale as item, kind, component, position, title_fa, title_en
           from scales where instrument = $instrument
           union all
           select 'total', 'total', null, 0, $title_fa, $title_en
           from instruments where instrument = $instrument""",
        instrument=asked.instrument["instrument"],
        **TOTAL,
    ).with_columns(order=pl.col("kind").replace_strict(KINDS, range(len(KINDS)), default=None))


def _totals(asked, rows, way) -> dict:
    """Counts of rows: with `by`, a scale counts once in each group."""
    return {
        "instrument": asked.instrument["instrument"],
        "battery": asked.battery,
        "scales": rows["item"].n_unique(),
        **counts(rows),
        "reference": way.reference(asked.instrument),
        **{name: asked.instrument[name] for name in ("lowest", "highest")},
        **way._asdict(),
    }
