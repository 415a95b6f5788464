"""A city stands for its branches: on every page, in the address, in words, on the command line."""

import csv
import json
from pathlib import Path

import pytest

from analysis import __main__ as command_line
from analysis import channel_usage, cities
from analysis.marts import Reader, open_marts
from analysis.selection import Selection, SelectionError

BRANCHES = Path(__file__).resolve().parents[2] / "data" / "reference" / "branches.csv"


@pytest.fixture(scope="module")
def mashhad():
    with BRANCHES.open(encoding="utf-8", newline="") as lines:
        return tuple(row["branch"] for row in csv.DictReader(lines) if row["city_fa"] == "مشهد")


def filtered(visit):
    return visit.source.split("class='filtered'>")[1].split("</p>")[0]


def widget(visit, key):
    return next(w for w in visit.app.multiselect if w.key == key)


def test_choosing_a_city_asks_about_its_branches(visit, mashhad):
    assert len(mashhad) > 1
    opened = visit("channel_usage")
    whole = float(opened.value("requests"))
    opened.choose("city", ["mashhad"])
    assert opened.address == {"city": "mashhad"}
    assert "شهر مشهد (خراسان رضوی) · " in filtered(opened)
    assert "شهر مشهد" in opened.source.split("class='answer'>")[1]  # the sentence speaks of it
    asked = Selection(branches=mashhad)
    expected = channel_usage.ask(open_marts(), asked).totals["requests"]
    assert float(opened.value("requests")) == expected < whole


def test_branches_picked_narrow_their_city(visit, mashhad):
    opened = visit("channel_usage", city="mashhad")
    assert len(widget(opened, "branch").options) == len(mashhad)
    opened.choose("branch", [mashhad[0]])
    expected = channel_usage.ask(open_marts(), Selection(branches=mashhad[:1])).totals["requests"]
    assert float(opened.value("requests")) == expected
    opened.choose("city", [])
    assert opened.address == {"branch": mashhad[0]}  # what was picked stays


def test_a_city_alone_in_the_address_brings_its_province(visit):
    opened = visit(city="birjand")
    assert "شهر بیرجند (خراسان جنوبی)" in filtered(opened)
    assert opened.address == {"province": "IR-29", "city": "birjand"}
    opened.choose("place", "razavi_khorasan")  # where it does not lie
    assert "city" not in opened.address and "شهر" not in filtered(opened)


def test_a_city_that_is_not_there_is_said(visit):
    assert "atlantis" in visit(city="atlantis").text


def test_the_same_on_the_command_line(sample_data, capsys, mashhad):
    asked = ["channel_usage", "--format", "json"]
    printed = []
    for only in (["--city", "mashhad"], ["--branch", *mashhad]):
        assert command_line.main([*asked, *only]) == 0
        printed.append(json.loads(capsys.readouterr().out))
    assert printed[0] == printed[1]
    assert command_line.main([*asked, "--city", "mashad"]) == 2
    assert "city: 'mashad' is not known; closest: mashhad" in capsys.readouterr().err


def test_a_branch_elsewhere_is_refused(sample_data, mashhad):
    with pytest.raises(SelectionError, match="is not in birjand"):
        cities.within(open_marts(), Selection(branches=mashhad[:1]), ("birjand",))


def test_a_reader_sees_the_cities_of_his_provinces(sample_data):
    found = cities.cities(open_marts(Reader("one", ("IR-29",))))
    assert found and {row["province"] for row in found} == {"IR-29"}
