"""Which branches are the clusters of an estimate, and the cells of the sums that belong to them.

Branches are clusters, provinces strata. The clusters of a stratum are all branches with an answer
sheet in the selection, whatever its channel, service or customer group: those filters pick a domain
of the sample, while places and months say which sample it is. Grouped by month, each month is a
sample of its own, so that its row equals the answer to the selection of that month alone.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis.marts import Marts, People
from analysis.measure_sums import INNER, SUMS
from analysis.selection import Selection
from analysis.statistics.cluster_sums import Cells, added_up
from analysis.statistics.linearisation import pooled_singletons
from analysis.statistics.second_stage import Squares

# Whose branches are the clusters: answer sheets, or requests.
SHEETS = People("respondents", "respondents", "respondents > 0")
REQUESTS = People("requests", "requests", "requests > 0")


def sampled_branches(
    marts: Marts, selection: Selection, by: Sequence[str] = (), people: People = SHEETS
) -> pl.DataFrame:
    """One row per sampled cluster, numbered from 0, with the number of its stratum.

    Answer sheets of a province that name no branch make one cluster, whose branch is null.
    """
    sample = dataclasses.replace(selection, channels=(), services=(), customer_groups=())
    strata = (*(["month"] if "month" in by else []), "province")
    branches = marts.query(
        f"""select distinct {", ".join(strata)}, branch from {people.table}
            where {people.condition} order by all""",
        sample,
        **people.parameters,
    ).with_row_index("cluster")
    return branches.with_columns(stratum=pl.struct(strata).rank("dense").cast(pl.Int64) - 1)


def placed(
    rows: pl.DataFrame, keys: Sequence[str], sums: pl.DataFrame, sampled: pl.DataFrame
) -> pl.DataFrame:
    """`sums` with the row of `rows` (its domain) and the sampled cluster that each belongs to."""
    domains = rows.select(keys).with_row_index("domain") if keys else pl.DataFrame({"domain": [0]})
    places = [name for name in ("month", "province", "branch") if name in sampled.columns]
    cells = sums.join(sampled.select("cluster", *places), on=places, nulls_equal=True)
    how = {"on": list(keys), "nulls_equal": True} if keys else {"how": "cross"}
    return cells.join(domains, **how)


def pooled_strata(sampled: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The stratum of each cluster as it counts, and whether it is several provinces made one.

    They are where no province of the sample has two branches; each month is asked by itself.
    """
    samples = None
    if "month" in sampled.columns:
        samples = sampled["month"].rank("dense").cast(pl.Int64).to_numpy() - 1
    return pooled_singletons(sampled["stratum"].to_numpy(), samples)


def cells_of(cells: pl.DataFrame) -> Cells:
    """The weighted sums by domain and cluster of what is `placed`."""
    return added_up(*(cells[name].to_numpy() for name in ("domain", "cluster", *SUMS)))


def squares_of(cells: pl.DataFrame) -> Squares:
    """The sums that the error within branches is computed from, of what is `placed`."""
    cells = cells.filter(pl.col("weight") > 0)
    columns = ("domain", "cluster", "weight_squared", *INNER)
    return Squares(*(cells[name].to_numpy() for name in columns))


def known_branches(cells: Cells, sampled: pl.DataFrame, domains: int) -> np.ndarray:
    """How many sampled branches the strata have in which a domain has answers; (domains,)."""
    stratum = sampled["stratum"].to_numpy()
    named = np.bincount(stratum, sampled["branch"].is_not_null().to_numpy())
    strata = max(named.size, 1)
    met = np.unique(cells.domain * strata + stratum[cells.cluster])
    return np.bincount(met // strata, named[met % strata], domains)
