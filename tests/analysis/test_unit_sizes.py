"""Design effects of many units: who speaks for himself, who is steadied, who borrows."""

import numpy as np
import polars as pl
import pytest

from analysis.statistics.moderated import moderated
from analysis.unit_sizes import unit_sizes

BRANCHES = {"p1": 3, "p2": 4, "p3": 3, "p4": 4, "p5": 3, "p6": 4, "large": 14, "lone": 1}


def sums_of(effect=0.4, seed=3):
    """20 answers of every branch, which share an effect."""
    chance = np.random.default_rng(seed)
    rows = []
    for province, count in BRANCHES.items():
        for branch in range(count):
            y = chance.normal(effect * chance.normal(), 1, 20)
            rows.append((province, f"{province}-{branch}", 20, 20.0, y.sum(), (y**2).sum(), 20.0))
    columns = ("province", "branch", "weighed", "weight", "total", "squares", "weight_squared")
    return pl.DataFrame(rows, schema=columns, orient="row")


def asked(sums, hidden=()):
    units = pl.DataFrame({"province": list(BRANCHES)})
    units = units.with_columns(suppressed=pl.col("province").is_in(hidden))
    sampled = sums.select("province", "branch").with_row_index("cluster")
    sampled = sampled.with_columns(stratum=pl.col("province").rank("dense").cast(pl.Int64) - 1)
    return unit_sizes(units, ("province",), sums, sampled, clustered=True)


def own_effects(sums):
    """deff of each province by plain numpy."""
    found = []
    for province, k in BRANCHES.items():
        own = sums.filter(pl.col("province") == province)
        n, total = 20 * k, own["total"].sum()
        z = (own["total"].to_numpy() - 20 * total / n) / n
        sd2 = (own["squares"].sum() - total**2 / n) / (n - 1)
        found.append(k / (k - 1) * (z**2).sum() / (sd2 / n) if k > 1 else np.nan)
    return np.array(found)


def test_small_units_steady_each_other_and_a_large_one_speaks_for_itself():
    sums = sums_of()
    own, df = own_effects(sums), np.array([*BRANCHES.values()]) - 1
    found = asked(sums)
    shared = moderated(own[:6], df[:6])
    assert found.deff[:6] == pytest.approx(np.maximum(shared.variance, 1))
    assert found.deff[6] == pytest.approx(max(own[6], 1))
    assert found.deff[7] == pytest.approx((own[:7] * df[:7]).sum() / df[:7].sum())  # in common
    assert found.size == pytest.approx(found.n / found.deff)
    assert found.df == pytest.approx(min(shared.df.min(), 13))


def test_what_is_hidden_counts_for_nothing():
    sums = sums_of()
    found, whole = asked(sums, ["p1"]), asked(sums)
    assert found.size[0] == 0
    assert found.deff[7] != pytest.approx(whole.deff[7])  # what all have in common


def test_too_few_small_units_share_one_design_effect():
    sums = sums_of()
    found = asked(sums, ["p3", "p4", "p5", "p6", "large"])
    own, df = own_effects(sums)[:2], np.array([2, 3])
    assert found.deff[[0, 1, 7]] == pytest.approx(max((own * df).sum() / 5, 1))
    assert found.df == 5


def test_none_is_below_one():
    # Branches that all answer alike differ by less than chance.
    sums = sums_of(effect=0).with_columns(total=pl.lit(1.0) + pl.int_range(pl.len()) % 2)
    assert (own_effects(sums)[:7] < 0.2).all()
    assert asked(sums).deff.tolist() == [1] * 8


def test_where_no_unit_has_two_branches_answers_count_one_by_one():
    sums = sums_of()
    found = asked(sums, [unit for unit in BRANCHES if unit != "lone"])
    assert (found.df, found.size[7]) == (None, 20)
