"""Status by evidence, words of size, and answers that would decide, against statsmodels' power."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.power import TTestPower

from analysis.statistics.multiple import judged_together
from analysis.statistics.status import deciding_n, effect_word, further_answers, status_evidence


@pytest.mark.parametrize(
    ("p", "distance", "status"),
    [
        (0.049, 0.3, "favourable"),
        (0.049, -0.3, "unfavourable"),
        (0.05, 0.3, "undetermined"),  # below, not at
        (0.9, -0.3, "undetermined"),
        (0.01, 0.0, "undetermined"),  # on the reference there is no side
        (np.nan, 0.3, None),  # no test
    ],
)
def test_status_by_evidence(p, distance, status):
    assert status_evidence([p], [distance]).tolist() == [status]


def test_the_status_is_the_side_of_the_interval():
    mean = np.array([3.6, 3.02, 2.5, 3.2])
    tests = judged_together(mean, se=0.1, df=30, reference=3)
    status = status_evidence(tests.p_adjusted, mean - 3)
    side = np.where(tests.ci_low > 3, "favourable", "undetermined").astype(object)
    side[tests.ci_high < 3] = "unfavourable"
    assert status.tolist() == side.tolist()


@pytest.mark.parametrize(
    ("d", "word"),
    [
        (0, "negligible"),
        (-0.19, "negligible"),
        (0.2, "small"),  # from the edge on
        (0.49, "small"),
        (-0.5, "medium"),
        (0.8, "large"),
        (9, "large"),
        (np.nan, None),
    ],
)
def test_words_of_cohen(d, word):
    assert effect_word([d]).tolist() == [word]


@pytest.mark.parametrize("d", [0.05, 0.2, 0.5, 1.5])
@pytest.mark.parametrize("level", [0.05, 0.05 / 42])
@pytest.mark.parametrize("power", [0.8, 0.9])
def test_deciding_n_equals_statsmodels(d, level, power):
    expected = TTestPower().solve_power(d, None, level, power, "two-sided")
    assert deciding_n(d, level, power=power) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("df", [3, 30, 300])
@pytest.mark.parametrize("level", [0.05, 0.001])
def test_with_the_degrees_of_a_design_the_power_is_reached(df, level):
    n = deciding_n(0.3, level, deff=2.5, df=df)
    reached = stats.nct.sf(stats.t.isf(level / 2, df), df, 0.3 * np.sqrt(n / 2.5))
    assert reached == pytest.approx(0.8, abs=1e-6)


def test_further_answers():
    more = further_answers(n=300, d=[0.1, 0.5, 0.005, 0.0, np.nan], level=0.05, deff=1.4, df=80)
    assert more[0] == np.ceil(deciding_n(0.1, 0.05, 1.4, 80) - 300)
    assert more[1] == 0  # there are enough
    assert more[2] == np.inf  # more than 10,000
    assert np.isnan(more[3])  # no difference: no number decides
    assert np.isnan(more[4])
    assert np.isnan(further_answers(300, 0.1, 0.05, df=0))  # a design without degrees of freedom


def test_an_impossible_power_is_refused():
    with pytest.raises(ValueError, match="power \\(80\\) must lie between 0 and 1"):
        deciding_n(0.2, 0.05, power=80)
