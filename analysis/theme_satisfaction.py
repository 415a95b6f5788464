"""How satisfied are those who mention a theme, beside the others who wrote?

Satisfaction of a respondent: the answer to the first overall item, else the mean over at least half
of the items of the battery. The difference of the two means is tested by the survey's design, as a
change between two domains of one sample (`analysis.statistics.change`), and p adjusted over the
themes after Benjamini–Hochberg; so are the intervals, which exclude 0 where p says so.
"""

import numpy as np
import polars as pl

from analysis import answer_sheets
from analysis.cluster_cells import cells_of, known_branches, placed, pooled_strata
from analysis.marts import Marts
from analysis.measure_sums import PLACE
from analysis.measures import Satisfaction
from analysis.open_answers import EITHER_SIDE, MART, MENTIONED, NOT, Asked
from analysis.statistics.change import Change, change, independent
from analysis.statistics.multiple import judged_together
from analysis.statistics.survey_design import simple_random
from analysis.survey_estimates import SIMPLE, one_by_one

ITEM_KEY = ("item",)
FIGURES = ("satisfaction", "others", "difference", "difference_low", "difference_high",
           "p_adjusted")  # fmt: skip
_OVERALL = "answers[list_position(items, $item)]"
_MEAN = """case when 2 * len(list_filter(answers, lambda a: a is not null)) >= len(answers)
           then round(list_avg(answers), 9) end"""


def with_satisfaction(
    marts: Marts, chosen: Asked, rows: pl.DataFrame, satisfied: Satisfaction, sampled, design: str
) -> pl.DataFrame:
    """`rows` (one per theme) with `FIGURES`, empty where either side has fewer than 5."""
    found = _differences(marts, chosen, satisfied, sampled, design)
    return rows.join(found, on="theme", how="left")


def _differences(marts, chosen, satisfied, sampled, design) -> pl.DataFrame:
    codes = chosen.codes
    domains = pl.DataFrame({"item": [side + code for code in codes for side in (NOT, "")]})
    sums = _sums(marts, chosen, satisfied)
    if sums is None:
        schema = {"theme": pl.String} | dict.fromkeys(FIGURES, pl.Float64)
        return pl.DataFrame(schema=schema)
    counted = dict(sums.group_by("item").agg(pl.col("n").sum()).iter_rows())
    cells = cells_of(placed(domains, ITEM_KEY, sums, sampled))
    found, mean = _tested(cells, sampled, domains.height, design)
    shown = [min(counted.get(code, 0), counted.get(NOT + code, 0)) >= 5 for code in codes]
    about = satisfied.measure.reference or 0.0
    family = judged_together(found.difference, np.where(shown, found.se, np.nan), found.df)
    values = (mean[1::2] + about, mean[::2] + about, found.difference, family.ci_low,
              family.ci_high, family.p_adjusted)  # fmt: skip
    return pl.DataFrame({"theme": codes}).with_columns(
        pl.Series(name, np.where(shown, value, np.nan)).fill_nan(None)
        for name, value in zip(FIGURES, values, strict=True)
    )


def _sums(marts, chosen: Asked, satisfied: Satisfaction) -> pl.DataFrame | None:
    """Sums of satisfaction per theme or its contrary, province and branch."""
    if answer_sheets.MART not in marts.tables:
        return None
    value = _OVERALL if satisfied.item else _MEAN
    battery = "overall" if satisfied.item else chosen.asked.battery
    y = "(satisfaction - $about::double)"
    return marts.query(
        f"""with rated as (
                select load, sheet, {value} as satisfaction from {answer_sheets.MART}
                where battery = $battery),
            told as (
                select province, branch, weight, weight_squared, satisfaction,
                    {MENTIONED} as mentioned
                from {MART} join rated using (load, sheet)
                where {chosen.people.condition} and satisfaction is not null),
            each_theme as (
                select *, {EITHER_SIDE} from told)
            select item, {", ".join(PLACE)}, count(*)::double as n,
                coalesce(count(*) filter (weight > 0), 0)::double as weighed,
                sum(weight) as weight, sum(weight * {y}) as total,
                sum(weight * {y} * {y}) as squares, sum(weight_squared) as weight_squared
            from each_theme group by all""",
        chosen.selection,
        **chosen.people.parameters,
        themes=chosen.codes,
        battery=battery,
        about=satisfied.measure.reference or 0.0,
        **({"item": satisfied.item} if satisfied.item else {}),
    )


def _tested(cells, sampled, domains: int, design: str) -> tuple[Change, np.ndarray]:
    """Those who mention it (odd domains) less the others (even ones), and the mean of each."""
    before, after = np.arange(0, domains, 2), np.arange(1, domains, 2)
    single = simple_random(cells, domains) if design == SIMPLE else one_by_one(cells, domains)
    apart = independent(*((single.mean[i], single.se[i], single.df[i]) for i in (before, after)))
    if design == SIMPLE:
        return apart, single.mean
    strata, _ = pooled_strata(sampled)
    together = change(cells, strata, domains, before, after)
    known = known_branches(cells, sampled, domains)
    lone = np.minimum(known[before], known[after]) < 2
    both = zip(apart, together, strict=True)
    return Change(*(np.where(lone, one, all_) for one, all_ in both)), single.mean
