"""Which weights make the respondents of a wave stand for the population that the wave counts?

In two steps. Provinces: the weights of a province add up to its population. Groups, where the wave
counts customer groups too: the first of these that can be met

    cells      province × customer group, each cell its own total (post-stratification)
    margins    the provinces, and the customer groups over all of them (raking)
    provinces  the provinces alone

Bounds: a group may move a weight to between 0.3 and 3 times what its province gives it, a province
to between 0.1 and 10 times the mean; samples of equal size from provinces of unequal size lie well
inside the second, and a cell outside the first has too few respondents to speak for its customers.
Where not even provinces can be met, nothing is weighted: the base weights stay as they are.
What a wave does not tell keeps its share: respondents without a customer group, or of one that the
wave does not count, within their province; those of a province that it does not count, within the
country. A province in which nobody answered is spoken for by nobody, and counted in no total.
Weights are scaled: raked or not, those of a wave have the same sum, so that months can be pooled.
Source: Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427–444; falling back to
coarser cells, and trimming: Kalton & Flores-Cervantes (2003), Journal of Official Statistics 19,
81–97. The bounds are ours.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.statistics.raking import Raked, rake
from etl.wave_totals import Cell, Remark, cell_totals, province_totals, unmatched

CELLS, MARGINS, PROVINCES, BASE = RAKED_TO = ("cells", "margins", "provinces", "base")
PROVINCE_BOUNDS = (0.1, 10.0)
GROUP_BOUNDS = (0.3, 3.0)


@dataclass
class Weighted:
    """The outcome for a wave; `factors` of (province, group) multiply base weights.

    unit: persons that a weight of 1 stands for; deff: Kish's price of unequal weights.
    """

    raked_to: str
    factors: dict[tuple[str, str | None], float]
    remarks: list[Remark] = field(default_factory=list)
    provinces: int = 0
    groups: int = 0
    respondents: int = 0
    population: float = 0.0
    cells: int = 0
    iterations: int = 0
    gap: float | None = None
    at_bound: int = 0
    deff: float | None = None
    unit: float | None = None


def weigh(cells: Sequence[Cell], totals: Mapping[tuple[str, str | None], float]) -> Weighted:
    """The weights of a wave; totals: persons by (province, group), group None: the province's own.

    >>> cells = [Cell("IR-07", None, 2, 2, 2), Cell("IR-09", None, 2, 2, 2)]
    >>> found = weigh(cells, {("IR-07", None): 300, ("IR-09", None): 100})
    >>> found.raked_to, found.factors, found.unit
    ('provinces', {('IR-07', None): 1.5, ('IR-09', None): 0.5}, 100.0)
    """
    counted, listed, remarks = province_totals(totals)
    heard = [cell for cell in cells if cell.base > 0]
    known = [cell for cell in heard if cell.province in counted]
    remarks += unmatched(heard, counted)
    factors = {(cell.province, cell.group): 1.0 for cell in cells}
    if not known:
        return Weighted(BASE, factors, remarks)
    by_province = _provinces(known, counted)
    if not by_province.converged:
        remarks += _beyond(known, counted)
        return Weighted(BASE, factors, remarks, gap=by_province.gap)
    raked_to, raked, more = _groups(known, counted, listed, by_province)
    base = np.array([cell.base for cell in known])
    unit = raked.weights.sum() / base.sum()
    for cell, weight in zip(known, raked.weights, strict=True):
        factors[cell.province, cell.group] = float(weight / (cell.base * unit))
    return Weighted(
        raked_to,
        factors,
        remarks + more,
        provinces=len({cell.province for cell in known}),
        groups=0 if raked_to == PROVINCES else len({c.group for c in known} & _named(listed)),
        respondents=sum(cell.respondents for cell in known),
        population=float(raked.weights.sum()),
        cells=len(known),
        iterations=raked.iterations,
        gap=raked.gap,
        at_bound=_at_bound(known, by_province.weights, raked.weights),
        deff=_deff(heard, factors),
        unit=float(unit),
    )


def _named(listed) -> set[str]:
    return {group for groups in listed.values() for group in groups}


def _numbered(labels: Sequence) -> tuple[np.ndarray, list]:
    """Each label's number, and the labels in the order of their numbers."""
    places = {label: place for place, label in enumerate(dict.fromkeys(labels))}
    return np.array([places[label] for label in labels]), list(places)


def _provinces(known, counted) -> Raked:
    margin, provinces = _numbered([cell.province for cell in known])
    total = [counted[province] for province in provinces]
    return rake([cell.base for cell in known], [margin], [total], PROVINCE_BOUNDS)


def _beyond(known, counted) -> list[Remark]:
    """The provinces that would need a weight beyond the bounds."""
    margin, provinces = _numbered([cell.province for cell in known])
    base = np.bincount(margin, [cell.base for cell in known])
    persons = np.array([counted[province] for province in provinces])
    ratio = persons / base / (persons.sum() / base.sum())
    return [Remark("out_of_bounds", provinces[each]) for each in _outside(ratio, PROVINCE_BOUNDS)]


def _outside(ratio, bounds) -> np.ndarray:
    return np.flatnonzero((ratio < bounds[0]) | (ratio > bounds[1]))


def _groups(known, counted, listed, by_province) -> tuple[str, Raked, list[Remark]]:
    """The finest of `RAKED_TO` that can be met, and what stood in the way of a finer one."""
    total_of = cell_totals(known, counted, listed)
    labels = [(c.province, c.group if (c.province, c.group) in total_of else None) for c in known]
    remarks = [
        Remark("no_total", cell.province, cell.group)
        for cell, (_, group) in zip(known, labels, strict=True)
        if cell.province in listed and group is None
    ]
    if all(group is None for _, group in total_of):
        return PROVINCES, by_province, remarks
    cell, cells = _numbered([*labels, *sorted(total_of.keys() - set(labels))])
    total = np.array([total_of[label] for label in cells])
    weights = by_province.weights
    empty = cells[len(set(labels)) :]
    remarks += [Remark("no_answer", *label) for label in empty]
    if not empty:
        raked = rake(weights, [cell], [total], GROUP_BOUNDS)
        if raked.converged:
            return CELLS, raked, remarks
        ratio = total / np.bincount(cell, weights)
        remarks += [Remark("out_of_bounds", *cells[x]) for x in _outside(ratio, GROUP_BOUNDS)]
    raked = _margins(known, counted, labels, total_of, weights)
    if raked.converged:
        return MARGINS, raked, remarks
    return PROVINCES, by_province, [*remarks, Remark("out_of_bounds")]


def _margins(known, counted, labels, total_of, weights) -> Raked:
    """Raked to the provinces and to the groups over all of them.

    A group that nobody belongs to is spoken for by the others in proportion.
    """
    province, provinces = _numbered([cell.province for cell in known])
    group, groups = _numbered([group for _, group in labels])
    of_group = defaultdict(float)
    for (_, label), persons in total_of.items():
        of_group[label] += persons
    other = of_group.get(None, 0.0)
    met = sum(of_group[label] for label in groups if label is not None)
    scale = (sum(total_of.values()) - other) / met
    by_group = [of_group[label] * (1 if label is None else scale) for label in groups]
    by_province = [counted[label] for label in provinces]
    return rake(weights, [province, group], [by_province, by_group], GROUP_BOUNDS)


def _at_bound(known, before, after) -> int:
    """How many respondents have a weight that a bound of the groups holds."""
    ratio = after / before
    low, high = GROUP_BOUNDS
    held = (ratio <= low * (1 + 1e-9)) | (ratio >= high * (1 - 1e-9))
    return sum(cell.respondents for cell, is_held in zip(known, held, strict=True) if is_held)


def _deff(heard, factors) -> float:
    """n Σw² / (Σw)² over all who answered with a weight above 0."""
    of = [(cell, factors[cell.province, cell.group]) for cell in heard]
    squared = sum(factor**2 * cell.base_squared for cell, factor in of)
    whole = sum(factor * cell.base for cell, factor in of)
    return float(sum(cell.respondents for cell in heard) * squared / whole**2)
