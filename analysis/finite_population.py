"""How much of a finite population did a survey reach: of the branches, and of their customers?

Known where a survey wave tells the customers of a province, for every month in which the province
has answer sheets. Else (waves of some months only, sheets that name no branch, fewer customers than
sheets) the province counts as drawn from a population without end. Two stages:

    branches    of those open in the month (`data/reference/branches.csv`), those with an answer
                sheet took part; over several months both are added up
    customers   waves count them by province, not by branch: the branches that took part are taken
                to have their share of them by number, and in each of them the same share was asked

This changes only how sure we are of the customers of these months: where most branches took part,
differences between branches are hardly an error any more. Whether a process has changed, or a
branch differs by more than chance, is a question beyond these months, and asked without it.
Source: Särndal, Swensson & Wretman, Model Assisted Survey Sampling, 1992, section 4.3; when to
leave it out: Cochran, W. G., Sampling Techniques, 3rd ed. 1977, section 2.14.
"""

import dataclasses

import polars as pl

from analysis.answer import Note
from analysis.marts import Marts
from analysis.selection import Selection

ALL, PART, NONE = "applied", "in part", "not applied"
# Sheets are counted once in every battery. A branch with sheets was open, whatever the list says.
# Customers by group count where a province has no total of its own.
OPEN = """
    with sheets as (
        select month, province, branch, max(n)::double as sheets from (
            select month, province, branch, battery, sum(respondents) as n
            from respondents where respondents > 0 group by all)
        group by all),
    waves as (
        select month, province, coalesce(
            sum(population) filter (customer_group is null),
            sum(population) filter (customer_group is not null))::double as customers
        from survey_waves where population > 0 group by all),
    ends as (select month, min(day) as first, max(day) as last from calendar group by month),
    open as (
        select month, province, branch from branches
        join (select distinct month, province from sheets) using (province)
        join ends using (month)
        where coalesce(opened <= last, true) and coalesce(closed >= first, true)
        union
        select month, province, branch from sheets)
    select open.*, sheets, customers
    from open
    left join sheets on open.month = sheets.month
        and open.province is not distinct from sheets.province
        and open.branch is not distinct from sheets.branch
    left join waves on open.month = waves.month and open.province = waves.province
"""


def counted(marts: Marts, selection: Selection) -> bool:
    """Is there any wave of this questionnaire?"""
    return bool(marts.months("survey_waves", selection.instrument))


def with_shares(marts: Marts, selection: Selection, sampled: pl.DataFrame) -> pl.DataFrame:
    """`sampled` (of `cluster_cells`) with sheets, branches_asked and customers_asked.

    sheets: those of the cluster; the others are shares of its stratum, null where unknown. Of
    branches that were picked in the selection, the picked ones are the population.
    """
    if not counted(marts, selection):
        nothing = pl.lit(None, pl.Float64)
        return sampled.with_columns(sheets=nothing, branches_asked=nothing, customers_asked=nothing)
    places = {"branches": (), "channels": (), "services": (), "customer_groups": ()}
    rows = marts.query(OPEN, dataclasses.replace(selection, **places))
    strata = [name for name in ("month", "province") if name in sampled.columns]
    how = {"how": "left", "nulls_equal": True, "maintain_order": "left"}
    sheets = rows.group_by(*strata, "branch").agg(pl.col("sheets").sum())
    sampled = sampled.join(sheets, on=[*strata, "branch"], **how)
    return sampled.join(_shares(rows, strata, selection.branches), on=strata, **how)


def _shares(rows: pl.DataFrame, strata: list[str], picked) -> pl.DataFrame:
    """branches_asked and customers_asked of each stratum, null where they are not known."""
    took_part = pl.col("sheets").is_not_null()
    asked = pl.col("asked")
    rows = rows.with_columns(asked=pl.col("branch").is_in(picked) if picked else pl.lit(True))
    months = rows.group_by("month", "province").agg(
        pl.col("sheets").sum(),
        reached=pl.col("customers").first() * took_part.mean(),
        named=pl.col("branch").is_not_null().all(),
        took_part=(took_part & asked).sum(),
        open=asked.sum(),
    )
    sums = {name: pl.col(name).sum() for name in ("sheets", "reached", "took_part", "open")}
    known = pl.col("named").all() & pl.col("reached").is_not_null().all()
    shares = months.group_by(strata).agg(known=known, **sums)
    known = pl.col("known") & (pl.col("sheets") <= pl.col("reached")) & (pl.col("took_part") > 0)
    return shares.select(
        *strata,
        branches_asked=pl.when(known).then(pl.col("took_part") / pl.col("open")),
        customers_asked=pl.when(known).then(pl.col("sheets") / pl.col("reached")),
    )


def told(sampled: pl.DataFrame) -> tuple[str, list[Note]]:
    """Whether the correction is applied in all strata, in part of them or in none; and a remark."""
    if "branches_asked" not in sampled.columns:
        return NONE, []
    strata = sampled.group_by("stratum").agg(pl.col("branches_asked").first())
    known, of = strata["branches_asked"].is_not_null().sum(), strata.height
    if not known:
        return NONE, []
    text = (
        f"finite population correction in {known} of {of} strata, where survey waves tell how many "
        f"customers there are; it speaks of the customers of these months"
    )
    return (ALL if known == of else PART), [Note(text, "finite_population", strata=known, of=of)]
