"""Gaps: where does the service fall short of what customers expect, and by how much?

Gap = perception − expectation, of the pairs of answers that one respondent gave to one item; a
scale's is the respondent's mean gap over its items, at least half of them. Rows are items, then
subscales, components and the total; items and scales are two families of tests. Parasuraman,
Zeithaml & Berry (1988), J. of Retailing 64, 12–40 (the gap, and dimensions weighted).
- expected, perceived: weighted means of the same pairs, each with its own 95 % interval
- gap: their difference; interval (low, high) and p (adjusted over the family) of the paired test by
  the survey's design. With design simple and equal weights, scipy.stats.ttest_rel
- sd, effect_size: of the differences, without weights; mean / sd (Cohen's d of pairs)
- verdict: falls_short or exceeds where the adjusted p is below 0.05, else undetermined
- importance: mean answer in the battery of importance, where the questionnaire names one
`weighted` is Σ importance · gap / Σ importance over the dimensions (subscales, else components,
else items), `unweighted` the plain mean of the same gaps; neither with groups. `problem`: no_pair
(the questionnaire compares no two batteries), or no_sheets (an old version).
"""

from dataclasses import replace

import polars as pl

from analysis import battery_pairs, factor_status, scale_status
from analysis.answer import Answer
from analysis.battery_pairs import GAP, QUADRANTS
from analysis.evidence import EVIDENCE
from analysis.gap_rows import counts, scores, tested, with_importance
from analysis.marts import Marts
from analysis.provenance import provenance
from analysis.selection import Selection
from analysis.survey_estimates import SURVEY

NO_SCORES = dict.fromkeys(("dimension", "unweighted", "weighted"))


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    adjust: str = "bh",
    design: str = SURVEY,
) -> Answer:
    """One row per item and scale, and group of `by`; adjust, design: as in `factor_status`."""
    by, asked, way = battery_pairs.opened(marts, selection, by, adjust, design)
    way = way._replace(target=0.0)
    pair = battery_pairs.batteries(marts, asked.instrument["instrument"], GAP)
    missing = battery_pairs.missing(marts)
    if missing or pair is None:
        return _nothing(marts, asked, way, missing)
    asked = replace(asked, selection=replace(asked.selection, battery=None))
    rows, n, notes = _rows(marts, asked, pair, by, way)
    return Answer(
        question="gaps",
        rows=rows,
        totals=_totals(asked, pair, way, None)
        | _quadrants(marts, asked)
        | counts(rows)
        | (scores(rows) if not by else NO_SCORES),
        n=n,
        notes=notes,
        **provenance(
            marts, "answer_sheets", asked.selection, "battery = $battery", battery=pair[1]
        ),
    )


def _rows(marts, asked, pair, by, way):
    code = asked.instrument["instrument"]
    found = battery_pairs.paired(code, *pair)
    items, n, notes = tested(marts, asked, _items(marts, code), by, found.people, found.items, way)
    factors = scale_status.scales(marts, asked).with_columns(subscale=pl.lit(None, pl.String))
    scales, _, _ = tested(marts, asked, factors, by, found.people, found.scales, way)
    return with_importance(items, scales, by, _stated(marts, asked, by, way)), n, notes


def _items(marts, code) -> pl.DataFrame:
    return marts.query(
        """select item, 'item' as kind, position, subscale, component, title_fa, title_en
           from items where instrument = $instrument and not overall""",
        instrument=code,
    )


def _stated(marts, asked, by, way) -> dict:
    """(item, group) → mean stated importance; nothing where the questionnaire asks none."""
    pair = battery_pairs.batteries(marts, asked.instrument["instrument"], QUADRANTS)
    if pair is None:
        return {}
    selection = replace(asked.selection, battery=pair[0])
    told = factor_status.ask(marts, selection, by, EVIDENCE, design=way.design)
    return {(row["item"], *(row[name] for name in by)): row["weighted_mean"] for row in told.rows}


def _quadrants(marts, asked) -> dict:
    """The batteries of importance and performance, None where the questionnaire names none."""
    pair = battery_pairs.batteries(marts, asked.instrument["instrument"], QUADRANTS)
    return dict(zip(("importance", "performance"), pair or (None, None), strict=True))


def _totals(asked, pair, way, problem) -> dict:
    expects, perceives = pair or (None, None)
    return {
        **{name: asked.instrument[name] for name in ("instrument", "lowest", "highest")},
        "expects": expects,
        "perceives": perceives,
        "problem": problem,
        "adjust": way.adjust,
        "design": way.design,
    }


def _nothing(marts, asked, way, missing) -> Answer:
    """No pair of batteries, or none that this version knows of."""
    problem = "no_sheets" if missing else "no_pair"
    return Answer(
        question="gaps",
        rows=[],
        totals=_totals(asked, None, way, problem)
        | _quadrants(marts, asked)
        | counts([])
        | NO_SCORES,
        n=0,
        notes=asked.notes + missing,
        **provenance(marts, "respondents", asked.selection, "answered > 0"),
    )
