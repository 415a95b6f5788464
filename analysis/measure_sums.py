"""Sums of every measure in one form: answers, Σw, Σwy, Σwy², Σw² per group of cells.

A share is the mean of 0/1 over requests: each request counts as one answer of weight 1, so that
means and shares, surveys and logs, are estimated and tested by the same functions. Grouped by
province and branch they are what survey estimates need (`analysis.statistics.cluster_sums`).
Answers have their sums without weights too (PLAIN), for the test of the study.
"""

from collections.abc import Iterable, Sequence

import polars as pl

from analysis.marts import Marts, People
from analysis.measures import SHARES
from analysis.selection import Selection
from analysis.statistics.moments import Moments, from_sums

# weighed: the answers of a weight above 0, which is all that count in what is weighted.
SUMS = ("weighed", "weight", "total", "squares", "weight_squared")
PLAIN = ("n", "plain_total", "plain_squares")
# What the error of asking only some customers of a branch is computed from.
INNER = ("inner_total", "inner_squares")
PLACE = ("province", "branch")
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
    """`SUMS` of each share from the counts of `log_counts`: columns `by`, measure, n, SUMS."""
    parts = []
    for share in shares:
        part, whole = (pl.col(name).cast(pl.Float64) for name in SHARES[share])
        sums = (whole, whole, part, part, whole)
        parts.append(
            counts.filter(whole > 0).select(
                *by,
                pl.lit(share).alias("measure"),
                whole.alias("n"),
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
    reference: float | None,
    months: Iterable[str] | None = None,
    inner: bool = False,
) -> pl.DataFrame:
    """`PLAIN` and `SUMS` of the levels `value` of a mart, y being their distance from `reference`.

    About the reference sums of whole answers stay whole numbers, and nothing is lost to rounding.
    inner: `INNER` too, Σw²y and Σw²y².
    """
    only, bound = _only(months)
    distance = f"({value} - $reference::double)"
    # A product, as `** 2` takes DuckDB half as long again.
    powers = {"total": distance, "squares": f"{distance} * {distance}"}
    columns = [
        *dict.fromkeys(by),
        "sum(respondents)::bigint as n",
        *(f"sum(respondents * {y}) as plain_{name}" for name, y in powers.items()),
        "coalesce(sum(respondents) filter (weight > 0), 0)::double as weighed",
        "sum(weight) as weight",
        *(f"sum(weight * {y}) as {name}" for name, y in powers.items()),
        "sum(weight_squared) as weight_squared",
        *(f"sum(weight_squared * {y}) as inner_{name}" for name, y in powers.items() if inner),
    ]
    return marts.query(
        f"""select {", ".join(columns)} from {people.table}
            where {people.condition} and {only} group by all having sum(respondents) > 0""",
        selection,
        reference=reference or 0.0,
        **people.parameters,
        **bound,
    )


def added(sums: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """`PLAIN` of each group of `by`, over its branches."""
    if not by:
        return sums.select(pl.col(PLAIN).sum())
    return sums.group_by(by).agg(pl.col(PLAIN).sum())


def moments_of(rows: pl.DataFrame, reference: float | None) -> Moments:
    """n, mean and deviation without weights of each row of `PLAIN` about `reference`."""
    n, mean, sd = from_sums(*(rows[name].to_numpy() for name in PLAIN))
    return Moments(n, mean + (reference or 0), sd)


def in_months(people: People, months: Sequence[str] | None) -> People:
    """The same people, of these months only; None: of all."""
    if months is None:
        return people
    only, bound = _only(months)
    condition = f"{people.condition} and {only}"
    return People(people.table, people.count, condition, people.parameters | bound)


def _only(months: Iterable[str] | None) -> tuple[str, dict]:
    if months is None:
        return "true", {}
    bound = {f"month_{position}": month for position, month in enumerate(months)}
    return f"month in ({', '.join(f'${name}' for name in bound)})", bound
