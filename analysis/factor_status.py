"""Factor status: which factors of the service do customers judge favourable, and how surely?

Each factor is an item of a questionnaire. Its mean is tested against the questionnaire's reference,
or a target, in two ways: as in the published study beside it (one-sided, answers taken as drawn one
by one: n to status_study), and by the survey's design, two-sided and adjusted over all items of the
questionnaire (weighted_mean to further_more). `rule` says which of them gives `status`.
further_answers: how many more would decide an undetermined factor; with further_more, over 10,000.
"""

import polars as pl

from analysis import questionnaire
from analysis.answer import Answer
from analysis.evidence import STUDY, counts
from analysis.judged import Way, judged
from analysis.marts import Marts, People
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups
from analysis.statistics.one_sample import FAVOURABLE, UNFAVOURABLE
from analysis.survey_estimates import SURVEY

PUBLISHED = ("mean", "sd", "t", "p", "status")


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    rule: str = STUDY,
    adjust: str = "bh",
    target: float | None = None,
    design: str = SURVEY,
) -> Answer:
    """One row per item of the questionnaire and group of `by`; p is one-sided, ci 95 %.

    rule: study or evidence; adjust: bh, holm or none; target: on the scale of the answers; design:
    survey or simple.
    """
    by = check_groups(by)
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    way = Way(rule, adjust, target, design).checked(asked.instrument)
    battery = {"battery": asked.battery}
    people = People("respondents", "answered", "battery = $battery", battery)
    answers = People("answers", "respondents", "battery = $battery", battery)
    items = _items(marts, asked)
    found = judged(marts, asked, items, by, people, answers, "answer", way)
    rows = _beside_published(marts, asked, found.rows).sort([*by, "position"], nulls_last=True)
    return Answer(
        question="factor_status",
        rows=rows.to_dicts(),
        totals=_totals(asked, rows, way) | {"finite_population": found.finite_population},
        n=found.n,
        notes=asked.notes + found.notes,
        **provenance(
            marts, people.table, asked.selection, "answered > 0 and " + people.condition, **battery
        ),
    )


def _items(marts, asked) -> pl.DataFrame:
    return marts.query(
        """select item, position, subscale, component, title_fa, title_en
           from items where instrument = $instrument and not overall""",
        instrument=asked.instrument["instrument"],
    )


def _beside_published(marts, asked, rows) -> pl.DataFrame:
    columns = ", ".join(f"{name} as published_{name}" for name in PUBLISHED)
    study = marts.query(
        f"select item, {columns} from study_items where study = $study",
        study=asked.instrument["study"],
    )
    return rows.join(study, on="item", how="left")


def _totals(asked, rows, way) -> dict:
    """Counts of rows: with `by`, an item counts once in each group."""
    instrument = asked.instrument
    published = rows.unique("item")["published_status"]
    compared = published.is_not_null().any()
    return {
        "instrument": instrument["instrument"],
        "battery": asked.battery,
        "study": instrument["study"],
        "items": rows["item"].n_unique(),
        **counts(rows),
        **{
            f"published_{status}": int((published == status).sum()) if compared else None
            for status in (FAVOURABLE, UNFAVOURABLE)
        },
        "reference": way.reference(instrument),
        **{name: instrument[name] for name in ("lowest", "highest")},
        **way._asdict(),
    }
