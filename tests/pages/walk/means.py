"""Satisfaction: the weighted mean of the overall item in each group, and what is hidden."""

from collections import Counter

import numpy as np

from tests.pages.walk.design import Sampled

ITEM = "overall"


class Means:
    """The mean of satisfaction in each group of `by`, hidden ones with nothing but `suppressed`.

    part: filters of a part whose total stands on the page too; what that hides is hidden as well.
    """

    def __init__(self, world, filters, by=(), part=None):
        self.filters, self.by = filters, tuple(by)
        self.frame = world.once("satisfied", lambda: world.files.sheets.drop_nulls(ITEM))
        self.own = filters.of(self.frame)
        found = world.small.groups(self.frame, filters, self.by)
        self.hidden, everything = found[0], found[1]
        if part:
            unseen, all_of_it, counts, _ = world.small.groups(self.frame, part, self.by)
            self.hidden |= set(counts) if all_of_it else unseen
        self.groups = {(): self.own} if self.own.height and not by else {}
        if by and self.own.height:
            self.groups = self.own.partition_by(self.by, as_dict=True)
        if everything:
            self.hidden = set(self.groups)
        self.n = None if everything else self.own.height
        self.sampled = Sampled(world.files, filters, "month" in self.by)

    def rows(self) -> list[dict]:
        """n, mean, low, high, sd (without weights), deff, n_effective."""
        return [dict(zip(self.by, key, strict=True)) | self.figures(key) for key in self.groups]

    def figures(self, key) -> dict:
        names = ("n", "mean", "low", "high", "sd", "deff", "n_effective")
        if key in self.hidden or key not in self.groups:
            return dict.fromkeys(names) | {"suppressed": key in self.hidden}
        rows = self.groups[key]
        one = self.sampled.estimate(rows, ITEM, "branch" in self.by)
        low, high = one.interval()
        y = rows[ITEM].to_numpy()
        sd = float(np.std(y, ddof=1)) if len(y) > 1 else None
        told = (one.n, one.mean, low, high, sd, one.deff, one.n_effective)
        return dict(zip(names, told, strict=True)) | {"suppressed": False}

    def answers(self) -> dict:
        """{key: (answers, weights)} of what may be shown."""
        shown = {k: rows for k, rows in self.groups.items() if k not in self.hidden}
        return {k: (r[ITEM].to_numpy(), r["weight"].to_numpy()) for k, r in shown.items()}

    def counts(self) -> Counter:
        return Counter({key: rows.height for key, rows in self.groups.items()})
