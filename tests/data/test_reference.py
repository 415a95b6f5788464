"""Is what stands in data/reference/ complete, consistent and spelled right?"""

import csv
import json
import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import jdatetime
import pytest

DATA = Path(__file__).parents[2] / "data"
REFERENCE = DATA / "reference"
TABLES = sorted(REFERENCE.glob("*.csv"))
# Ours and tracked; what was dropped into inbox/ or built into warehouse/ may hold anything.
TRACKED = sorted(
    path
    for path in DATA.rglob("*")
    if path.suffix in {".csv", ".toml", ".geojson", ".md"}
    and path.relative_to(DATA).parts[0] != "warehouse"
    and (path.parent.name != "inbox" or path.name == "README.md")
)
ARABIC = "يىكڪةۀ٠١٢٣٤٥٦٧٨٩"


def rows(name):
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def the_map():
    return json.loads((REFERENCE / "provinces.geojson").read_text(encoding="utf-8"))


def holiday_years():
    """The Jalali years of the list: 1402 to the last one in it."""
    last = jdatetime.date.fromgregorian(date=date.fromisoformat(rows("holidays")[-1]["day"]))
    return range(1402, last.year + 1)


def codes(name, column):
    return [row[column] for row in rows(name)]


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("provinces", "province,name_fa,name_en"),
        ("regions", "region,name_fa,name_en,provinces"),
        (
            "branches",
            "branch,name_fa,name_en,province,opened,closed,source,city_fa,city_en",
        ),
        ("services", "service,name_fa,name_en,group_fa,group_en,source"),
        ("channels", "channel,name_fa,name_en,remote"),
        ("customer_groups", "customer_group,name_fa,name_en"),
        ("holidays", "day,name_fa,kind,source"),
    ],
)
def test_columns_and_unique_codes(table, columns):
    assert ",".join(rows(table)[0]) == columns
    found = Counter(codes(table, columns.split(",")[0]))
    assert found.most_common(1)[0][1] == 1, "a code twice would count every request twice"


def test_every_table_is_checked_here():
    assert {path.stem for path in TABLES} == {
        "provinces", "regions", "branches", "services", "channels", "customer_groups", "holidays",
    }  # fmt: skip


# Provinces, regions, map


def test_provinces_are_those_of_the_map():
    of_map = {
        (shape["id"], shape["properties"]["fa"], shape["properties"]["en"])
        for shape in the_map()["features"]
    }
    ours = {(row["province"], row["name_fa"], row["name_en"]) for row in rows("provinces")}
    assert ours == of_map
    assert sorted(codes("provinces", "province")) == [f"IR-{n:02d}" for n in range(31)]


def test_codes_are_those_of_2020():
    # Before 2020 the same codes meant other provinces (IR-21 was Mazandaran): with an old list
    # the map would colour the wrong ones without any error.
    names = {row["province"]: row["name_en"] for row in rows("provinces")}
    assert names["IR-09"] == "Razavi Khorasan"
    assert names["IR-02"] == "Mazandaran"
    assert names["IR-23"] == "Tehran"


def test_map_says_whose_it_is():
    assert "OpenStreetMap" in the_map()["attribution"]


def test_outer_rings_of_the_map_run_clockwise():
    # Plotly fills everything outside a ring that runs the other way.
    for shape in the_map()["features"]:
        geometry = shape["geometry"]
        single = geometry["type"] == "Polygon"
        for polygon in [geometry["coordinates"]] if single else geometry["coordinates"]:
            assert signed_area(polygon[0]) < 0, shape["id"]


def signed_area(ring):
    assert ring[0] == ring[-1], "a ring that is not closed has no direction"
    pairs = zip(ring, ring[1:], strict=False)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def test_regions():
    provinces = codes("provinces", "province")
    regions = {row["region"]: row["provinces"].split(" ") for row in rows("regions")}
    planning = [f"region_{n}" for n in range(1, 6)]
    assert list(regions)[:8] == ["whole_country", "razavi_khorasan", "khorasans", *planning]
    assert regions["whole_country"] == provinces
    assert regions["razavi_khorasan"] == ["IR-09"]
    assert regions["khorasans"] == ["IR-09", "IR-28", "IR-29"]
    # The planning regions share out the country: each province in exactly one.
    assert sorted(code for name in planning for code in regions[name]) == provinces


# Branches


def test_branches_lie_in_their_provinces():
    provinces = set(codes("provinces", "province"))
    for row in rows("branches"):
        assert row["province"] in provinces


def sample_branches():
    """The invented ones: what holds for them need not hold for the organisation's own list."""
    found = [row for row in rows("branches") if row["source"] == "sample"]
    return found or pytest.skip("no invented branches any more")


def test_invented_branches_cover_the_country():
    per_province = Counter(row["province"] for row in sample_branches())
    assert len(per_province) == 31
    assert min(per_province.values()) >= 5  # fewer leave nothing to compare
    assert 450 <= per_province.total() <= 550
    assert per_province["IR-09"] == 40
    assert sum("مشهد" in row["name_fa"] for row in sample_branches()) == 12


def test_branches_open_before_they_close():
    for row in rows("branches"):
        opened = date.fromisoformat(row["opened"])
        assert opened.weekday() != 4, f"{row['branch']} opened on a Friday"
        if row["closed"]:
            assert opened < date.fromisoformat(row["closed"]), row


def test_some_branches_open_and_close_while_sample_extracts_run():
    # Without them no page would ever show a break in a series. Mehr 1403 to Mehr 1405.
    first, last = "2024-09-22", "2026-10-22"
    branches = sample_branches()
    assert sum(first <= row["opened"] <= last for row in branches) >= 5
    assert sum(first <= row["closed"] <= last for row in branches) >= 5
    assert sum(row["opened"] < "2015" for row in branches) / len(branches) > 0.9


def test_invented_branches_say_so():
    for row in sample_branches():
        assert "نمونه" in row["name_fa"] and "Sample" in row["name_en"], row
        number = row["province"].removeprefix("IR-")
        assert re.fullmatch(rf"B{number}\d\d", row["branch"]), row


def test_every_branch_service_and_holiday_has_a_source():
    assert all(row["source"] for row in rows("branches") + rows("services") + rows("holidays"))


# Services, channels, customer groups


def test_services():
    services = rows("services")
    assert len(services) >= 38
    known = {"insurance_history", "medical_booklet", "pension_slip", "contribution_payment"}
    assert known <= {row["service"] for row in services}
    # One heading, one translation; otherwise a list would show the same group twice.
    groups = {(row["group_fa"], row["group_en"]) for row in services}
    assert len(groups) == len({fa for fa, _ in groups}) == len({en for _, en in groups})


def test_channels_say_whether_they_are_remote():
    remote = {row["channel"]: row["remote"] for row in rows("channels")}
    expected = {
        "in_person": "no",
        "agent_office": "no",  # the customer comes to the agent's counter
        "web_portal": "yes",
        "mobile_app": "yes",
        "ussd": "yes",
        "call_centre": "yes",
        "kiosk": "unknown",  # it may stand inside a branch: in neither part of the share
    }
    assert expected.items() <= remote.items()
    assert set(remote.values()) <= {"yes", "no", "unknown"}


def test_customer_groups():
    groups = codes("customer_groups", "customer_group")
    assert groups[:4] == ["insured", "pensioner", "employer", "dependant"]


@pytest.mark.parametrize("table", ["branches", "services", "channels", "regions", "provinces"])
def test_names_can_be_told_apart(table):
    for column in ("name_fa", "name_en"):
        names = codes(table, column)
        assert len(names) == len(set(names)), "a filter would list two choices of the same name"


@pytest.mark.parametrize("table", ["regions", "services", "channels", "customer_groups"])
def test_codes_can_stand_in_urls_and_in_code(table):
    for row in rows(table):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", next(iter(row.values())))


# Holidays


def test_nowruz_is_the_first_four_days_of_every_year():
    nowruz = {row["day"] for row in rows("holidays") if row["kind"] == "nowruz"}
    expected = {
        jdatetime.date(year, 1, day).togregorian().isoformat()
        for year in holiday_years()
        for day in range(1, 5)
    }
    assert nowruz == expected
    assert "2024-03-20" in nowruz  # 1403 began a day earlier than its neighbours
    assert "2025-03-20" not in nowruz  # for it was a leap year: this is 1403-12-30


@pytest.mark.parametrize("year", holiday_years())
def test_fixed_holidays_of_every_year(year):
    holidays = {row["day"]: row for row in rows("holidays")}
    for month, day, name in [
        (1, 12, "روز جمهوری اسلامی"),
        (1, 13, "روز طبیعت"),
        (3, 14, "رحلت حضرت امام خمینی"),
        (3, 15, "قیام ۱۵ خرداد"),
        (11, 22, "پیروزی انقلاب اسلامی"),
        (12, 29, "روز ملی‌شدن صنعت نفت ایران"),
    ]:
        row = holidays[jdatetime.date(year, month, day).togregorian().isoformat()]
        assert name in row["name_fa"] and row["kind"] == "official"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2025-07-06", "عاشورای حسینی"),  # time.ir: 15 Tir 1404
        ("2025-03-31", "عید سعید فطر"),  # 11 Farvardin 1404
        ("2026-03-21", "عید نوروز؛ عید سعید فطر"),  # both fall on 1405-01-01: still one line
    ],
)
def test_lunar_holidays(day, name):
    assert {row["day"]: row["name_fa"] for row in rows("holidays")}[day] == name


def test_holidays_are_in_order_and_within_whole_years():
    days = codes("holidays", "day")
    assert days == sorted(days)
    # A year begun but not finished would look like a year with few holidays; 29 Esfand is one.
    last = jdatetime.date.fromgregorian(date=date.fromisoformat(days[-1]))
    assert days[0] == "2023-03-21" and last.year >= 1407
    assert last.month == 12 and last.day >= 29


def test_lunar_dates_beyond_the_official_calendar_are_marked_as_predictions():
    lunar = re.compile("عید سعید|عاشورا|تاسوعا|اربعین|شهادت|ولادت|میلاد|مبعث|رحلت رسول")
    for row in rows("holidays"):
        if row["source"].startswith("PyPI holidays 0.108"):  # confirms the years up to 2026
            ahead = row["day"] > "2026-12-31" and bool(lunar.search(row["name_fa"]))
            assert row["source"].endswith("; lunar date predicted") == ahead, row


# Spelling


@pytest.mark.parametrize("path", TRACKED, ids=lambda path: path.relative_to(DATA).as_posix())
def test_text_is_persian_not_arabic_and_has_nothing_invisible(path):
    text = path.read_bytes().decode("utf-8")
    assert not set(text) & set(ARABIC), "a search for the Persian spelling would miss it"
    assert unicodedata.normalize("NFC", text) == text
    assert not re.search("[\u200d\u200e\u200f\u00ad\u00a0\u202a-\u202e\u2066-\u2069\ufeff]", text)
    # A ZWNJ beside a space, another ZWNJ or a cell's edge joins and parts nothing.
    assert not re.search('\u200c[\\s\u200c,"]|[\\s\u200c,"]\u200c', text)
    assert "\r" not in text


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_cells_have_no_stray_spaces_and_persian_names_no_latin_digits(path):
    for row in rows(path.stem):
        for cell in row.values():
            assert cell == " ".join(cell.split())
        assert not re.search("[0-9]", row["name_fa"]), row


def test_readme_describes_every_file_and_column():
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for path in TABLES:
        part = readme.split(f"**{path.name}**", 1)[1].split("\n\n**", 1)[0]
        for column in rows(path.stem)[0]:
            assert f"`{column}`" in part, f"{path.name}: {column}"
    assert "© OpenStreetMap contributors" in readme
