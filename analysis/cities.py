"""Which branches does a city stand for? Choosing a city means choosing its branches.

So every rule about branches holds for cities too: scope, small numbers, clusters. The list of
branches tells the cities; without one there are none to choose.
"""

import dataclasses
from collections.abc import Sequence

from analysis.marts import Marts
from analysis.selection import Selection, SelectionError, closest_codes

TABLE = "cities"


def cities(marts: Marts) -> list[dict]:
    """One entry per city: city, name_fa, name_en, province, and its branches."""
    if TABLE not in marts.tables:
        return []
    return marts.query(
        """select city, name_fa, name_en, province, list(branch order by branch) as branches
           from cities group by all order by province, city"""
    ).to_dicts()


def within(marts: Marts, selection: Selection, chosen: Sequence[str]) -> Selection:
    """The selection with the branches of these cities, or with those of its own that lie there.

    Raises `SelectionError` for a city that is not known, or a branch that lies in none of them.
    """
    if not chosen:
        return selection
    known = {row["city"]: row["branches"] for row in cities(marts)}
    for city in chosen:
        if city not in known:
            raise SelectionError("city", city, "is not known", closest_codes(city, known))
    branches = sorted(branch for city in chosen for branch in known[city])
    for branch in selection.branches:
        if branch not in branches:
            reason = f"is not in {' or '.join(chosen)}"
            raise SelectionError("branch", branch, reason, closest_codes(branch, branches))
    return dataclasses.replace(selection, branches=selection.branches or tuple(branches))
