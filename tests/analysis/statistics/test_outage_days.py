"""What is planted is found, and what is left to chance is called low no more often than stated."""

import numpy as np
import pytest

from analysis.statistics.outage_days import FALSE_ALARMS, LEAST_LEVEL, judged, only, usual_level

WEEK = np.array([1.2, 1.1, 1.0, 1.0, 0.9, 0.6, 0.3])
DAYS = 7 * 60


def quiet(level: float, spread: float = 0.0, series: int = 300) -> np.ndarray:
    """Counts with a weekly pattern; `spread`: the deviation of the days' own levels."""
    rng = np.random.default_rng(11)
    mean = level * np.tile(WEEK, DAYS // 7) * np.exp(rng.normal(0, spread, (series, DAYS)))
    return rng.poisson(mean).astype(float)


@pytest.mark.parametrize("level", [25, 100, 2000])
@pytest.mark.parametrize("spread", [0.0, 0.15])
def test_false_alarms_stay_below_what_is_stated(level, spread):
    days = judged(quiet(level, spread), np.ones(DAYS, dtype=bool))
    assert days.low.sum() / (~np.isnan(days.usual)).sum() <= FALSE_ALARMS


@pytest.mark.parametrize("level", [100, 2000])
def test_a_day_at_a_fifth_is_found(level):
    counts = quiet(level, 0.1)
    counts[:, 200] *= 0.2
    found = judged(counts, np.ones(DAYS, dtype=bool)).low
    assert found[:, 200].mean() > 0.99


def test_an_outage_of_a_week_does_not_become_the_usual():
    counts = quiet(400)
    counts[:, 200:207] *= 0.1
    assert judged(counts, np.ones(DAYS, dtype=bool)).low[:, 200:207].mean() > 0.95


def test_the_usual_level_is_that_of_the_weekday_without_the_day_itself():
    known = np.tile(np.arange(7.0), 20)[None]
    known[0, 70] = 1e9
    assert usual_level(known)[0, 70] == 0
    assert (usual_level(known)[0, 71:77] == np.arange(1, 7)).all()


def test_days_that_are_not_like_others_are_neither_judged_nor_compared_with():
    counts, usable = np.full((1, 140), 100.0), np.ones(140, dtype=bool)
    counts[0, [35, 70]] = 5
    usable[35] = False
    days = judged(counts, usable)
    assert np.flatnonzero(days.low).tolist() == [70]
    assert np.isnan(days.usual[0, 35])
    assert np.isnan(judged(counts[:, :35], usable[:35]).usual).all()  # four others are too few
    assert not judged(np.full((1, 140), LEAST_LEVEL - 1.0), usable).low.any()
    assert not only(days, np.zeros(140, dtype=bool)).low.any()
