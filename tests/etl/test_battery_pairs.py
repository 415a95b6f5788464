"""Pairs of batteries and Kano items of a questionnaire: what is wrong is told with its place."""

import pytest

from etl.instruments import read_instruments
from etl.refusal import Refusal

TOML = """
instrument = "desk"
title_fa = "پیشخوان"
title_en = "Desk"
lowest = 1
highest = 7
reference = 4
gap = {expects = "expectation", perceives = "perception"}
quadrants = {importance = "importance", performance = "perception"}
batteries = [
    {battery = "expectation", title_fa = "انتظار", title_en = "Expectation"},
    {battery = "perception", title_fa = "ادراک", title_en = "Perception"},
    {battery = "importance", title_fa = "اهمیت", title_en = "Importance"},
]
items = [{item = "q1", title_fa = "پرسش", title_en = "Question"}]
kano = [{item = "k1", title_fa = "ویژگی", title_en = "Feature"}]
"""
NO_KANO = 'kano = [{item = "k1", title_fa = "ویژگی", title_en = "Feature"}]\n'


@pytest.fixture
def read(empty_folder):
    def read_one(toml):
        (empty_folder.instruments / "desk.toml").write_text(toml, encoding="utf-8")
        return read_instruments(empty_folder)["desk"]

    return read_one


def test_kano_pairs_are_columns_beside_the_batteries_and_in_no_scale(read):
    asked = read(TOML)
    columns = [column for column, _, _ in asked.answer_columns()]
    assert columns == [
        "q1.expectation", "q1.perception", "q1.importance", "k1.functional", "k1.dysfunctional",
    ]  # fmt: skip
    assert not {battery for battery, _ in asked.scales()} - set(asked.batteries)
    (functional,) = [c for c in asked.contract() if c.name == "k1.functional"]
    assert (functional.lowest, functional.highest) == (1, 5)  # not the questionnaire's 1 to 7
    assert dict(functional.words)["ilikeitthatway"] == "1"  # of scales/kano_5.toml


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('expects = "expectation"', 'expects = "expectations"',
         "gap: expects: 'expectations' is no battery of it; right: perhaps expectation"),
        ('perceives = "perception"}', 'perceives = "expectation"}',
         "gap: expectation twice; right: two different batteries"),
        ('perceives = "perception"}', 'percieves = "perception"}',
         "gap: unknown key percieves; right: perhaps perceives"),
        (', performance = "perception"}', "}", "quadrants: lacks performance"),
        ('gap = {expects = "expectation", perceives = "perception"}', 'gap = "expectation"',
         "gap: 'expectation'; right: two batteries"),
        ('item = "k1"', 'item = "q1"', "items that stand twice: q1"),
        ('battery = "importance",', 'battery = "functional",',
         "batteries, functional: is what [[kano]] calls its answers; right: another name"),
        (NO_KANO, 'kano_labels = {"خوب" = 1}\n', "kano_labels: has no item"),
        (NO_KANO, NO_KANO + 'kano_labels = {"خوب" = 6}\n', "right: a number from 1 to 5"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_place(read, old, new, said):
    changed = TOML.replace(old, new)
    if 'battery = "functional"' in changed:
        changed = changed.replace('importance = "importance"', 'importance = "functional"')
    assert changed != TOML
    with pytest.raises(Refusal) as refused:
        read(changed)
    assert said in str(refused.value)
