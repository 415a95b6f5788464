"""The part of customers within branches against svy's two-stage design."""

import numpy as np
import polars as pl
import pytest
import svy

from analysis.statistics.second_stage import Squares, sampled_shares, within_clusters
from analysis.statistics.survey_design import estimate
from tests.analysis.statistics.survey_sample import drawn, whole

POPULATION = np.array([10, 8, 30, 6])  # in strata 1 and 3 every cluster takes part


def two_stages(sample, customers, population=POPULATION, domains=3):
    w, y = sample.weight, sample.answer
    inner = Squares(sample.domain, sample.cluster, w**2, w**2 * y, w**2 * y**2)
    shares, respondents = sampled_shares(sample.of, population), np.bincount(sample.cluster)
    within = within_clusters(sample.rows(), inner, domains, shares, respondents, customers)
    return estimate(sample.rows(), sample.of, domains, population, within=within)


def in_svy(sample, customers):
    frame = sample.in_svy(POPULATION).data.with_columns(
        customer=pl.int_range(pl.len()), customers=customers[sample.cluster]
    )
    sizes = svy.PopSize("population", "customers")
    return svy.Sample(
        frame,
        svy.Design(stratum="stratum", psu="cluster", ssu="customer", wgt="weight", pop_size=sizes),
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_stages_equal_svy(seed):
    sample = drawn(seed)
    customers = np.bincount(sample.cluster) * np.random.default_rng(seed).integers(1, 9, 22)
    everybody = whole(sample)
    theirs = in_svy(everybody, customers).estimation.mean("answer").estimates[0]
    assert two_stages(everybody, customers, domains=1).se[0] == pytest.approx(theirs.se, rel=1e-8)
    ours = two_stages(sample, customers)
    for domain in range(3):
        where = svy.col("domain") == domain
        theirs = in_svy(sample, customers).estimation.mean("answer", where=where).estimates[0]
        assert ours.se[domain] == pytest.approx(theirs.se, rel=1e-8)


def test_all_branches_but_not_all_customers_leave_an_error():
    sample = drawn(4)
    all_branches = np.bincount(sample.of)
    respondents = np.bincount(sample.cluster)
    assert (two_stages(sample, 10 * respondents, all_branches).se > 0).all()
    assert two_stages(sample, respondents, all_branches).se.tolist() == [0, 0, 0]


def test_an_unknown_population_adds_nothing():
    sample = drawn(4)
    unknown = np.full(4, np.nan)
    ours = two_stages(sample, 10 * np.bincount(sample.cluster), unknown)
    assert ours.se.tolist() == estimate(sample.rows(), sample.of, 3).se.tolist()


def test_fewer_customers_than_respondents_are_refused():
    sample = drawn(4)
    with pytest.raises(ValueError, match="customers must not be below the respondents"):
        two_stages(sample, np.bincount(sample.cluster) - 1)
