"""Every number of the pages equals an independent query of the files, under the same filters.

Each combination of filters is one visit through the pages; `tests.pages.walk` works out from the
rows of the files what each must say. A number that it does not know fails too, so that none comes
to a page without a second way to it; `walk.exempt` lists the few that have none, with reasons. What
charts draw and sentences say must be what these tables and cards hold (`walk.drawn`, `walk.said`).
A visit sees some of the pages in turn, since all of them by all combinations take ten minutes:
PAYESH_WALK=all has them all.
"""

import importlib
import json
import os
from collections import Counter

import pytest

from tests.pages.conftest import Visit
from tests.pages.walk import combinations
from tests.pages.walk.comparing import Comparison, Expected
from tests.pages.walk.drawn import Drawn, charts
from tests.pages.walk.reading import Page, says
from tests.pages.walk.said import Said, sentences
from tests.pages.walk.twins import Twins
from tests.pages.walk.world import World

PAGES = (
    "overview", "factor_status", "channel_usage", "satisfaction_trends", "priorities", "gaps",
    "profile",
    "questionnaire_quality", "published_study", "evidence_model", "frameworks", "citizen_groups",
    "comments",
)  # fmt: skip
EACH = len(PAGES) if os.environ.get("PAYESH_WALK") == "all" else 2
SEEN = Counter()


@pytest.fixture(scope="module")
def world(warehouse):
    return World(warehouse)


def pages_of(number):
    """The pages that a visit sees: every page has its turn equally often."""
    first = number * EACH + number // len(PAGES)
    return [PAGES[(first + place) % len(PAGES)] for place in range(EACH)]


def twins_of(visit, wanted):
    """What its charts draw and its sentences say, against its own tables and cards."""
    keys = {caption: table.keys for caption, table in wanted.tables.items() if table}
    twins = Twins(Page(visit.source), keys)
    return Drawn(charts(visit.app), twins), Said(sentences(visit), twins, wanted.said)


@pytest.mark.parametrize("number", range(combinations.COUNT))
def test_pages_say_what_the_files_hold(world, sample_data, number):
    combination = combinations.combinations(world.files)[number]
    visit = Visit(**combination.address)
    problems = []
    for name in pages_of(number):
        views = combination.views(name)
        for view, value in views.items():
            visit.app.session_state[f"view.{view}"] = value
        visit.open(name)
        assert not visit.app.exception, (name, combination)
        expected = importlib.import_module(f"tests.pages.walk.{name}").expected
        wanted = expected(world, combination.filters, views)
        compared = Comparison(Page(visit.source), wanted, says)
        drawn, said = twins_of(visit, wanted)
        found = compared.problems + drawn.problems + said.problems
        problems += [f"{name} {views}: {problem}" for problem in found]
        SEEN["numbers"] += compared.compared
        SEEN["drawn"] += drawn.compared
        SEEN["said"] += said.compared
        SEEN["hidden"] += compared.hidden
        SEEN["empty"] += wanted == Expected()
    assert not problems, "\n".join([f"{combination.address}", *problems[:40]])


def test_the_combinations_meet_what_they_should():
    """Small numbers, empty pages, and many numbers: else the walk above proves little."""
    if not SEEN:
        pytest.skip("only after the walk")
    assert SEEN["numbers"] > 20_000
    assert SEEN["drawn"] > 5_000
    assert SEEN["said"] > 400
    assert SEEN["hidden"] > 100
    assert SEEN["empty"] > 0


def test_a_wrong_number_a_missing_and_an_unknown_one_are_found(world, visit):
    """Each by itself, in the source of a real page."""
    walk = importlib.import_module("tests.pages.walk.factor_status")
    started = visit("factor_status")
    filters = combinations.Filters(("IR-09",), first="1404-05", last="1404-07")
    wanted = walk.expected(world, filters, {})
    assert not Comparison(Page(started.source), wanted, says).problems
    for old, new in (
        ("data-measure='n' data-value='929'", "data-measure='n' data-value='930'"),
        ("<b data-measure='mean' ", "<b data-measure='median' "),
        ("data-measure='deff' data-value='", "data-measure='deff' data-value='9"),
        ("class='foot' data-question='factor_status' data-n='929'",
         "class='foot' data-question='factor_status' data-n='92'"),
    ):  # fmt: skip
        changed = started.source.replace(old, new, 1)
        assert changed != started.source, old
        assert Comparison(Page(changed), wanted, says).problems, old


def test_a_wrong_point_limit_label_tick_and_sentence_are_found(world, visit):
    """Each by itself, in a real page whose tables say something else than its charts."""
    started = visit("channel_usage")
    filters = combinations.Filters(("IR-09",), first="1404-05", last="1404-07")
    views = {"measure": "completion_rate", "hours": "all"}
    wanted = importlib.import_module("tests.pages.walk.channel_usage").expected(
        world, filters, views
    )
    drawn, said = twins_of(started, wanted)
    assert not drawn.problems + said.problems
    keys = {caption: table.keys for caption, table in wanted.tables.items() if table}
    twins = Twins(Page(started.source), keys)
    shares = next(spec for key, spec in charts(started.app) if key == "shares")
    funnel = next(spec for key, spec in charts(started.app) if key == "funnel_completion_rate")
    for spec, change in (
        (shares, lambda spec: spec["data"][0]["y"].reverse()),
        (shares, lambda spec: spec["data"][0].update(name=spec["data"][1]["name"])),
        (shares, lambda spec: spec["data"][0]["customdata"].reverse()),
        (funnel, lambda spec: spec["data"][0]["y"].__setitem__(0, 0.123)),
        (funnel, lambda spec: spec["data"][-1]["x"].__setitem__(0, 7.0)),
        (funnel, lambda spec: spec["layout"]["yaxis"]["tickvals"].__setitem__(0, 0.11)),
    ):
        wrong = json.loads(json.dumps(spec))
        change(wrong)
        assert Drawn([("wrong", wrong)], twins).problems, change
    for sentence in ("سهم «حضوری در شعبه» از ۹۸٪ در مرداد ۱۴۰۴ به ۱۹٪ رسید", "۷۷٬۷۷۷ درخواست"):
        assert Said([sentence], twins).problems, sentence
