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
# What y and y² are summed with, by the beginning of the sums' names
COUNTS_OF = {"plain_": "respondents", "": "weight", "inner_": "weight_squared"}
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
    keys = list(dict.fromkeys(by))
    condition = f"{people.condition} and {only}"
    summed = marts.sums_of(people.table, value, f"{keys} {condition}", selection)
    columns = [
        *keys,
        "sum(respondents)::bigint as n",
        "coalesce(sum(respondents) filter (weight > 0), 0)::double as weighed",
        "sum(weight) as weight",
        "sum(weight_squared) as weight_squared",
    ]
    for prefix, count in COUNTS_OF.items():
        if inner or prefix != "inner_":
            total, squares = _of_sums(prefix, count) if summed else _of_levels(value, count)
            columns += [f"sum({total}) as {prefix}total", f"sum({squares}) as {prefix}squares"]
    return marts.query(
        f"""select {", ".join(columns)} from {summed or people.table} as cells
            where {condition} group by all having sum(respondents) > 0""",
        selection,
        reference=reference or 0.0,
        **people.parameters,
        **bound,
    )


def _of_levels(value: str, count: str) -> tuple[str, str]:
    """SQL of count·y and count·y², y being the distance of a level from the reference.

    `cells.`, since the sums beside it have the bare names.
    """
    y = f"({value} - $reference::double)"
    # A product, as `** 2` takes DuckDB half as long again.
    return f"cells.{count} * {y}", f"cells.{count} * {y} * {y}"


def _of_sums(prefix: str, count: str) -> tuple[str, str]:
    """The same of sums about another point, s from the reference: Σ(y + s) and Σ(y + s)²."""
    n, total, squares = (f"cells.{name}" for name in (count, f"{prefix}total", f"{prefix}squares"))
    s = "(about - $reference::double)"
    return f"{total} + {n} * {s}", f"{squares} + {s} * (2 * {total} + {n} * {s})"


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
