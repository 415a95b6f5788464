"""Sums of every measure in one form: answers, Σw, Σwy, Σwy², Σw² per group of cells.

A share is the mean of 0/1 over requests: each request counts as one answer of weight 1, so that
means and shares, surveys and logs, are estimated and tested by the same functions. Grouped by
province and branch they are what survey estimates need (`analysis.statistics.cluster_sums`).
"""

from collections.abc import Iterable, Sequence

import polars as pl

from analysis.marts import Marts, People
from analysis.measures import SHARES
from analysis.selection import Selection

SUMS = ("n", "weight", "total", "squares", "weight_squared")
COUNTS = ("requests", "completed", "due", "on_time")
EITHER = "remote in ('yes', 'no')"


def log_counts(
    marts: Marts, selection: Selection, by: Sequence[str], months: Iterable[str] | None = None
) -> pl.DataFrame:
    """Per group: requests, completed, due, on_time, and requests on remote and on known channels.

    months: only these, where they do not lie next to each other.
    """
    only, bound = _only(months)
    # Summed by channel before `remote` is looked up: a few rows instead of every cell.
    by_channel = ", ".join(dict.fromkeys((*by, "channel")))
    return marts.query(
        f"""with by_channel as (
                select {by_channel}, {", ".join(f"sum({name}) as {name}" for name in COUNTS)}
                from requests where {only} group by all)
            select {"".join(f"{name}, " for name in by)}
                   {", ".join(f"sum({name})::bigint as {name}" for name in COUNTS)},
                   coalesce(sum(requests) filter (remote = 'yes'), 0)::bigint as remote,
                   coalesce(sum(requests) filter ({EITHER}), 0)::bigint as known
            from by_channel left join channels using (channel)
            group by all having sum(requests) > 0""",
        selection,
        **bound,
    )


def share_sums(counts: pl.DataFrame, by: Sequence[str], shares=tuple(SHARES)) -> pl.DataFrame:
    """`SUMS` of each share from the counts of `log_counts`: columns `by`, measure, SUMS."""
    parts = []
    for share in shares:
        part, whole = (pl.col(name).cast(pl.Float64) for name in SHARES[share])
        sums = (whole, whole, part, part, whole)
        parts.append(
            counts.filter(whole > 0).select(
                *by,
                pl.lit(share).alias("measure"),
                *(column.alias(name) for name, column in zip(SUMS, sums, strict=True)),
            )
        )
    return pl.concat(parts)


def answer_sums(
    marts: Marts,
    selection: Selection,
    by: Sequence[str],
    people: People,
    value: str,
    reference: float,
    months: Iterable[str] | None = None,
) -> pl.DataFrame:
    """`SUMS` of the levels `value` of a mart, taken about `reference` so that they stay exact."""
    only, bound = _only(months)
    distance = f"({value} - $reference::double)"
    return marts.query(
        f"""select {"".join(f"{name}, " for name in by)}
                   sum(respondents)::double as n, sum(weight) as weight,
                   sum(weight * {distance}) as total,
                   sum(weight * {distance} * {distance}) as squares,
                   sum(weight_squared) as weight_squared
            from {people.table} where {people.condition} and {only} group by all
            having sum(respondents) > 0""",
        selection,
        reference=reference,
        **people.parameters,
        **bound,
    )


def in_months(people: People, months: Sequence[str] | None) -> People:
    """The same people, of these months only; None: of all."""
    only, bound = _only(months)
    condition = f"{people.condition} and {only}"
    return People(people.table, people.count, condition, people.parameters | bound)


def _only(months: Iterable[str] | None) -> tuple[str, dict]:
    if months is None:
        return "true", {}
    bound = {f"month_{position}": month for position, month in enumerate(months)}
    return f"month in ({', '.join(f'${name}' for name in bound)})", bound
