"""Do the instrument and its study say what the paper printed?

The paper: Sanavi Grosian, Barzegar & Hosseinzadeh (2025), https://doi.org/10.61838/dmbaj.229.
"""

import csv
import tomllib
from collections import Counter
from pathlib import Path
from statistics import NormalDist

import pytest

DATA = Path(__file__).parents[2] / "data"
FACTORS = [f"R{n}" for n in range(1, 43)]

# Table 2 of the paper, row by row.
TABLE_2 = {
    "infrastructure": {
        "strategic_plan": "R3 R6 R10 R33",
        "hardware_development": "R25 R26 R34",
        "software_development": "R20 R40",
        "network_security": "R8 R17 R24",
        "outsourcing": "R5",
    },
    "culture_building": {
        "support_for_new_schemes": "R7 R31 R32 R36 R39",
        "long_term_relations": "R1 R18 R30",
        "advertising": "R11 R23 R29",
        "growth_strategy": "R4 R19 R42",
    },
    "structural_reform": {
        "meritocracy": "R9 R28",
        "technical_skills": "R14 R38 R41",
        "managerial_skills": "R12 R22 R35",
        "knowledge_skills": "R15",
    },
    "creativity_innovation": {
        "staff_creativity": "R13 R16 R37",
        "business_model": "R2 R27",
        "virtual_services": "R21",
    },
}

# Read off the paper's text apart from our transcription.
SUMS = {"loading": 28.35, "mean": 135.57, "sd": 37.54, "t": 41.08, "p": 15.6}


@pytest.fixture(scope="module")
def instrument():
    path = DATA / "instruments" / "remote_services_42.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def study():
    path = DATA / "studies" / "remote_services_42.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def published():
    path = DATA / "studies" / "remote_services_42.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["item"]: row for row in csv.DictReader(file)}


def test_scale_and_battery(instrument):
    assert instrument["instrument"] == "remote_services_42"
    assert (instrument["lowest"], instrument["highest"]) == (1, 5)
    assert instrument["reference"] == 3  # H1 of the paper: μ > 3
    assert [battery["battery"] for battery in instrument["batteries"]] == ["status"]


def test_42_factors_in_order(instrument):
    assert [item["item"] for item in instrument["items"]] == FACTORS
    assert not any(item.get("reversed") for item in instrument["items"])


def test_components_and_subscales_are_those_of_table_2(instrument):
    assert [c["component"] for c in instrument["components"]] == list(TABLE_2)
    subscales = [(s["component"], s["subscale"]) for s in instrument["subscales"]]
    assert subscales == [(c, s) for c, rows in TABLE_2.items() for s in rows]
    assert len(subscales) == 16


def test_items_stand_where_table_2_puts_them(instrument):
    placed = {item["item"]: item["subscale"] for item in instrument["items"]}
    expected = {
        i: s for rows in TABLE_2.values() for s, items in rows.items() for i in items.split()
    }
    assert placed == expected
    component = {s["subscale"]: s["component"] for s in instrument["subscales"]}
    per_component = Counter(component[subscale] for subscale in placed.values())
    assert list(map(per_component.get, TABLE_2)) == [13, 14, 9, 6]


def test_every_title_is_there_in_both_languages_and_once(instrument):
    for part in ("batteries", "components", "subscales", "items", "overall"):
        for language in ("title_fa", "title_en"):
            titles = [entry[language] for entry in instrument[part]]
            assert all(titles) and len(titles) == len(set(titles))


def test_overall_item_is_marked_as_not_in_the_study(instrument, published):
    (overall,) = instrument["overall"]
    assert overall["item"] == "overall" and overall["item"] not in published
    assert overall["in_study"] is False
    assert (overall["note_fa"], overall["note_en"]) == ("در پژوهش نیست", "not in the study")
    assert (overall["lowest"], overall["highest"], overall["reference"]) == (1, 5, 3)


# The published study


def test_study_belongs_to_the_instrument(instrument, study, published):
    assert instrument["study"] == study["study"]
    assert study["instrument"] == instrument["instrument"]
    assert list(published) == FACTORS


def test_study_as_described(study):
    assert (study["province"], study["n"]) == ("IR-09", 384)
    assert study["doi"] == "10.61838/dmbaj.229"
    assert "month" not in study  # the paper does not say when its customers were asked
    assert study["figures"] == {
        "kmo": 0.801,
        "bartlett_chi2": 4177.859,
        "bartlett_p": 0.0001,
        "components": 4,
        "variance_explained": 0.68,
        "chi2_df": 2.54,
        "rmsea": 0.066,
        "experts": 20,
        "favourable": 24,
        "unfavourable": 18,
        "least_loading": 0.5,
    }


def test_24_favourable_and_18_unfavourable(published):
    status = Counter(row["status"] for row in published.values())
    assert status == {"favourable": 24, "unfavourable": 18}


@pytest.mark.parametrize(
    ("item", "printed"),
    [
        ("R1", "0.8 3.4 0.94 1.99 0.048 favourable"),  # first row
        ("R29", "0.64 4.7 0.47 16.17 0.0001 favourable"),  # highest mean and t
        ("R34", "0.62 2.37 0.88 -10.65 0.99 unfavourable"),  # lowest
        (
            "R40",
            "0.84 3 1.11 1.99 0.049 favourable",
        ),  # impossible (t of 3.00 against 3), yet printed
        ("R27", "0.68 3.09 0.88 1.58 0.48 unfavourable"),
        ("R42", "0.75 3.08 1.01 2.12 0.048 favourable"),  # last row
    ],
)
def test_rows_as_printed(published, item, printed):
    columns = ("loading", "mean", "sd", "t", "p")
    *numbers, status = printed.split()
    assert [float(published[item][column]) for column in columns] == list(map(float, numbers))
    assert published[item]["status"] == status


def test_column_sums(published):
    # The sums of the columns as the paper prints them: a slip in any row shows here.
    def total(column):
        return round(sum(float(row[column]) for row in published.values()), 2)

    assert {column: total(column) for column in SUMS} == SUMS


def test_recomputed_status_differs_at_three_factors_alone(study, published):
    # At n = 384 the normal and the t quantile differ by 0.004: no factor lies between them.
    critical = NormalDist().inv_cdf(0.95)
    differing = set()
    for item, row in published.items():
        t = (float(row["mean"]) - 3) / (float(row["sd"]) / study["n"] ** 0.5)
        if (t > critical) != (row["status"] == "favourable"):
            differing.add(item)
    assert differing == {"R27", "R40", "R42"}
