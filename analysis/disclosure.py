"""The rule of small numbers: which groups of respondents must not be shown. Used by `marts` alone.

A group of 1 … 4 respondents is hidden. So is one that a reader could work out by subtraction:
- from a displayed total, if the groups hidden in it are only one, or together fewer than 5: the
  next smallest group is hidden too (secondary suppression), along every dimension of the answer,
  and among the branches of a province and the provinces of a region, whose totals are an answer
  away;
- from the answer to the selection without one of its filters (a *parent*), if it holds only 1 … 4
  respondents more.
Not covered: subtraction over cleverly overlapping selections or months, which no rule on single
answers prevents. Requests in the log are counts of events and are never hidden.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from analysis.answer import Note
from analysis.selection import Selection

SMALL = 5
WEAK = 30
# Where so few more respondents stand behind a parent, single items may have 1 … 4 of them.
NEAR = 100

Counts = Mapping[tuple, int]


class Axis(NamedTuple):
    """A position in the key along which groups add up, and the totals they add up to.

    Each total maps a code at that position to a name, or None if the code is not part of it.
    """

    position: int
    totals: Sequence[Callable[[str | None], str | None]]


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
    axes: Sequence[Axis],
) -> Withheld:
    """Decide on the groups `own` (key → respondents) of one answer.

    count: the same groups of another selection.
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


def secondary(counts: Counts, hidden: set[tuple], axes: Sequence[Axis]) -> set[tuple]:
    """`hidden` and what must be hidden with it, until no total gives a hidden group away."""
    hidden, grown = set(hidden), bool(hidden)
    totals = [(axis.position, total) for axis in axes for total in axis.totals]
    while grown:
        grown = False
        for position, total in totals:
            for line in _lines(counts, hidden, position, total):
                more = _to_protect(line, counts, hidden)
                hidden.update(more)
                grown = grown or bool(more)
    return hidden


def axes_of(
    columns: Sequence[str], regions: Mapping[str, Sequence[str]], province_of: Mapping[str, str]
) -> list[Axis]:
    """The axes of keys of these columns. The items of a questionnaire do not add up to a total."""
    nested = {
        "branch": [province_of.get],
        "province": [dict.fromkeys(members, region).get for region, members in regions.items()],
    }
    return [
        Axis(position, [lambda code: "all", *nested.get(column, ())])
        for position, column in enumerate(columns)
        if column != "item"
    ]


def blank(
    rows: pl.DataFrame, keys: Sequence[str], hidden: set[tuple], figures: Sequence[str]
) -> pl.DataFrame:
    """`rows` without the figures of hidden groups, marked `suppressed`; others below 30 `weak`."""
    suppressed = pl.lit(False)
    if hidden:
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


def _lines(counts: Counts, hidden: set[tuple], position: int, total) -> list[list[tuple]]:
    """The keys of every sum to `total` along one position that has a hidden key."""

    def line(key):
        name = total(key[position])
        return name and (name, key[:position], key[position + 1 :])

    touched = {line(key): [] for key in hidden if line(key)}
    for key, n in counts.items():
        if n and (name := line(key)) in touched:
            touched[name].append(key)
    return list(touched.values())


def _to_protect(line, counts, hidden) -> list[tuple]:
    """The next smallest group of the line if its total, less what is shown, gives one away."""
    covered = [key for key in line if key in hidden]
    shown = [key for key in line if key not in hidden]
    safe = len(covered) > 1 and sum(counts[key] for key in covered) >= SMALL
    if safe or not covered or not shown:
        return []
    return [min(shown, key=lambda key: (counts[key], [str(part) for part in key]))]


def remarks(groups: Withheld, rows: pl.DataFrame) -> list[Note]:
    """What is to be said where something is not shown."""
    if groups.everything:
        text = "nothing is shown: fewer than 5 respondents, here or in what a filter leaves out"
        return [Note(text, "all_suppressed")]
    hidden = rows["suppressed"].sum()
    if not hidden:
        return []
    text = f"{hidden} of {rows.height} rows are not shown, to protect fewer than 5 respondents"
    return [Note(text, "some_suppressed", rows=hidden, of=rows.height)]
