"""Which mean and which interval stand for a row, so that what is drawn agrees with what is said?"""

# Rule → mean, low, high. The interval of the evidence rule knows the branches behind the answers
# and, where factors are judged together, the adjustment; the study's takes answers one by one.
ESTIMATES = {
    "evidence": ("weighted_mean", "interval_low", "interval_high"),
    "study": ("mean", "ci_low", "ci_high"),
}


def shown(row, rule="evidence"):
    """The row with `mean`, `low` and `high` of the rule."""
    return row | dict(zip(("mean", "low", "high"), map(row.get, ESTIMATES[rule]), strict=True))


def ends(rows):
    """All limits of the intervals that are known."""
    return [row[end] for row in rows for end in ("low", "high") if row[end] is not None]
