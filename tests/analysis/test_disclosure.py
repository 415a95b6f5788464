"""The rule of small numbers on bare counts: each case with its reason."""

import pytest

from analysis.disclosure import Axis, axes_of, secondary, withheld
from analysis.parents import parents
from analysis.selection import Selection


def everything(code):
    return "all"


ONE = [Axis(0, [everything])]
TWO = [Axis(0, [everything]), Axis(1, [everything])]


def hidden(counts, axes=ONE, others=()):
    """The hidden keys, single codes where the key is one code; 'everything' if all is."""
    own = {(key,) if isinstance(key, str) else key: n for key, n in counts.items()}
    wholes = [{(key,): n for key, n in other.items()} for other in others]
    decided = withheld(own, lambda parent: wholes[parent], range(len(wholes)), axes)
    if decided.everything:
        return "everything"
    return {key[0] if len(key) == 1 else key for key in decided.keys}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": 5, "b": 6}, set()),  # five may be shown
        ({"a": 4, "b": 6, "c": 9}, {"a", "b"}),  # one hidden: the next smallest goes with it
        ({"a": 4, "b": 4, "c": 9}, {"a", "b"}),  # two hidden with 8 together protect each other
        ({"a": 1, "b": 2, "c": 9, "d": 8}, {"a", "b", "d"}),  # two hidden with only 3 together
        ({"a": 0, "b": 6}, set()),  # nobody is nobody's secret
        ({"a": 0, "b": 3, "c": 9, "d": 7}, {"b", "d"}),  # an empty group protects nobody
        ({"a": 3, "b": 9}, {"a", "b"}),  # of two groups both, the total remains
        ({"a": 3, "b": 1}, "everything"),  # the total is small itself
        ({"a": 4}, "everything"),  # and a single small group is the total
        ({"a": 3, "b": 3}, {"a", "b"}),  # together 6: the total may stay
        ({"a": 4, "b": 7, "c": 7}, {"a", "b"}),  # equals: the first by name, always the same
        ({}, set()),  # an empty selection
    ],
)
def test_groups_of_one_total(counts, expected):
    assert hidden(counts) == expected


def test_without_a_total_a_small_group_stands_alone():
    assert hidden({"q1": 4, "q2": 9}, axes=[]) == {"q1"}


def test_in_two_dimensions_every_row_and_column_keeps_its_secret():
    counts = {(month, place): 10 for month in "12" for place in "xyz"} | {("1", "x"): 3}
    covered = hidden(counts, TWO)
    assert ("1", "x") in covered
    for axis in (0, 1):
        for line in {key[1 - axis] for key in covered}:
            together = [key for key in covered if key[1 - axis] == line]
            assert len(together) > 1 and sum(counts[key] for key in together) >= 5
    assert len(covered) == 4  # a rectangle, and no more than that


def test_a_branch_is_hidden_within_its_province_too():
    axes = axes_of(["branch"], {}, {"a": "P", "b": "P", "c": "Q", "d": "Q"})
    counts = {"a": 4, "b": 30, "c": 4, "d": 6}
    # In the country a and c protect each other; in each province they would stand alone.
    assert hidden(counts, axes) == {"a", "b", "c", "d"}


def test_a_province_is_hidden_within_its_region_too():
    axes = axes_of(["province"], {"east": ["P", "Q"]}, {})
    assert hidden({"P": 3, "Q": 50, "R": 4, "S": 9}, axes) == {"P", "Q", "R"}


def test_items_do_not_add_up_to_a_total():
    assert [axis.position for axis in axes_of(["item", "month"], {}, {})] == [1]


@pytest.mark.parametrize(
    ("own", "parent", "expected"),
    [
        ({"a": 40}, {"a": 44}, "everything"),  # 4 more in the parent: they could be subtracted
        ({"a": 40}, {"a": 45}, set()),  # 5 more may be
        ({"a": 40}, {"a": 40}, set()),  # the filter leaves nobody out
        ({"a": 40}, {"a": 40, "b": 2}, "everything"),  # 2 more, in a group of their own
        ({"a": 40, "b": 20, "c": 30}, {"a": 43, "b": 90, "c": 99}, {"a", "b"}),  # in one group
    ],
)
def test_what_the_parent_holds_more(own, parent, expected):
    assert hidden(own, others=[parent]) == expected


def test_secondary_adds_nothing_where_nothing_is_hidden():
    assert secondary({("a",): 3}, set(), ONE) == set()


REGIONS = {"P_alone": ["P"], "east": ["P", "Q"], "west": ["R"], "country": ["P", "Q", "R"]}
PROVINCE_OF = {"b": "P"}


@pytest.mark.parametrize(
    ("fields", "chosen", "expected"),
    [
        ({}, None, []),  # nothing is filtered: nothing holds more
        ({"channels": "x"}, None, [{}]),
        # each filter alone is taken away
        ({"channels": "x", "services": "y"}, None, [{"services": "y"}, {"channels": "x"}]),
        # a branch: of the country, and of its province
        ({"branches": "b"}, None, [{}, {"provinces": "P"}]),
        ({"branches": "b", "provinces": "P"}, ["P"], [{"provinces": "P"}, {"branches": "b"},
                                                      {"branches": "b", "region": "east"}]),
        # a province: of the country, and of each region that holds it and more
        ({"provinces": "P"}, ["P"], [{}, {"region": "east"}]),
        ({"region": "east"}, ["P", "Q"], [{}]),
        ({"provinces": ["P", "Q", "R"]}, ["P", "Q", "R"], []),  # all of them: the country
    ],
)  # fmt: skip
def test_parents(fields, chosen, expected):
    found = list(parents(Selection(**fields), REGIONS, PROVINCE_OF, chosen, ["P", "Q", "R"]))
    assert found == [Selection(**other) for other in expected]
