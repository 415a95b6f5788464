"""Numbers, durations, months and dates as a Persian reader writes them."""

from datetime import datetime

import pytest

from pages.parts import numbers, words


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (12345.6, 0, "۱۲٬۳۴۶"),
        (0, 0, "۰"),
        (3.14159, 2, "۳٫۱۴"),
        (-2.5, 1, "\u2066−۲٫۵\u2069"),  # minus on the left of its digits, also in Persian text
        (-0.001, 2, "۰٫۰۰"),  # rounds to nothing: no sign
        (None, 0, "بدون داده"),  # never zero
    ],
)
def test_numbers(value, decimals, written):
    assert numbers.number(value, decimals) == written


@pytest.mark.parametrize(
    ("value", "written"), [(3.0, "۳"), (3.5, "۳٫۵"), (3.25, "۳٫۲۵"), (3.001, "۳"), (10, "۱۰")]
)
def test_plain_numbers_have_the_decimals_they_need(value, written):
    assert numbers.plain(value) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("120 سطر از 1,240 سطر (9.7%) رد شد", "۱۲۰ سطر از ۱٬۲۴۰ سطر (۹٫۷٪) رد شد"),
        ("سطر 3، 4. پایان", "سطر ۳، ۴. پایان"),  # marks of the sentence stay its own
    ],
)
def test_numbers_inside_a_sentence_of_a_check(said, written):
    assert numbers.in_sentence(said) == written


@pytest.mark.parametrize(
    ("share", "written"), [(0, "۰٪"), (0.05, "۵٪"), (0.025, "۲٫۵٪"), (0.2, "۲۰٪")]
)
def test_round_shares_at_an_axis(share, written):
    assert numbers.percent(share).lstrip("\u061c") == written


@pytest.mark.parametrize(
    ("value", "written"), [(7, "۷"), (94, "۹۴"), (138, "۱۴۰"), (1784.9, "۱٬۸۰۰"), (9960, "۱۰٬۰۰۰")]
)
def test_rough_numbers_have_two_digits_that_count(value, written):
    assert numbers.about(value) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0.4712, "۴۷٪"),
        (0.094, "۹٫۴٪"),  # below ten percent one decimal
        (0.0996, "۱۰٪"),  # would round to 10.0
        (0, "۰٪"),
        (1, "۱۰۰٪"),
        (None, "بدون داده"),
    ],
)
def test_shares(share, written):
    """A mark that nobody sees puts the sign at the left of the digits, as in a sentence."""
    assert numbers.share(share) == (written if share is None else f"\u061c{written}")


@pytest.mark.parametrize(
    ("hours", "written"),
    [
        (0.001, "کمتر از یک دقیقه"),
        (0.5, "۳۰ دقیقه"),
        (0.06, "۳٫۶ دقیقه"),
        (3, "۳ ساعت"),
        (2.25, "۲٫۲ ساعت"),
        (47.9, "۴۸ ساعت"),
        (48, "۲ روز"),
        (260, "۱۱ روز"),
        (None, "بدون داده"),
    ],
)
def test_durations_in_the_unit_a_person_would_use(hours, written):
    assert numbers.duration(hours) == written


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("1404-07", "1404-07", "مهر ۱۴۰۴"),
        ("1404-01", "1404-07", "فروردین تا مهر ۱۴۰۴"),  # the year is said once
        ("1403-12", "1404-01", "اسفند ۱۴۰۳ تا فروردین ۱۴۰۴"),
        (None, None, "بدون داده"),
    ],
)
def test_periods(first, last, written):
    assert numbers.period(first, last) == written


@pytest.mark.parametrize(
    ("language", "first", "last", "written"),
    [
        ("fa", "1404-07", "1404-07", "در مهر ۱۴۰۴"),
        ("fa", "1404-01", "1404-07", "از فروردین تا مهر ۱۴۰۴"),  # «در … تا …» reads badly
        ("en", "1404-07", "1404-07", "In Mehr 1404"),
        ("en", "1403-12", "1404-01", "From Esfand 1403 to Farvardin 1404"),
    ],
)
def test_periods_at_the_beginning_of_a_sentence(language, first, last, written):
    with words.speaking(language):
        assert numbers.during(first, last) == written


def test_a_moment_is_told_in_tehran():
    # 20:45 UTC is already the next day there; 1403 is a leap year, so that day is 30 Esfand
    assert numbers.moment(datetime(2025, 3, 19, 20, 45)) == "۳۰ اسفند ۱۴۰۳، ساعت ۰۰:۱۵"


def test_changes_show_their_sign():
    assert numbers.change(0.25) == "\u2066+۰٫۲۵\u2069"
    assert numbers.change(-0.25) == "\u2066−۰٫۲۵\u2069"
    assert numbers.change(0.001) == "۰٫۰۰"


def test_a_change_beside_its_ends_does_not_contradict_them():
    assert numbers.change_between(3.434, 3.436) == numbers.change(0.002, 3)
    assert numbers.change_between(3.436, 3.434) == numbers.change(-0.002, 3)
    assert numbers.change_between(3.4311, 3.4312) == numbers.change(0.0)
    assert numbers.change_between(3.43, 3.48) == numbers.change(0.05)
    assert numbers.change_between(89.84, 89.86, 1) == numbers.change(0.02, 2)


def test_small_probabilities_are_not_zero():
    assert numbers.probability(1e-9) == "کمتر از ۰٫۰۰۱"
    assert numbers.probability(0.0481) == "۰٫۰۴۸"
