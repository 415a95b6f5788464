"""Which totals does a wave give, and where do they and the respondents not fit together?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# The groups of a province may miss its total by what rounding does to published tables.
AGREE = 0.01


class Cell(NamedTuple):
    """The respondents of a province and customer group; base: Σ of their base weights."""

    province: str
    group: str | None
    respondents: int
    base: float
    base_squared: float


class Remark(NamedTuple):
    """What stood in the way; province, group: where (None: all of them).

    no_total: answered, not counted; no_answer: counted, and nobody answered; disagree: groups do
    not add up to their province; out_of_bounds: would need a weight beyond the bounds.
    """

    code: str
    province: str | None = None
    group: str | None = None


def province_totals(
    totals: Mapping[tuple[str, str | None], float],
) -> tuple[dict[str, float], dict[str, dict[str, float]], list[Remark]]:
    """Persons of each province and of its groups, from those by (province, group or None).

    A province without a total of its own has that of its groups. Where the two disagree the total
    counts, the groups are left out, and a remark says so.
    """
    listed: dict[str, dict] = defaultdict(dict)
    for (province, group), persons in totals.items():
        if group is not None and persons > 0:
            listed[province][group] = persons
    counted = {province: sum(groups.values()) for province, groups in listed.items()}
    remarks = []
    for (province, group), persons in totals.items():
        if group is None and persons > 0:
            if province in listed and abs(counted[province] - persons) > AGREE * persons:
                remarks.append(Remark("disagree", province))
                del listed[province]
            counted[province] = persons
    return counted, dict(listed), remarks


def unmatched(heard: Sequence[Cell], counted: Mapping) -> list[Remark]:
    """The provinces that only the respondents, or only the wave, know of."""
    answered = {cell.province for cell in heard}
    return [
        *(Remark("no_total", province) for province in sorted(answered - counted.keys())),
        *(Remark("no_answer", province) for province in sorted(counted.keys() - answered)),
    ]


def cell_totals(known: Sequence[Cell], counted: Mapping, listed: Mapping) -> dict:
    """(province, group) → persons; group None: those whose group is not stated or not counted.

    These keep their share of the province; the groups share the rest as the wave tells.
    """
    base, stated = defaultdict(float), defaultdict(float)
    for cell in known:
        base[cell.province] += cell.base
        if cell.group in listed.get(cell.province, ()):
            stated[cell.province] += cell.base
    totals = {}
    for province, whole in base.items():
        groups = listed.get(province, {})
        rest = counted[province] * stated[province] / whole
        if rest > 0:
            scale = rest / sum(groups.values())
            totals |= {(province, group): n * scale for group, n in groups.items()}
        if stated[province] < whole:
            totals[province, None] = counted[province] - rest
    return totals
