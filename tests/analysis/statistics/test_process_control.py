"""Control charts against published worked examples and, for shares, qicharts2."""

import numpy as np
import pytest

from analysis.statistics.moving_ranges import MEAN_RANGE_OF_TWO, baselines, moving_ranges
from analysis.statistics.process_control import p_chart, p_prime_chart, xmr

GAP = np.nan
# NIST/SEMATECH e-Handbook, 6.3.2.2: flow rate of 10 batches.
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# NIST/SEMATECH e-Handbook, 6.3.3.2 (from Montgomery): defective of 50 chips on each of 30 wafers.
WAFERS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22]
WAFERS += [8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
# Mohammed, Panesar, Laney & Wilson (2013), BMJ Quality & Safety 22, 362–368: emergency attendances
# in England over twenty weeks, seen within 4 hours, and all; as printed in Anhøj, SPC for
# Healthcare, table 13.1 (data set nhs_accidents of qicharts2).
SEEN = [266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320]
SEEN += [267923, 271478, 255353, 256820, 261835, 259144, 255910, 260863, 264465, 260989]
ALL = [280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529]
ALL += [279618, 283932, 266629, 268091, 276803, 271578, 266005, 273520, 278574, 273772]


def test_xmr_of_the_nist_flow_rates():
    chart = xmr(FLOW)
    assert chart.centre == pytest.approx(np.full(10, 50.81), abs=5e-5)
    assert chart.moving_range == pytest.approx(np.full(10, 1.8778), abs=5e-5)
    assert chart.upper == pytest.approx(np.full(10, 55.8041), abs=5e-5)
    assert chart.lower == pytest.approx(np.full(10, 45.8159), abs=5e-5)
    assert chart.points.tolist() == [10] * 10


def test_p_chart_of_the_nist_wafers():
    chart = p_chart(WAFERS, np.full(30, 50))
    assert chart.centre == pytest.approx(np.full(30, 0.2313), abs=5e-5)
    assert chart.upper == pytest.approx(np.full(30, 0.4102), abs=5e-5)  # Montgomery, example 7.1
    assert chart.lower == pytest.approx(np.full(30, 0.0524), abs=5e-5)


# R's qicharts2: qic(i, r, n, chart = "pp"), as stored in full digits with the tests of PowerBI-SPC
# (AUS-DOH-Safety-and-Quality/PowerBI-SPC, test/fixtures/qicharts2.ts).
@pytest.mark.parametrize("screen", [False, True])  # no moving range is beyond its limit
def test_p_prime_of_the_nhs_attendances_equals_qicharts2(screen):
    chart = p_prime_chart(SEEN, ALL, screen=screen)
    assert chart.centre == pytest.approx(np.full(20, 0.95289971134419116), abs=1e-14)
    lower = [0.9401296441775141, 0.94004641862513627, 0.9403780655785402, 0.94047300747792362]
    upper = [0.96566977851086822, 0.96575300406324605, 0.96542135710984212, 0.9653264152104587]
    assert chart.lower[:4] == pytest.approx(lower, abs=1e-14)
    assert chart.upper[:4] == pytest.approx(upper, abs=1e-14)
    assert chart.lower[-1] == pytest.approx(0.93997499652290417, abs=1e-14)
    assert chart.upper[-1] == pytest.approx(0.96582442616547814, abs=1e-14)


def test_p_prime_with_two_baselines_equals_qicharts2():
    chart = p_prime_chart(SEEN, ALL, starts=[10])
    assert chart.baseline.tolist() == [0] * 10 + [1] * 10
    assert chart.centre[[9, 10]] == pytest.approx([0.95105964383277042, 0.95481431224580271])
    lower = [0.93866469138900677, 0.93871053406939875, 0.940610623423212, 0.94045977497287903]
    upper = [0.96345459627653407, 0.96340875359614209, 0.96901800106839342, 0.96916884951872639]
    assert chart.lower[[0, 9, 10, 19]] == pytest.approx(lower, abs=1e-14)
    assert chart.upper[[0, 9, 10, 19]] == pytest.approx(upper, abs=1e-14)


def test_xmr_of_the_nhs_shares_equals_qicharts2():
    chart = xmr(np.divide(SEEN, ALL))
    assert chart.centre[0] == pytest.approx(0.95296991067360326, abs=1e-14)
    assert chart.lower[0] == pytest.approx(0.94012535390705687, abs=1e-14)
    assert chart.upper[0] == pytest.approx(0.96581446744014965, abs=1e-14)


def test_p_prime_with_a_sigma_z_of_one_is_the_p_chart():
    # Equal n, and shares whose z-scores alternate by 1.128 in all: σ_z = 1.
    n = np.full(8, 1e8)
    step = MEAN_RANGE_OF_TWO * np.sqrt(0.25 / 1e8) / 2
    count = n * (0.5 + step * np.tile([1, -1], 4))
    prime, plain = p_prime_chart(count, n), p_chart(count, n)
    assert prime.moving_range / MEAN_RANGE_OF_TWO == pytest.approx(np.ones(8), rel=1e-6)
    assert prime.upper == pytest.approx(plain.upper, rel=1e-9)


def test_the_widened_p_prime_of_overdispersed_shares_holds_them_where_the_p_chart_does_not():
    share, plain, prime = np.divide(SEEN, ALL), p_chart(SEEN, ALL), p_prime_chart(SEEN, ALL)
    assert ((share > plain.upper) | (share < plain.lower)).sum() > 10
    assert not ((share > prime.upper) | (share < prime.lower)).any()


def test_an_outage_widens_the_limits_only_without_screening():
    usual = [3.5, 3.6, 3.4, 3.5, 3.6, 3.5, 3.4, 3.6, 3.5, 3.4, 3.6, 3.5]
    outage = [*usual[:6], 2.0, *usual[6:]]
    screened, textbook = xmr(outage), xmr(outage, screen=False)
    assert screened.centre[0] == pytest.approx(np.mean(usual))
    assert screened.points[0] == 12
    assert textbook.centre[0] == pytest.approx(np.mean(outage))
    assert np.ptp([screened.lower[0], screened.upper[0]]) < 0.75  # 2 · 2.66 · mean(mR of usual)
    assert np.ptp([textbook.lower[0], textbook.upper[0]]) > 1.5


def test_more_than_a_quarter_outside_is_another_process_and_not_left_out():
    level = np.r_[np.tile([3.0, 3.1], 6), np.tile([4.0, 4.1], 3)]
    assert xmr(level).centre[0] == pytest.approx(level.mean())
    assert xmr(level).points[0] == 18


def test_each_baseline_is_a_chart_of_its_own():
    whole = xmr(FLOW, starts=[4])
    for part in (slice(0, 4), slice(4, 10)):
        for name in ("centre", "lower", "upper", "sigma", "moving_range"):
            alone = getattr(xmr(FLOW[part]), name)
            assert getattr(whole, name)[part] == pytest.approx(alone)


def test_a_missing_month_has_no_moving_range_on_either_side_but_a_centre_and_limits():
    assert moving_ranges([1.0, 2.0, GAP, 9.0, 8.0], [0] * 5)[1:].tolist() == pytest.approx(
        [1, np.nan, np.nan, 1], nan_ok=True
    )
    chart = xmr([1.0, 2.0, GAP, 9.0, 8.0])
    assert chart.moving_range.tolist() == [1] * 5  # |9 − 2| is not month-to-month variation
    assert chart.centre.tolist() == [5] * 5


def test_limits_stay_within_their_bounds():
    chart = xmr([1.0, 5.0, 1.0, 5.0], bounds=(1, 5))
    assert (chart.lower.min(), chart.upper.max()) == (1, 5)
    chart = p_prime_chart([0, 9, 1, 10], [10] * 4)
    assert (chart.lower.min(), chart.upper.max()) == (0, 1)


@pytest.mark.parametrize(
    ("values", "centre", "half"),
    [
        ([], [], []),  # no month
        ([3.0], [3], [GAP]),  # one point: nothing is known of the variation
        ([GAP, GAP], [GAP, GAP], [GAP, GAP]),  # no value
        ([3.0, GAP, 4.0], [3.5] * 3, [GAP] * 3),  # values, but no neighbours
        ([0.1] * 7, [0.1] * 7, [0] * 7),  # all equal
        ([1.0, 1.0, GAP, 2.0], [4 / 3] * 4, [GAP] * 4),  # neighbours equal, values not
        ([1.0] * 6 + [5.0] + [1.0] * 6, [1] * 13, [8 / 12 * 3 / 1.128] * 13),  # else all screened
    ],
)
def test_degenerate_xmr(values, centre, half):
    chart = xmr(values)
    assert chart.centre.tolist() == pytest.approx(centre, nan_ok=True)
    assert (chart.upper - chart.centre).tolist() == pytest.approx(half, nan_ok=True, abs=1e-12)


@pytest.mark.parametrize(
    ("count", "n", "centre", "upper", "upper_prime"),
    [
        ([], [], [], [], []),  # no month
        ([0, 0], [0, 0], [GAP] * 2, [GAP] * 2, [GAP] * 2),  # zero denominators
        ([GAP, GAP], [5, GAP], [GAP] * 2, [GAP] * 2, [GAP] * 2),  # all missing
        ([5], [10], [0.5], [0.5 + 3 * np.sqrt(0.025)], [GAP]),  # one share
        ([0, 0], [9, 5], [0, 0], [0, 0], [0, 0]),  # none at all
        ([9, 5], [9, 5], [1, 1], [1, 1], [1, 1]),  # all of them
        ([8, 0, 8], [16, 0, 16], [0.5] * 3, [0.875, GAP, 0.875], [GAP] * 3),  # a gap in between
    ],
)
def test_degenerate_shares(count, n, centre, upper, upper_prime):
    plain, prime = p_chart(count, n), p_prime_chart(count, n)
    assert plain.centre.tolist() == pytest.approx(centre, nan_ok=True)
    assert prime.centre.tolist() == pytest.approx(centre, nan_ok=True)
    assert plain.upper.tolist() == pytest.approx(upper, nan_ok=True)
    assert prime.upper.tolist() == pytest.approx(upper_prime, nan_ok=True)


def test_shares_all_equal_have_their_limits_at_the_centre():
    chart = p_prime_chart([19, 38, 57], [20, 40, 60])
    assert chart.lower.tolist() == chart.upper.tolist() == pytest.approx([0.95] * 3)


@pytest.mark.parametrize("starts", [[12], [-1, 3]])
def test_a_baseline_must_start_within_the_series(starts):
    with pytest.raises(ValueError, match=r"must lie in 0 … 11"):
        baselines(12, starts)


def test_more_successes_than_cases_are_refused():
    with pytest.raises(ValueError, match="count must lie in 0 … n"):
        p_chart([11], [10])
