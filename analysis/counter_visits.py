"""Counter visits: which services are still done at the counter although a remote way exists?

Counted from the service log: events, not persons, so nothing is suppressed. Counters are channels
known not to be remote; channels of which it is unknown count on neither side.
- A remote way exists where at least 30 requests for the service, and 1 % of those on known
  channels, were completed remotely in the months asked for, in all provinces that may be seen.
- within reach: the remote share that a quarter of the provinces reach or pass (75th percentile of
  the provinces with at least 30 requests for the service; numpy's method "linear"). Unknown with
  fewer than 4 such provinces.
- visits that could be saved, the assumption: each province of the selection below that share comes
  up to it and no further; (share within reach − its share) × its requests, summed.
Not asked with a filter on channels, which would leave one side out.
"""

import polars as pl

from analysis.answer import Answer
from analysis.marts import Marts
from analysis.obstacles import obstacle
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups

ENOUGH, LEAST_SHARE = 30, 0.01
PROVINCES, REACHED_BY = 4, 0.75
COLUMNS = ("known", "at_counter", "done_remotely", "remote")


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ("service",)) -> Answer:
    """One row per service with visits to a counter and a remote way, most to be saved first.

    by: `service` and, beside it, province or branch, in which case the rows are of each of them.
    """
    by = tuple(dict.fromkeys(("service", *check_groups(by))))
    marts.check(selection)
    note = obstacle(marts, "requests", selection, by, ("channel",))
    rows = _nothing(by) if note else _rows(marts, selection, by)
    known = int(rows["known"].sum())
    return Answer(
        question="counter_visits",
        rows=rows.to_dicts(),
        totals={
            "services": rows["service"].n_unique(),
            "requests": known,
            "at_counter": int(rows["at_counter"].sum()),
            "could_be_saved": _sum(rows["could_be_saved"]),
        },
        n=known,
        notes=[note] if note else [],
        **provenance(marts, "requests", selection),
    )


def _rows(marts: Marts, selection: Selection, by: tuple[str, ...]) -> pl.DataFrame:
    goals = _goals(marts, selection)
    each = _counts(marts, selection, tuple(dict.fromkeys((*by, "province"))))
    each = each.join(goals, on="service").with_columns(own=pl.col("remote") / pl.col("known"))
    saved = (pl.col("within_reach") - pl.col("own")).clip(lower_bound=0) * pl.col("known")
    each = each.with_columns(could_be_saved=saved)
    sums = [pl.col(name).sum() for name in COLUMNS]
    return (
        each.group_by(by)
        .agg(*sums, pl.col("within_reach").first(), _sum_or_null("could_be_saved"))
        .filter(pl.col("at_counter") > 0)
        .with_columns(remote_share=pl.col("remote") / pl.col("known"))
        .select(*by, "known", "at_counter", "remote_share", "within_reach", "could_be_saved")
        .sort(
            "could_be_saved", "at_counter", *by,
            descending=[True, True, *(False for _ in by)], nulls_last=True,
        )
    )  # fmt: skip


def _goals(marts: Marts, selection: Selection) -> pl.DataFrame:
    """service, within_reach: the services with a remote way, in the same months and groups."""
    everywhere = Selection(
        customer_groups=selection.customer_groups,
        services=selection.services,
        first_month=selection.first_month,
        last_month=selection.last_month,
    )
    counts = _counts(marts, everywhere, ("service", "province"))
    done, known, large = pl.col("done_remotely"), pl.col("known"), pl.col("known") >= ENOUGH
    share = (pl.col("remote") / known).filter(large)
    exists = (done.sum() >= ENOUGH) & (done.sum() >= LEAST_SHARE * known.sum())
    return (
        counts.group_by("service")
        .agg(
            exists.alias("exists"),
            pl.when(large.sum() >= PROVINCES)
            .then(share.quantile(REACHED_BY, interpolation="linear"))
            .alias("within_reach"),
        )
        .filter("exists")
        .drop("exists")
    )


def _counts(marts: Marts, selection: Selection, by: tuple[str, ...]) -> pl.DataFrame:
    columns = ", ".join(by)
    return marts.query(
        f"""select {columns}, sum(requests)::bigint as known,
                   coalesce(sum(requests) filter (remote = 'no'), 0)::bigint as at_counter,
                   coalesce(sum(requests) filter (remote = 'yes'), 0)::bigint as remote,
                   coalesce(sum(completed) filter (remote = 'yes'), 0)::bigint as done_remotely
            from requests join channels using (channel)
            where remote in ('yes', 'no') and service is not null
            group by all having sum(requests) > 0""",
        selection,
    )


def _nothing(by: tuple[str, ...]) -> pl.DataFrame:
    numbers = ("known", "at_counter", "remote_share", "within_reach", "could_be_saved")
    return pl.DataFrame(schema=dict.fromkeys(by, pl.String) | dict.fromkeys(numbers, pl.Float64))


def _sum_or_null(name: str) -> pl.Expr:
    return pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name)


def _sum(values: pl.Series) -> float | None:
    return float(values.sum()) if values.count() else None
