"""The weights of a wave against tables worked by hand, and what happens where totals do not fit.

Cells are (province, group, respondents): each respondent has base weight 1 unless told.
"""

import pytest

from etl.wave_totals import Cell, Remark
from etl.wave_weights import weigh

A, B = "IR-07", "IR-09"
INSURED, PENSIONER, EMPLOYER = "insured", "pensioner", "employer"


def cells(*counted: tuple) -> list[Cell]:
    return [Cell(province, group, n, n, n) for province, group, n in counted]


FOUR = cells((A, INSURED, 3), (A, PENSIONER, 1), (B, INSURED, 2), (B, PENSIONER, 4))
OF_B = {(B, INSURED): 300, (B, PENSIONER): 100}
CROSSWISE = {(A, INSURED): 300, (A, PENSIONER): 300} | OF_B


def test_every_cell_gets_its_total():
    # 10 respondents for 1,000 persons: a weight of 1 is 100 persons. 300 persons by 3 respondents
    # are a weight of 1 each, 300 by 1 are 3, 300 by 2 are 1.5, 100 by 4 are 0.25.
    found = weigh(FOUR, CROSSWISE)
    assert found.factors == pytest.approx(
        {(A, INSURED): 1, (A, PENSIONER): 3, (B, INSURED): 1.5, (B, PENSIONER): 0.25}, rel=1e-12
    )
    assert (found.raked_to, found.unit, found.remarks) == ("cells", pytest.approx(100), [])
    assert (found.provinces, found.groups, found.cells) == (2, 2, 4)
    assert (found.respondents, found.population) == (10, pytest.approx(1000))
    # 10 · (3 · 1 + 1 · 9 + 2 · 2.25 + 4 · 0.0625) / 10²
    assert found.deff == pytest.approx(1.675, rel=1e-12)
    assert found.gap < 1e-8 and found.iterations == 1 and found.at_bound == 0


def test_base_weights_are_multiplied_and_their_sum_stays():
    # Base weights of 2 and 4 in place of three times 1 and one time 3: what the cell A insured
    # weighs in all is to be 3 tenths of the 2 + 4 + 3 + 2 + 4 = 15 that all weigh: 4.5.
    base = [Cell(A, INSURED, 2, 6, 20), Cell(A, PENSIONER, 1, 3, 9), *FOUR[2:]]
    found = weigh(base, CROSSWISE)
    assert found.factors[A, INSURED] * 6 == pytest.approx(4.5, rel=1e-12)
    weights = [cell.base * found.factors[cell.province, cell.group] for cell in base]
    assert sum(weights) == pytest.approx(15, rel=1e-12)
    assert found.unit == pytest.approx(1000 / 15, rel=1e-12)
    # 9 respondents, of 2 · 0.75, 4 · 0.75, 4.5, two of 2.25 and four of 0.375.
    squares = 1.5**2 + 3**2 + 4.5**2 + 2 * 2.25**2 + 4 * 0.375**2
    assert found.deff == pytest.approx(9 * squares / 15**2, rel=1e-12)


def test_a_group_nobody_answered_for_leaves_provinces_and_groups_over_all():
    # A has 200 persons, B 400; insured 400, pensioners 200. A's four insured must stand for its
    # 200, so B's two insured for the other 200, and its four pensioners for 200. 600 persons by 10
    # respondents: a weight of 1 is 60 persons, so 50/60, 100/60 and 50/60.
    heard = cells((A, INSURED, 4), (B, INSURED, 2), (B, PENSIONER, 4))
    found = weigh(heard, {(A, INSURED): 100, (A, PENSIONER): 100} | OF_B)
    assert found.raked_to == "margins"
    assert found.factors == pytest.approx(
        {(A, INSURED): 5 / 6, (B, INSURED): 5 / 3, (B, PENSIONER): 5 / 6}, rel=1e-7
    )
    assert found.remarks == [Remark("no_answer", A, PENSIONER)]
    assert found.gap < 1e-8 and found.iterations > 1


def test_a_cell_beyond_the_bounds_is_left_to_its_margins():
    # A's one pensioner would stand for 5 times the persons of a respondent of A. By the margins A
    # (1,000 persons) and B (1,000) with 700 pensioners together, B's can help.
    heard = cells((A, INSURED, 9), (A, PENSIONER, 1), (B, INSURED, 6), (B, PENSIONER, 4))
    totals = {(A, INSURED): 500, (A, PENSIONER): 500, (B, INSURED): 800, (B, PENSIONER): 200}
    found = weigh(heard, totals)
    assert found.raked_to == "margins"
    assert Remark("out_of_bounds", A, PENSIONER) in found.remarks
    weight = {cell[:2]: found.factors[cell[:2]] * cell.base * found.unit for cell in heard}
    assert weight[A, INSURED] + weight[A, PENSIONER] == pytest.approx(1000)
    assert weight[A, PENSIONER] + weight[B, PENSIONER] == pytest.approx(700)


def test_a_weight_is_held_at_its_bound_while_the_margins_are_met():
    # B gives each of its 11 respondents 1,000/11 persons, and its one insured at most 3 times that.
    # Of the 1,100 insured the other 1,100 − 3,000/11 are left to A's.
    heard = cells((A, INSURED, 1), (A, PENSIONER, 1), (B, INSURED, 1), (B, PENSIONER, 10))
    totals = {(A, INSURED): 600, (A, PENSIONER): 400, (B, INSURED): 500, (B, PENSIONER): 500}
    found = weigh(heard, totals)
    assert (found.raked_to, found.at_bound) == ("margins", 1)
    assert found.factors[B, INSURED] * found.unit == pytest.approx(3000 / 11, rel=1e-6)
    assert found.factors[A, INSURED] * found.unit == pytest.approx(1100 - 3000 / 11, rel=1e-6)


def test_groups_out_of_reach_leave_the_provinces():
    heard = cells((A, INSURED, 9), (A, PENSIONER, 1), (B, None, 5))
    found = weigh(heard, {(A, INSURED): 500, (A, PENSIONER): 500, (B, None): 500})
    assert found.raked_to == "provinces" and found.groups == 0
    assert found.factors == {key: pytest.approx(1) for key in found.factors}
    assert Remark("out_of_bounds") in found.remarks


def test_a_province_beyond_the_bounds_leaves_the_base_weights():
    # One of 12 respondents for 9 tenths of the persons: 10.8 times the mean.
    found = weigh(cells((A, None, 1), (B, None, 11)), {(A, None): 900, (B, None): 100})
    assert (found.raked_to, found.factors) == ("base", {(A, None): 1, (B, None): 1})
    assert found.remarks == [Remark("out_of_bounds", A)]
    assert found.deff is None and found.gap > 1e-3


def test_just_within_the_bounds_a_province_is_weighted():
    # One of 11 respondents for 9 tenths of the persons: 9.9 times the mean.
    found = weigh(cells((A, None, 1), (B, None, 10)), {(A, None): 900, (B, None): 100})
    assert found.raked_to == "provinces"
    assert found.factors == pytest.approx({(A, None): 9.9, (B, None): 0.11})


def test_who_does_not_state_a_group_keeps_his_share_of_the_province():
    # 2 of 5 in A state none: 2 fifths of its 500 persons are theirs, 200; the other 300 go to the
    # insured and pensioners as 4 to 1: 240 by 2 respondents, 60 by 1. With B 800 persons by 8.
    heard = cells((A, INSURED, 2), (A, PENSIONER, 1), (A, None, 2), (B, INSURED, 3))
    found = weigh(heard, {(A, INSURED): 400, (A, PENSIONER): 100, (B, INSURED): 300})
    assert found.raked_to == "cells"
    assert found.factors == pytest.approx(
        {(A, INSURED): 1.2, (A, PENSIONER): 0.6, (A, None): 1, (B, INSURED): 1}, rel=1e-9
    )
    assert found.remarks == [Remark("no_total", A, None)]


def test_a_group_that_the_wave_does_not_count_keeps_its_share_too():
    # As above: 2 employers in place of 2 who state nothing.
    heard = cells((A, INSURED, 2), (A, PENSIONER, 1), (A, EMPLOYER, 2), (B, INSURED, 3))
    found = weigh(heard, {(A, INSURED): 400, (A, PENSIONER): 100, (B, INSURED): 300})
    assert found.factors[A, EMPLOYER] == pytest.approx(1, rel=1e-9)
    assert found.remarks == [Remark("no_total", A, EMPLOYER)]


def test_provinces_that_only_one_side_knows():
    heard = [*FOUR, *cells(("IR-01", INSURED, 5))]  # answered, not counted: as before
    found = weigh(heard, CROSSWISE | {("IR-02", None): 700})  # counted, not answered: for nobody
    assert found.factors["IR-01", INSURED] == 1
    assert found.factors[A, PENSIONER] == pytest.approx(3, rel=1e-12)
    assert found.population == pytest.approx(1000)
    assert found.remarks == [Remark("no_total", "IR-01"), Remark("no_answer", "IR-02")]


def test_totals_of_province_and_groups_that_agree_are_met_both():
    # 1 % more in A than its groups say: they are scaled to it. 1,006 persons.
    found = weigh(FOUR, CROSSWISE | {(A, None): 606})
    assert (found.raked_to, found.remarks) == ("cells", [])
    assert found.population == pytest.approx(1006)
    assert found.factors[A, PENSIONER] * found.unit == pytest.approx(303)


def test_totals_that_disagree_leave_the_province_alone():
    # 700 persons by 4 respondents of A, whoever they are; B as it was. 1,100 by 10.
    found = weigh(FOUR, CROSSWISE | {(A, None): 700})
    assert found.raked_to == "cells"
    persons = {key: factor * found.unit for key, factor in found.factors.items()}
    assert persons == pytest.approx(
        {(A, INSURED): 175, (A, PENSIONER): 175, (B, INSURED): 150, (B, PENSIONER): 25}
    )
    assert found.remarks == [Remark("disagree", A)]


def test_respondents_of_weight_zero_stand_for_nobody():
    silent = [Cell(A, INSURED, 0, 0, 0)]
    found = weigh([*silent, *cells((B, INSURED, 2))], {(A, None): 50, (B, None): 100})
    assert found.remarks == [Remark("no_answer", A)]
    assert found.factors == {(A, INSURED): 1, (B, INSURED): 1}


@pytest.mark.parametrize(
    ("heard", "totals"),
    [
        ([], {(A, None): 100}),  # nobody of any weight
        (cells((A, None, 3)), {(B, None): 100}),  # nobody where the wave counts
        (cells((A, None, 3)), {(A, None): 0}),  # no population
    ],
)
def test_nothing_in_common_leaves_the_base_weights(heard, totals):
    found = weigh(heard, totals)
    assert found.raked_to == "base" and set(found.factors.values()) <= {1}


def test_31_provinces_of_equal_samples_are_within_the_bounds():
    # Tehran has 13.3 million inhabitants and Ilam 0.58 (census of 1395): equal samples are usual.
    heard = cells(*((f"IR-{n:02d}", None, 250) for n in range(31)))
    totals = {(f"IR-{n:02d}", None): 580_000 * 1.11**n for n in range(31)}
    found = weigh(heard, totals)
    assert max(totals.values()) / min(totals.values()) > 22
    assert found.raked_to == "provinces" and 1.5 < found.deff < 2
