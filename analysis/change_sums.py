"""What two months are compared by: sums per measure, group and branch, as far as they may be shown.

Used by `what_changed`.
"""

import polars as pl

from analysis.marts import Marts, People
from analysis.measure_sums import PLACE, SUMS, answer_sums, in_months, log_counts, share_sums


def shown_sums(marts: Marts, selection, asked, satisfied, by, months) -> tuple[pl.DataFrame, int]:
    """Sums per measure, group, branch and month, without what small numbers hide; and how many."""
    keys = tuple(dict.fromkeys((*by, *PLACE, "month")))
    logged = share_sums(log_counts(marts, selection, keys, months), keys)
    reference = satisfied.measure.reference or 0.0
    overall = answer_sums(
        marts, selection, keys, satisfied.people, satisfied.value, reference, months
    ).with_columns(measure=pl.lit("satisfaction"))
    answers = People("answers", "respondents", "battery = $battery", {"battery": asked.battery})
    middle = asked.instrument["reference"] or 0.0
    items = answer_sums(
        marts, selection, ("item", *keys), answers, "answer", middle, months
    ).rename({"item": "measure"})
    sheets = People("respondents", "answered", answers.condition, answers.parameters)
    parts = [logged.with_columns(grouped=True, whole=True)]
    hidden = 0
    for part, people, finer in (
        (overall, satisfied.people, None), (items, sheets, answers),
    ):  # fmt: skip
        shown, left_out = _shown(marts, selection, part, by, months, people, finer)
        parts.append(shown)
        hidden += left_out
    columns = ["measure", *keys, *SUMS, "grouped", "whole"]
    period = (pl.col("month") == months[1]).cast(pl.Int64)
    # Means are taken about the reference of their scale, and are put back there in the end.
    return pl.concat(part.select(columns) for part in parts).with_columns(period=period), hidden


def _shown(marts, selection, sums, by, months, people, finer) -> tuple[pl.DataFrame, int]:
    """`sums` with what may be shown of them: by group, and of the selection as a whole."""
    hidden = 0
    for name, groups in (("grouped", ("month", *by)), ("whole", ("month",))):
        keys = ("measure", *groups) if finer else groups
        counted = sums.group_by(keys).agg(pl.col("n").sum().cast(pl.Int64))
        judged, _, _ = marts.suppress(
            counted.rename({"measure": "item"}) if finer else counted,
            ["n"], selection, groups, in_months(people, months),
            finer and in_months(finer, months),
        )  # fmt: skip
        judged = judged.rename({"item": "measure"}) if finer else judged
        flags = judged.select(*keys, (~pl.col("suppressed")).alias(name))
        sums = sums.join(flags, on=keys, how="left", nulls_equal=True)
        hidden += int(judged["suppressed"].sum()) if by or name == "whole" else 0
    return sums, hidden
