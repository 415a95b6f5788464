"""Do the questionnaires of service quality have the dimensions that the paper's table names?

The paper: Nourmoradi's review of entrepreneurship in remote services, table 1 (models and proposed
dimensions), one row per model: read off its text apart from the questionnaires, in the order
printed, with its spelling of ي and ك made ours.
"""

import tomllib
from pathlib import Path

import pytest

INSTRUMENTS = Path(__file__).parents[2] / "data" / "instruments"
# Row (its first column) → its fourth column, as groups of names. A row without groups has one.
TABLE_1 = {
    "servqual": (  # row 1: مدل سروکوال
        {None: ["قابلیت اطمینان", "اطمینان", "قابل لمس", "همدلی", "پاسخگویی"]}
    ),
    "e_service_quality": (  # row 2: تحویل کیفیت خدمات از طریق وب سایت‌ها
        {
            "هسته": ["بهره‌وری", "تکمیل", "قابلیت اطمینان", "امنیت / حفظ حریم خصوصی"],
            "بازیابی": ["پاسخگویی", "جبران خسارت", "تماس"],
        }
    ),
    "mobile_service_quality": (  # row 3: مدل چند منظوره کیفیت خدمات موبایل
        {None: ["کیفیت تعامل", "کیفیت محیط", "کیفیت نتیجه"]}
    ),
    "conversational_agents": (  # row 4: چت روم‌های تجاری
        {
            None: [
                "نگاه بصری",
                "فرم اجرای",
                "واحد گفتار",
                "پایگاه دانش",
                "ارائه دانش و ویژگی‌های اضافی",
                "توانایی‌های مکالمه، مهارت‌های زبانی و حساسیت به متن",
                "ویژگی شخصیتی",
                "شخصی‌سازی",
            ]
        }
    ),
}
SAID = {  # what the reader must be told, in both languages
    "note_fa": "مقیاس آزموده‌شدهٔ آن نیست",
    "note_en": "not the validated scale",
}


def toml_of(name):
    return tomllib.loads((INSTRUMENTS / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TABLE_1)
def test_dimensions_are_those_of_table_1(name):
    asked = toml_of(name)
    titles = {one["component"]: one["title_fa"] for one in asked.get("components", [])}
    found = {}
    for dimension in asked["subscales"]:
        group = titles.get(dimension.get("component"))
        found.setdefault(group, []).append(dimension["title_fa"])
    assert found == TABLE_1[name]


@pytest.mark.parametrize("name", TABLE_1)
def test_items_are_ours_and_the_questionnaire_says_so(name):
    asked = toml_of(name)
    assert all(said in asked[key] for key, said in SAID.items())
    assert "جمله‌ها از ما" in asked["title_fa"] and "items of our own" in asked["title_en"]
    of = [item["subscale"] for item in asked["items"]]
    assert all(of.count(one["subscale"]) >= 2 for one in asked["subscales"])
    titles = [item[key] for item in asked["items"] for key in ("title_fa", "title_en")]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", TABLE_1)
def test_expectation_perception_and_importance_are_asked_and_compared(name):
    asked = toml_of(name)
    batteries = [battery["battery"] for battery in asked["batteries"]]
    assert batteries == ["expectation", "perception", "importance"]
    assert asked["gap"] == {"expects": "expectation", "perceives": "perception"}
    assert asked["quadrants"] == {"importance": "importance", "performance": "perception"}
