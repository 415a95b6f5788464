"""The page of expectations: every number by a second way, small numbers, and what has no pairs."""

import pytest

from pages.parts import quadrants, words
from tests.pages.walk import gaps
from tests.pages.walk.comparing import Comparison
from tests.pages.walk.filters import Filters
from tests.pages.walk.reading import Page, says
from tests.pages.walk.world import World

ALL = ("1404-05", "1404-07")
THREE = ("IR-09", "IR-28", "IR-29")


@pytest.fixture(scope="module")
def world(warehouse):
    return World(warehouse)


@pytest.mark.parametrize(
    ("address", "filters", "design"),
    [
        ({}, {"provinces": ("IR-09",)}, "survey"),  # what a first visit shows
        ({"region": "khorasans"}, {"provinces": THREE}, "simple"),  # scipy's paired test
        ({"region": "whole_country", "customer_group": ["pensioner"]},
         {"customer_groups": ("pensioner",)}, "survey"),  # a domain of the sample
        ({"branch": ["B0908"]}, {"provinces": ("IR-09",), "branches": ("B0908",)},
         "survey"),  # one branch: respondents count one by one
        ({"branch": ["B0910"]}, {"provinces": ("IR-09",), "branches": ("B0910",)},
         "survey"),  # six of them: few answers to some items
    ],
)  # fmt: skip
def test_every_number_is_that_of_the_files(world, visit, address, filters, design):
    asked = {} if design == "survey" else {"design": design}
    opened = visit("gaps", **address, **asked)
    wanted = gaps.expected(world, Filters(first=ALL[0], last=ALL[1], **filters),
                           {"design": design})  # fmt: skip
    compared = Comparison(Page(opened.source), wanted, says)
    assert not compared.problems, "\n".join(compared.problems[:20])
    assert compared.compared > 4


def test_the_page_names_the_questionnaire_that_it_shows_instead(visit):
    opened = visit("gaps")
    assert opened.address.get("instrument") is None  # the filter still has the other one
    assert "انتظار را نمی‌پرسد" in opened.text
    assert "مقیاس آزموده‌شدهٔ آن نیست" in opened.text
    chosen = visit("gaps", instrument="e_service_quality", battery="importance")
    assert "انتظار را نمی‌پرسد" not in chosen.text
    assert opened.value("n") == chosen.value("n")  # whatever battery the filter has


def test_in_english_it_says_the_same(visit):
    persian, english = visit("gaps"), visit("gaps", lang="en")
    for measure in ("falls_short", "exceeds", "unweighted", "weighted", "n"):
        assert persian.value(measure) == english.value(measure)
    assert "not the validated scale" in english.text
    assert english.rows("difference") == persian.rows("difference")


def test_where_nobody_was_asked_the_page_says_so_and_draws_nothing(visit):
    opened = visit("gaps", province="IR-01")
    assert words.say("notice.empty.title") in opened.text
    assert not opened.rows("gap")


def test_a_note_stands_on_every_page_that_shows_the_questionnaire(visit):
    for page in ("factor_status", "satisfaction_trends", "questionnaire_quality"):
        opened = visit(page, instrument="e_service_quality", battery="perception")
        assert "مقیاس آزموده‌شدهٔ آن نیست" in opened.text, page
        assert "مقیاس آزموده‌شدهٔ آن نیست" not in visit(page).text, page


def test_no_code_lies_on_a_mark_or_on_another_code():
    """In the kiosk study's plane a code lay under the mark of its neighbour."""
    crowd = [{"mean": 0.5 + n % 4 / 40, "importance": 0.5 + n // 4 / 40} for n in range(16)]
    alone = {"mean": 0.1, "importance": 0.9}
    found = quadrants.sides([*crowd, alone], (0, 1), (0, 1), [*crowd, alone])
    assert found[-1][0] is alone and len(found) < 17
    wide, high = quadrants.PHONE
    marks = [(row["mean"] * wide, row["importance"] * high) for row in (*crowd, alone)]
    codes = [
        (row["mean"] * wide + right * 1.6, row["importance"] * high + up)
        for row, (right, up) in found
    ]
    for n, code in enumerate(codes):
        assert all(apart(code, mark, quadrants.MARK) for mark in marks)
        assert all(apart(code, other, quadrants.CODE) for other in codes[:n])


def apart(one, other, size):
    return any(abs(a - b) >= least for a, b, least in zip(one, other, size, strict=True))
