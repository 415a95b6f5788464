"""The rule of small numbers: which groups of respondents must not be shown. Used by `marts` alone.

A group of 1 … 4 respondents is hidden. So is one that a reader could work out by subtraction:
- from a displayed total, if the groups hidden in it are only one, or together fewer than 5: the
  next smallest group is hidden too (secondary suppression), along every dimension of the answer;
- from the answer to the selection without one of its filters (a *parent*), if it holds only 1 … 4
  respondents more.
Not covered: subtraction over cleverly overlapping selections or months, which no rule on single
answers prevents. Requests in the log are counts of events and are never hidden.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from analysis.selection import Selection

SMALL = 5
WEAK = 30
# Where so few more respondents stand behind a parent, single items may have 1 … 4 of them.
NEAR = 100

Counts = Mapping[tuple, int]


class Withheld(NamedTuple):
    """Of `n` respondents: everything, or some groups by key.

    near: the parents to compare in finer groups as well.
    """

    n: int
    everything: bool
    keys: set[tuple]
    near: list[Selection]


def few(n: int) -> bool:
    return 0 < n < SMALL


def withheld(
    own: Counts,
    count: Callable[[Selection], Counts],
    parents: Iterable[Selection],
    axes: Sequence[int],
) -> Withheld:
    """Decide on the groups `own` (key → respondents) of one answer.

    count: the same groups of another selection; axes: the positions in the key whose groups add up
    to a total that can be displayed.
    """
    n = sum(own.values())
    everything = few(n)
    hidden = {key for key, n in own.items() if few(n)}
    near = []
    for parent in parents:
        whole = count(parent)
        rest = {key: n - own.get(key, 0) for key, n in whole.items()}
        everything = everything or few(sum(rest.values()))
        hidden |= {key for key in own if own[key] and few(rest.get(key, 0))}
        if any(0 < n < NEAR for n in rest.values()):
            near.append(parent)
    return Withheld(n, everything, secondary(own, hidden, axes), near)


def secondary(counts: Counts, hidden: set[tuple], axes: Sequence[int]) -> set[tuple]:
    """`hidden` and what must be hidden with it, until no total gives a hidden group away."""
    hidden, grown = set(hidden), bool(hidden)
    while grown:
        grown = False
        for axis in axes:
            for line in _lines(counts, hidden, axis):
                more = _to_protect(line, counts, hidden)
                hidden.update(more)
                grown = grown or bool(more)
    return hidden


def parents(
    selection: Selection,
    regions: Mapping[str, Sequence[str]],
    province_of: Mapping[str, str],
    chosen: Sequence[str] | None,
    everywhere: Sequence[str],
) -> Iterator[Selection]:
    """The selections that hold this one and a little more: each without one of its filters.

    A branch is compared with its provinces too, a province with every region around it.
    chosen: the provinces of the selection (None: all); everywhere: those the reader may see.
    """
    for field in ("channels", "services", "customer_groups", "branches"):
        if getattr(selection, field):
            yield dataclasses.replace(selection, **{field: ()})
    if selection.branches and not selection.provinces:
        own = tuple(province_of[branch] for branch in selection.branches)
        yield dataclasses.replace(selection, branches=(), provinces=own)
    if (selection.provinces or selection.region) and chosen is not None:
        inside, whole = set(chosen), set(everywhere)
        anywhere = dataclasses.replace(selection, provinces=(), region=None)
        if inside < whole:
            yield anywhere
        for region, members in regions.items():
            if inside < set(members) < whole:
                yield dataclasses.replace(anywhere, region=region)


def blank(
    rows: pl.DataFrame, keys: Sequence[str], hidden: set[tuple], figures: Sequence[str]
) -> pl.DataFrame:
    """`rows` without the figures of hidden groups, marked `suppressed`; others below 30 `weak`."""
    suppressed = pl.Series([key in hidden for key in _keys(rows, keys)], dtype=pl.Boolean)
    return rows.with_columns(suppressed=suppressed).with_columns(
        pl.when("suppressed").then(None).otherwise(pl.col(figures)).name.keep(),
        weak=~pl.col("suppressed") & (pl.col("n") > 0) & (pl.col("n") < WEAK),
    )


def counts_of(rows: pl.DataFrame, keys: Sequence[str]) -> Counts:
    """Key → n, of the rows of an answer."""
    return dict(zip(_keys(rows, keys), rows["n"], strict=True))


def _keys(rows: pl.DataFrame, keys: Sequence[str]) -> list[tuple]:
    return rows.select(keys).rows() if keys else [()] * rows.height


def _lines(counts: Counts, hidden: set[tuple], axis: int) -> list[list[tuple]]:
    """The keys that differ along `axis` alone, for every such line with a hidden key."""
    touched = {key[:axis] + key[axis + 1 :]: [] for key in hidden}
    for key, n in counts.items():
        rest = key[:axis] + key[axis + 1 :]
        if n and rest in touched:
            touched[rest].append(key)
    return list(touched.values())


def _to_protect(line, counts, hidden) -> list[tuple]:
    """The next smallest group of the line if its total, less what is shown, gives one away."""
    covered = [key for key in line if key in hidden]
    shown = [key for key in line if key not in hidden]
    safe = len(covered) > 1 and sum(counts[key] for key in covered) >= SMALL
    if safe or not covered or not shown:
        return []
    return [min(shown, key=lambda key: (counts[key], [str(part) for part in key]))]
