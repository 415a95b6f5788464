"""A wrong evidence model is refused with its place; without one there are empty tables."""

import pytest

from etl.actions import read_actions
from etl.evidence_model import EVIDENCE, read_evidence_model
from etl.reference import fingerprint
from etl.refusal import Refusal
from tests.conftest import copy_of_data


@pytest.fixture
def folder(tmp_path):
    return copy_of_data(tmp_path / "data")


def read(folder):
    return dict(read_evidence_model(folder, read_actions(folder)[0]))


def test_without_a_file_every_table_is_there_and_empty(folder):
    folder.evidence_model.unlink()
    found = read(folder)
    assert set(found) == set(EVIDENCE)
    assert {frame.height for frame in found.values()} == {0}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('paper = "eservice_quality"', 'paper = "eservices"', "'eservices' is not known"),
        ('"remote_services_42"', '"remote_42"', "instrument: 'remote_42' is not known"),
        ('factors = ["R8"]', 'factors = ["R88"]', "line 7: factors: 'R88' is not known"),
        ('actions = ["faster_service"]', 'actions = ["faster"]', "line 2: actions: 'faster'"),
        ("lines = [2], frequencies = [15]", "lines = [2], frequencies = [15, 3]", "as many whole"),
        ("lines = [2], frequencies = [15]", "lines = [2], frequencies = [0]", "numbers above 0"),
        ("lines = [2], frequencies = [15]", "lines = [3], frequencies = [15]", "each line of the"),
        ('concept = "publicity"', 'concept = "innovation"', "concept: 'innovation'"),
        ('part = "causal"', 'part = "causal"\ncolour = 1', "causal: unknown key colour"),
        ("participants = 35", "", "lacks participants"),
        ('what = "codes", value = 8', 'what = "words", value = 8', "'words' is not known"),
        ("[[parts]]", "[[parts]", "not a TOML file"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(folder, old, new, said):
    text = folder.evidence_model.read_text(encoding="utf-8")
    assert old in text
    folder.evidence_model.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal, match="evidence_model.toml") as refused:
        read(folder)
    assert said in str(refused.value) and "right: " in str(refused.value)


def test_a_change_of_the_model_is_a_change_of_the_reference_data(folder):
    before = fingerprint(folder)
    text = folder.evidence_model.read_text(encoding="utf-8")
    folder.evidence_model.write_text(text.replace("[14]", "[41]", 1), encoding="utf-8")
    assert fingerprint(folder) != before
