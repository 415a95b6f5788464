"""Channel volume: which share of the requests comes by each channel, where only counts are known?

Counted by the sending systems, for periods of a month or longer; beside the service log, never
added to it.
- share: requests ÷ requests of all channels. A channel whose counts are missing has no share; how
  many cells are missing stands beside it, and a note says so.
- digital take-up: requests on channels known to be remote ÷ requests on channels known to be remote
  or not, as in `channel_usage`.
- completion rate: completed ÷ requests, over the cells that say how many were completed.
- A period belongs to a selection if it lies wholly inside. A period that is longer than a month is
  never shown as a month: `month` then holds its first and last month.
- Nothing counts twice: where periods overlap the shorter ones count, and provinces before totals of
  the whole organisation. A note names what was left out for that.
"""

from datetime import date

import polars as pl

from analysis.answer import Answer, Note
from analysis.marts import Marts
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups

COUNTS = ("requests", "completed", "followed", "cells", "missing")
SUMS = (*COUNTS, "remote_requests", "known_requests")
SPAN = "case when first_month = month then month else first_month || '/' || month end"
PLACE = "case when province is null then 'organisation' else 'provinces' end"
INSIDE = f"first_month >= $begin and list_contains($spans, {PLACE} || period_from || period_to)"
Span = tuple[str, str, str]  # organisation or provinces; first and last day, ISO


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ("channel",)) -> Answer:
    """One row per group of `by` that has counts, also where all of them are missing."""
    by = check_groups(by)
    marts.check(selection)
    begin = selection.first_month or ""
    spans, left_out = disjoint(_spans(marts, selection, begin))
    chosen = {"begin": begin, "spans": ["".join(span) for span in spans]}
    counts = _counts(marts, selection, by, chosen)
    source = provenance(marts, "volumes", selection, INSIDE, **chosen)
    together = {name: _sum(counts[name]) for name in SUMS}
    total = together["requests"]
    return Answer(
        question="channel_volume",
        rows=[_measures(row, by, total) for row in counts.iter_rows(named=True)],
        totals=_measures(together, (), total),
        n=total or 0,
        notes=_notes(counts, left_out),
        **source | {"period": _period(marts, selection, chosen)},
    )


def disjoint(spans: list[Span]) -> tuple[list[Span], list[Span]]:
    """The periods, shorter ones chosen first, of which no two overlap; and those left out.

    >>> disjoint([("provinces", "2025-01-01", "2025-12-31"),
    ...           ("provinces", "2025-03-01", "2025-03-31")])
    ([('provinces', '2025-03-01', '2025-03-31')], [('provinces', '2025-01-01', '2025-12-31')])
    """
    kept: list[Span] = []
    left_out = []
    for place, first, last in sorted(spans, key=_preferred):
        met = any(
            first <= other_last and other_first <= last for _, other_first, other_last in kept
        )
        (left_out if met else kept).append((place, first, last))
    return sorted(kept), sorted(left_out)


def _preferred(span: Span) -> tuple:
    place, first, last = span
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    return days, place == "organisation", first


def _spans(marts: Marts, selection: Selection, begin: str) -> list[Span]:
    rows = marts.query(
        f"""select distinct {PLACE} as place, period_from::varchar, period_to::varchar
            from volumes where first_month >= $begin""",
        selection,
        begin=begin,
    )
    return list(rows.iter_rows())


def _counts(marts: Marts, selection: Selection, by, chosen: dict) -> pl.DataFrame:
    columns = "".join(f"{SPAN} as month, " if name == "month" else f"{name}, " for name in by)
    return marts.query(
        f"""select {columns} {", ".join(f"sum({name})::bigint as {name}" for name in COUNTS)},
                   sum(requests) filter (remote = 'yes')::bigint as remote_requests,
                   sum(requests) filter (remote in ('yes', 'no'))::bigint as known_requests
            from volumes left join channels using (channel)
            where {INSIDE} group by all having count(*) > 0 order by all""",
        selection,
        **chosen,
    )


def _measures(sums: dict, by, total: int | None) -> dict:
    """The measures of one group: its sums, divided last; none where nothing was counted."""
    remote, known = sums["remote_requests"], sums["known_requests"]
    return {
        **{name: sums[name] for name in by},
        "requests": sums["requests"],
        "share": _ratio(sums["requests"], total),
        "digital_take_up": _ratio(remote or 0 if known else None, known),
        "completed": sums["completed"],
        "completion_rate": _ratio(sums["completed"], sums["followed"]),
        "cells": sums["cells"] or 0,
        "missing": sums["missing"] or 0,
    }


def _ratio(part: int | None, whole: int | None) -> float | None:
    return part / whole if whole and part is not None else None


def _sum(counts: pl.Series) -> int | None:
    """None where no count is known, which is not zero."""
    return int(counts.sum()) if counts.count() else None


def _notes(counts: pl.DataFrame, left_out: list[Span]) -> list[str]:
    notes = []
    if missing := int(counts["missing"].sum()):
        cells = int(counts["cells"].sum())
        text = f"{missing:,} of {cells:,} counts are missing; they count as unknown, not as zero"
        notes.append(Note(text, "counts_missing", missing=missing, cells=cells))
    if left_out:
        spans = ", ".join(f"{first} to {last} ({place})" for place, first, last in left_out)
        text = f"left out, since other counts of the same days are there: {spans}"
        notes.append(Note(text, "periods_left_out", count=len(left_out)))
    return notes


def _period(marts: Marts, selection: Selection, chosen: dict) -> dict:
    """The first and the last month of the periods counted."""
    found = marts.query(
        f"select min(first_month) as first, max(month) as last from volumes where {INSIDE}",
        selection,
        **chosen,
    ).row(0, named=True)
    first, last = selection.first_month, selection.last_month
    return {"from": found["first"] or first, "to": found["last"] or last}
