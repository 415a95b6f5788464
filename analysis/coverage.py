"""Coverage: which branches have reported, which months are missing, how many answered?

Per month (and province): the branches that were open, those with requests in the service log, those
with answer sheets, and the response rate of the survey's waves.
- a branch that reported although the list says that it was not open counts as open
- a branch reports or does not: filters of channels, services and customer groups are left out, but
  for the response rate, which a wave may tell of customer groups; a wave knows no branches
- fewer than 5 who answered a wave are not shown
`totals` has the last month of each source: reported of expected, and who is missing.
"""

import dataclasses
from collections.abc import Sequence

import polars as pl

from analysis import questionnaire
from analysis.answer import Answer
from analysis.both_sources import provenance_of_both
from analysis.cluster_cells import SHEETS
from analysis.marts import Marts, People
from analysis.measure_sums import log_counts
from analysis.selection import Selection, check_groups

LOG, SURVEY = SOURCES = ("log", "survey")
RATE = ("invited", "answered", "response_rate")
# A wave tells of a province as a whole, or of its groups, or of both: then the whole counts.
ONCE = """(customer_group is null or not exists (
    select 1 from survey_waves as whole where whole.customer_group is null
    and whole.load = survey_waves.load and whole.month = survey_waves.month
    and whole.province is not distinct from survey_waves.province))
    and invited > 0 and answered is not null"""
WAVES = People("survey_waves", "answered", ONCE)


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ()) -> Answer:
    """One row per month, also of those without data; of `by` only province makes it finer."""
    by = tuple(name for name in check_groups(by) if name == "province")
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    wide = dataclasses.replace(asked.selection, channels=(), services=(), customer_groups=())
    source = provenance_of_both(marts, wide, SHEETS) | {"selection": asked.selection}
    keys = ("month", *by)
    branches = _branches(marts, wide, source["period"]) if source["loads"] else None
    rates, notes = response_rates(marts, asked.selection, keys)
    rows = [] if branches is None else _rows(branches, rates, keys)
    totals = {} if branches is None else _totals(branches)
    return Answer(
        question="coverage",
        rows=rows,
        totals=totals | {"last_load": max((x["loaded_at"] for x in source["loads"]), default=None)},
        n=int(log_counts(marts, wide, ())["requests"].sum()),
        notes=[note for note in asked.notes if note.code == "instrument_chosen"] + notes,
        **source,
    )


def response_rates(marts: Marts, selection: Selection, keys: Sequence[str]):
    """Invited, answered and their ratio per group of `keys` that has a wave; and remarks.

    No rows where the selection is finer than a wave: what a province tells is not of its branches.
    """
    keys = [name for name in keys if name in ("month", "province", "customer_group")]
    finer = selection.branches or selection.channels or selection.services
    columns = "".join(f"{name}, " for name in keys)
    found = marts.query(
        f"""select {columns} sum(answered)::bigint as n, sum(invited)::bigint as invited
            from survey_waves where {ONCE} group by all having sum(invited) > 0""",
        selection,
    ).filter(not finer)
    rate = pl.col("answered") / pl.col("invited")
    rows = found.with_columns(answered="n").with_columns(response_rate=rate)
    rows, _, notes = marts.suppress(rows, ("n", *RATE), selection, keys, WAVES)
    return rows, notes


def _branches(marts, selection, period) -> pl.DataFrame:
    """Month × branch that was open or reported: province, whether in the log, in the survey."""
    found = marts.query(
        """select month, branch, province, opened, closed, first, last
           from branches, (select month, min(day) as first, max(day) as last from calendar
                           where month between $first and $last group by month)""",
        first=period["from"],
        last=period["to"],
    )
    chosen = marts.provinces_of(selection)
    here = pl.lit(True) if chosen is None else pl.col("province").is_in(chosen)
    if selection.branches:
        here &= pl.col("branch").is_in(selection.branches)
    found = found.filter(here)
    for source, table in zip(SOURCES, ("requests", "respondents"), strict=True):
        reported = marts.query(
            f"select distinct month, branch, true as {source} from {table} where {table} > 0",
            selection,
        )
        found = found.join(reported, on=("month", "branch"), how="left")
    found = found.with_columns(pl.col(SOURCES).fill_null(False))
    opened, closed = pl.col("opened").fill_null(pl.col("first")), pl.col("closed")
    is_open = (opened <= pl.col("last")) & (closed.is_null() | (closed >= pl.col("first")))
    return found.filter(is_open | pl.any_horizontal(SOURCES)).sort("month", "province", "branch")


def _rows(branches, rates, keys) -> list[dict]:
    counted = branches.group_by(keys).agg(
        pl.len().alias("branches"), pl.col(SOURCES).sum().name.prefix("branches_")
    )
    rates = rates.select(*keys, *RATE, "suppressed")
    rows = counted.join(rates, on=keys, how="left").sort(keys)
    return rows.with_columns(pl.col("suppressed").fill_null(False)).to_dicts()


def _totals(branches: pl.DataFrame) -> dict:
    """Of each source: its last month, reported of expected in it, who did not, missing months."""
    months, totals = branches["month"].unique().sort(), {}
    for source in SOURCES:
        known = branches.filter(source)["month"].unique().sort()
        last = known.last() if known.len() else None
        then = branches.filter(pl.col("month") == last) if last else branches.clear()
        silent = then.filter(~pl.col(source))["branch"].to_list()
        totals[source] = {
            "month": last,
            "reported": then.height - len(silent),
            "expected": then.height,
            "silent": silent,
            "missing_months": [month for month in months if month not in set(known)],
        }
    return totals
