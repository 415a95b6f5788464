"""The selections that hold a selection and a little more, from which it could be subtracted.

Used by `marts` alone, for the rule of small numbers (see `disclosure`).
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from analysis.selection import Selection


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
    # Of several provinces that were picked, those of the branches are an answer away by themselves.
    own = dataclasses.replace(
        selection, branches=(), provinces=tuple(province_of[code] for code in selection.branches)
    )
    if selection.branches and own.provinces != selection.provinces:
        yield own
    if (selection.provinces or selection.region) and chosen is not None:
        inside, whole = set(chosen), set(everywhere)
        anywhere = dataclasses.replace(selection, provinces=(), region=None)
        if inside < whole:
            yield anywhere
        for region, members in regions.items():
            if inside < set(members) < whole:
                yield dataclasses.replace(anywhere, region=region)
