"""Which groups must not be shown? The rule of small numbers, written a second time.

Fewer than 5 respondents: hidden. So is what would give such a group away: the next smallest where
the groups hidden of a total are one alone or fewer than 5 together, a group whose complement in a
wider selection holds 1 … 4, and everything where the whole selection has such a complement.
"""

from collections import Counter, defaultdict

import polars as pl

SMALL, NEAR = 5, 100


def few(n: int) -> bool:
    return 0 < n < SMALL


class SmallNumbers:
    """The rule over the sheets of `files`, for any way of counting them."""

    def __init__(self, files):
        self.files = files
        self.region_of = {
            name: {province: name for province in inside} for name, inside in files.regions.items()
        }

    def groups(self, rows: pl.DataFrame, filters, by: tuple):
        """(hidden keys, whether all is hidden, counts, near parents); rows: one per respondent."""
        own = counted(filters.of(rows), by)
        hidden = {key for key, n in own.items() if few(n)}
        everything, near = few(sum(own.values())), []
        for parent in filters.parents(self.files):
            rest = counted(parent.of(rows), by)
            rest.subtract(own)
            everything |= few(rest.total())
            hidden |= {key for key in own if few(rest[key])}
            if any(0 < n < NEAR for n in rest.values()):
                near.append(parent)
        return self.protected(own, hidden, by), everything, own, near

    def of_items(self, rows: pl.DataFrame, items: list, filters, by: tuple):
        """(hidden (item, *key), whether all is hidden); also what single items would give away.

        rows: one per respondent, with a column per item, empty where it was not answered.
        """
        groups, everything, own, near = self.groups(rows, filters, by)
        hidden = {(item, *key) for item in items for key in groups}
        if everything:
            return {(item, *key) for item in items for key in own}, True
        mine = {item: counted(filters.of(rows), by, item) for item in items}
        wider = [(p, {item: counted(p.of(rows), by, item) for item in items}) for p in near]
        for item in items:
            small = {key for key, n in mine[item].items() if few(n)}
            for _, counts in wider:
                rest = counts[item].copy()
                rest.subtract(mine[item])
                small |= {key for key in mine[item] if few(rest[key])}
            hidden |= {(item, *key) for key in self.protected(mine[item], small, by)}
        return hidden, False

    def protected(self, counts: Counter, hidden: set, by: tuple) -> set:
        """`hidden` and what must be hidden with it, along every column and what nests in it."""
        hidden, before = set(hidden), None
        while before != hidden:
            before = set(hidden)
            for at, column in enumerate(by):
                for total in self._totals(column):
                    for line in _lines(counts, at, total):
                        hidden |= _next_smallest(line, counts, hidden)
        return hidden

    def _totals(self, column):
        if column == "item":  # items do not add up to anything
            return
        yield lambda code: "all"
        if column == "branch":
            yield self.files.province_of.get
        if column == "province":
            yield from (inside.get for inside in self.region_of.values())


def counted(rows: pl.DataFrame, by: tuple, answered: str | None = None) -> Counter:
    """Respondents of each group; `answered`: only those with an answer to this item."""
    if answered:
        rows = rows.filter(pl.col(answered).is_not_null())
    if not by:
        return Counter({(): rows.height} if rows.height else {})
    found = rows.group_by(by).len().rows()
    return Counter({row[:-1]: row[-1] for row in found})


def _lines(counts, at, total):
    """The groups that add up to each total along one column."""
    lines = defaultdict(list)
    for key in counts:
        if counts[key] and total(key[at]):
            lines[total(key[at]), key[:at], key[at + 1 :]].append(key)
    return lines.values()


def _next_smallest(line, counts, hidden) -> set:
    covered = [key for key in line if key in hidden]
    shown = [key for key in line if key not in hidden]
    enough = len(covered) > 1 and sum(counts[key] for key in covered) >= SMALL
    if not covered or not shown or enough:
        return set()
    return {min(shown, key=lambda key: (counts[key], [str(part) for part in key]))}
