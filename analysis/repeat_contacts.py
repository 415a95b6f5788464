"""Repeat contacts: how often do clients come back for the same within a week, and at the counter?

A request is followed when the same client (a pseudonym) asked for the same service again within 7
days, on whatever channel and at whatever branch; only the next request counts. It is counted with
the first of the two, also where the second stands in the next month's load: in the newest month
the last week cannot be complete yet. Requests without a client or a service count in neither part.
- repeat rate: followed ÷ requests whose client is known (n).
- repeat rate in vain: the same of requests that failed or were abandoned.
- fall-back rate: requests on remote channels whose next was on a channel known not to be remote ÷
  requests on remote channels.
- client known: n ÷ requests.
Groups of fewer than 5 such requests are suppressed like groups of respondents: behind n requests
stand at most n clients.
"""

import polars as pl

from analysis.answer import Answer, Note
from analysis.marts import Marts, People
from analysis.obstacles import obstacle
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups

PEOPLE = People("repeat_contacts", "requests")
SUMS = ("followed", "in_vain", "in_vain_followed", "remote", "fell_back")
RATES = {
    "repeat_rate": ("followed", "n"),
    "repeat_rate_in_vain": ("in_vain_followed", "in_vain"),
    "fall_back_rate": ("fell_back", "remote"),
}
FIGURES = ("n", *SUMS, *RATES)


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ("channel",)) -> Answer:
    """One row per group of `by`; the totals are the same measures over all."""
    by = check_groups(by)
    marts.check(selection)
    source = provenance(marts, "requests", selection)
    if note := obstacle(marts, "repeat_contacts", selection, by, ()):
        totals = dict.fromkeys((*FIGURES, "requests", "client_known"))
        return Answer("repeat_contacts", [], totals, 0, notes=[note], **source)
    rows = _rated(_counts(marts, selection, by))
    shown, n, notes = marts.suppress(rows, FIGURES, selection, by, PEOPLE)
    asked = _requests(marts, selection)
    return Answer(
        question="repeat_contacts",
        rows=shown.to_dicts(),
        totals=_totals(_counts(marts, selection, ()), n, asked),
        n=n,
        notes=[*notes, *_unknown(n, asked)],
        **source,
    )


def _counts(marts: Marts, selection: Selection, by) -> pl.DataFrame:
    columns = "".join(f"{name}, " for name in by)
    return marts.query(
        f"""with first as (select channel, remote = 'yes' as is_remote from channels),
                 second as (select channel as next_channel, remote = 'no' as at_counter
                            from channels)
            select {columns} sum(requests)::bigint as n, sum(followed)::bigint as followed,
                   sum(in_vain)::bigint as in_vain,
                   sum(in_vain_followed)::bigint as in_vain_followed,
                   coalesce(sum(requests) filter (is_remote), 0)::bigint as remote,
                   coalesce(sum(followed) filter (is_remote and at_counter), 0)::bigint
                       as fell_back
            from repeat_contacts left join first using (channel)
                 left join second using (next_channel)
            group by all having sum(requests) > 0 order by all""",
        selection,
    )


def _rated(counts: pl.DataFrame) -> pl.DataFrame:
    """The sums divided last; no rate where there is nothing to divide by."""
    return counts.with_columns(
        pl.when(pl.col(whole) > 0).then(pl.col(part) / pl.col(whole)).alias(name)
        for name, (part, whole) in RATES.items()
    )


def _requests(marts: Marts, selection: Selection) -> int:
    return marts.query("select coalesce(sum(requests), 0)::bigint from requests", selection).item()


def _totals(counts: pl.DataFrame, n: int | None, asked: int) -> dict:
    empty = dict.fromkeys(FIGURES)
    known = counts.height and n
    totals = _rated(counts).row(0, named=True) if known else empty
    return totals | {"requests": asked, "client_known": n / asked if asked and n else None}


def _unknown(n: int | None, asked: int) -> list[Note]:
    """That `client` is missing, of all requests or of some."""
    if n is None or not asked or n == asked:
        return []
    if not n:
        return [Note("no request says which client it is of", "no_clients")]
    text = f"{asked - n:,} of {asked:,} requests do not say client or service"
    return [Note(text, "some_clients", missing=asked - n, requests=asked)]
