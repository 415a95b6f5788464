"""Factor status: which factors of the service do customers judge favourable, and how surely?

Each factor is an item of a questionnaire. Its mean is tested against the questionnaire's reference
with a one-sample t-test (H1: mean above the reference) and set beside the published study.
"""

import polars as pl

from analysis import questionnaire
from analysis.answer import Answer
from analysis.level_sums import SUMS, moments_of, sums_of
from analysis.marts import Marts, People
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups
from analysis.statistics.one_sample import FAVOURABLE, UNFAVOURABLE, one_sample, status_study

TEST = ("se", "t", "df", "p", "ci_low", "ci_high", "effect_size")
FIGURES = ("n", "mean", "sd", *TEST, "status_study")
PUBLISHED = ("mean", "sd", "t", "p", "status")


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ()) -> Answer:
    """One row per item of the questionnaire and group of `by`; p is one-sided, intervals 95 %."""
    by = check_groups(by)
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    battery = {"battery": asked.battery}
    people = People("respondents", "answered", "battery = $battery", battery)
    answers = People("answers", "respondents", "battery = $battery", battery)
    rows, n, remarks = marts.suppress(
        _tested(marts, asked, by), FIGURES, asked.selection, by, people, answers
    )
    rows = _beside_published(marts, asked, rows).sort([*by, "position"], nulls_last=True)
    return Answer(
        question="factor_status",
        rows=rows.to_dicts(),
        totals=_totals(asked, rows),
        n=n,
        notes=asked.notes + remarks,
        **provenance(
            marts, people.table, asked.selection, "answered > 0 and " + people.condition, **battery
        ),
    )


def _tested(marts, asked, by) -> pl.DataFrame:
    """Every item in every group that has answers, with its moments and its test."""
    reference = asked.instrument["reference"]
    columns = ", ".join(("item", *by))
    sums = marts.query(
        f"""select {columns}, {sums_of("answer")}
            from answers where battery = $battery group by all""",
        asked.selection,
        battery=asked.battery,
        reference=reference,
    )
    rows = _items(marts, asked)
    if by:
        rows = rows.join(sums.select(by).unique(), how="cross")
    rows = rows.join(sums, on=["item", *by], how="left", nulls_equal=True)
    rows = rows.with_columns(pl.col(SUMS).fill_null(0))
    n, mean, sd = moments_of(rows, reference)
    test = one_sample(n, mean, sd, reference if reference is not None else float("nan"))
    return rows.drop("total", "squares").with_columns(
        pl.Series("mean", mean).fill_nan(None),
        pl.Series("sd", sd).fill_nan(None),
        *(pl.Series(name, getattr(test, name)).fill_nan(None) for name in TEST),
        pl.Series("status_study", status_study(test.p).tolist(), dtype=pl.String),
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


def _totals(asked, rows) -> dict:
    """Counts of rows: with `by`, an item counts once in each group."""
    instrument = asked.instrument
    compared = rows["published_status"].is_not_null().any()

    def count(column, status):
        return int((rows[column] == status).sum())

    published = rows.unique("item")["published_status"]
    return {
        "instrument": instrument["instrument"],
        "battery": asked.battery,
        "study": instrument["study"],
        "items": rows["item"].n_unique(),
        "favourable": count("status_study", FAVOURABLE),
        "unfavourable": count("status_study", UNFAVOURABLE),
        "published_favourable": int((published == FAVOURABLE).sum()) if compared else None,
        "published_unfavourable": int((published == UNFAVOURABLE).sum()) if compared else None,
        **{name: instrument[name] for name in ("reference", "lowest", "highest")},
    }
