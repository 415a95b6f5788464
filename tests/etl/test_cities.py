"""Cities are told by the list of branches; a list without them has none, a wrong one is refused."""

import pytest

from etl.cities import read_cities
from etl.refusal import Refusal

HEADER = "branch,name_fa,name_en,province,opened,closed,source"


def listed(tmp_path, *lines, header=HEADER + ",city_fa,city_en"):
    path = tmp_path / "branches.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def test_a_city_is_its_branches(tmp_path):
    path = listed(
        tmp_path,
        "B1,ش,B,IR-22,,,x,بندر عباس,Bandar Abbas",
        "B2,ش,B,IR-22,,,x,بندر عباس,Bandar Abbas",
        "B3,ش,B,IR-09,,,x,,",
        "B4,ش,B,IR-09,,,x",  # a line as it was before there were cities
    )
    assert read_cities(path).rows() == [
        ("bandar_abbas", "بندر عباس", "Bandar Abbas", "IR-22", "B1"),
        ("bandar_abbas", "بندر عباس", "Bandar Abbas", "IR-22", "B2"),
    ]


def test_a_list_without_cities_has_none(tmp_path):
    assert read_cities(listed(tmp_path, "B1,ش,B,IR-22,,,x", header=HEADER)).is_empty()
    assert read_cities(tmp_path / "nothing.csv").is_empty()


@pytest.mark.parametrize(
    "line, found",
    [
        ("B2,ش,B,IR-09,,,x,مشهد,", "a city with one name"),
        ("B2,ش,B,IR-09,,,x,مشهد مقدس,Mashhad", "the city مشهد مقدس, Mashhad, IR-09"),
        ("B2,ش,B,IR-28,,,x,مشهد,Mashhad", "the city مشهد, Mashhad, IR-28"),
    ],
    ids=["one name", "two names", "two provinces"],
)
def test_a_wrong_city_is_refused_with_its_line(tmp_path, line, found):
    path = listed(tmp_path, "B1,ش,B,IR-09,,,x,مشهد,Mashhad", line)
    with pytest.raises(Refusal) as refused:
        read_cities(path)
    assert "branches.csv, line 3" in str(refused.value) and found in str(refused.value)
