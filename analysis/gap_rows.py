"""The rows of a gap analysis: pairs of answers tested, both of their means, and importance."""

from collections.abc import Sequence

import polars as pl

from analysis import finite_population, scale_status
from analysis.judged import Way, judged
from analysis.marts import Marts, People
from analysis.measure_sums import PLACE, answer_sums
from analysis.questionnaire import Questionnaire
from analysis.statistics.one_sample import FAVOURABLE, UNFAVOURABLE
from analysis.statistics.status import UNDETERMINED
from analysis.survey_estimates import INTERVAL, sample_of, with_estimates, with_intervals

SHORT, EXCEEDS = "falls_short", "exceeds"
VERDICTS = {UNFAVOURABLE: SHORT, FAVOURABLE: EXCEEDS, UNDETERMINED: UNDETERMINED}
NAMES = {"weighted_mean": "gap", "interval_low": "low", "interval_high": "high"}
KEPT = ("position", "subscale", "component", "title_fa", "title_en", "n", *NAMES.values(), "sd",
        "se_design", "df_design", "t_design", "p_two_sided", "p_adjusted", "effect_size",
        "effect_word", "deff", "n_effective", "verdict", "suppressed", "weak")  # fmt: skip
SIDES = ("expected", "perceived")
ITEM, TOTAL = "item", scale_status.KINDS[-1]


def tested(
    marts: Marts,
    asked: Questionnaire,
    factors: pl.DataFrame,
    by: Sequence[str],
    people: People,
    pairs: People,
    way: Way,
):
    """(rows, n in all, remarks): each of `factors` in each group, with `KEPT` and both means.

    pairs: from `battery_pairs.paired`; way: against 0.
    """
    found = judged(marts, asked, factors, by, people, pairs, "gap", way)
    verdict = pl.col("status").replace_strict(VERDICTS, default=None, return_dtype=pl.String)
    rows = found.rows.with_columns(verdict=verdict).rename(NAMES)
    rows = rows.select("item", "kind", *by, *KEPT)
    finite = found.finite_population != finite_population.NONE
    return _with_means(marts, asked, rows, by, pairs, way, finite), found.n, found.notes


def _with_means(marts, asked, rows, by, pairs, way, finite) -> pl.DataFrame:
    """The mean of each battery over the same pairs, each with the interval of itself alone."""
    keys = ("item", *by)
    sampled = sample_of(marts, asked.selection, by, way.design)
    for side in SIDES:
        cells = (*keys, *PLACE)
        sums = answer_sums(marts, asked.selection, cells, pairs, side, 0.0, inner=finite)
        means, _ = with_estimates(rows.select(keys), keys, sums, sampled, 0.0, way.design)
        names = (side, f"{side}_low", f"{side}_high")
        old = ("weighted_mean", *INTERVAL)
        told = with_intervals(means).select(old).rename(dict(zip(old, names, strict=True)))
        rows = rows.with_columns(
            pl.when("suppressed").then(None).otherwise(column).alias(column.name)
            for column in told.iter_columns()
        )
    return rows


def with_importance(items: pl.DataFrame, scales: pl.DataFrame, by, stated: dict) -> list[dict]:
    """Items in the order of the questionnaire, then scales, each with its `importance`.

    stated: (item, group) → mean answer; that of a scale is the mean of its items'.
    """
    items = items.sort([*by, "position"], nulls_last=True).to_dicts()
    order = pl.col("kind").replace_strict(scale_status.KINDS, range(len(scale_status.KINDS)))
    scales = scales.sort([*by, order, "position"], nulls_last=True).to_dicts()
    for row in items:
        row["importance"] = stated.get((row["item"], *(row[name] for name in by)))
    for row in scales:
        group = [item for item in items if all(item[name] == row[name] for name in by)]
        inside = [
            item["importance"]
            for item in group
            if row["item"] in (item["subscale"], item["component"], TOTAL)
        ]
        known = inside and None not in inside
        row["importance"] = sum(inside) / len(inside) if known else None
    return items + scales


def counts(rows: list[dict]) -> dict:
    """Of the items: how many have which verdict; with groups, an item counts once in each."""
    items = [row for row in rows if row["kind"] == ITEM]
    return {"items": len({row["item"] for row in items})} | {
        verdict: sum(row["verdict"] == verdict for row in items)
        for verdict in (SHORT, UNDETERMINED, EXCEEDS)
    }


def scores(rows: list[dict]) -> dict:
    """The mean gap of the dimensions, plain and weighted by their importance.

    Dimensions are subscales, else components, else the items themselves.
    """
    kinds = {row["kind"] for row in rows} - {TOTAL}
    levels = ("subscale", "component", ITEM)
    dimension = next((kind for kind in levels if kind in kinds), None)
    of = [row for row in rows if row["kind"] == dimension]
    gaps, weights = ([row[name] for row in of] for name in ("gap", "importance"))
    known = bool(gaps) and None not in gaps
    weighed = known and None not in weights and sum(weights) > 0
    total = sum(w * g for w, g in zip(weights, gaps, strict=True)) if weighed else None
    return {
        "dimension": dimension,
        "unweighted": sum(gaps) / len(gaps) if known else None,
        "weighted": total / sum(weights) if weighed else None,
    }
