"""A small warehouse, built by the real way in from rows that the tests compute a second time.

`raw` holds the rows as plain dictionaries; `folder` is the data folder that `etl` loaded them into.
Three questionnaires: `short` (one battery, an overall item, a study), `paired` (expectation and
satisfaction, no overall item, a reversed item) and `tiny`, whose few respondents are placed so that
each rule of small numbers has its case.
"""

import csv
import random
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis.marts import Reader, open_marts
from etl.data_folder import DataFolder
from etl.load import Loading

PROJECT = Path(__file__).parents[2]
PROVINCE = {
    "N1": "IR-09", "N2": "IR-09", "N3": "IR-09", "N4": "IR-09",
    "S1": "IR-29", "S2": "IR-29", "S3": "IR-29", "K1": "IR-28", "T1": "IR-07",
}  # fmt: skip
REMOTE = {"in_person": "no", "web_portal": "yes", "mobile_app": "yes", "kiosk": "unknown"}
SERVICES, CUSTOMERS = ("pension_slip", "history"), ("insured", "pensioner", "employer")
# Jalali month → its first and last day, Gregorian.
MONTHS = {"1404-05": ("2025-07-23", "2025-08-22"), "1404-06": ("2025-08-23", "2025-09-22")}
# Two of them on days when offices are closed anyway.
HOLIDAYS = ("2025-08-14", "2025-08-24", "2025-09-10", "2025-08-15")
REFERENCE = {
    "provinces": ["province,name_fa,name_en"]
    + [f"{code},استان {code},Province {code}" for code in sorted(set(PROVINCE.values()))],
    "regions": [
        "region,name_fa,name_en,provinces",
        "whole_country,کل کشور,Whole country,IR-07 IR-09 IR-28 IR-29",
        "razavi_khorasan,خراسان رضوی,Razavi Khorasan,IR-09",
        "khorasans,سه خراسان,The three Khorasans,IR-09 IR-28 IR-29",
    ],
    "branches": ["branch,name_fa,name_en,province,opened,closed,source"]
    + [f"{b},شعبه {b},Branch {b},{p},2001-01-01,,{'real' if b == 'T1' else 'sample'}"
       for b, p in PROVINCE.items()],
    "services": ["service,name_fa,name_en,group_fa,group_en,source"]
    + [f"{service},{service},{service},گروه,group,sample" for service in SERVICES],
    "channels": ["channel,name_fa,name_en,remote"]
    + [f"{channel},{channel},{channel},{remote}" for channel, remote in REMOTE.items()],
    "customer_groups": ["customer_group,name_fa,name_en"]
    + [f"{group},{group},{group}" for group in CUSTOMERS],
    "holidays": ["day,name_fa,kind,source"] + [f"{day},تعطیل,official,test" for day in HOLIDAYS],
}  # fmt: skip
SHORT_ITEMS, PAIRED_ITEMS, TINY_ITEMS = ("A1", "A2", "A3", "A4"), ("x1", "x2"), ("q1", "q2")


def instrument(name, highest, reference, batteries, items, more="", reversed_item=None) -> str:
    lines = [
        f'instrument = "{name}"\ntitle_fa = "پرسشنامه"\ntitle_en = "Questionnaire {name}"',
        f'lowest = 1\nhighest = {highest}\nreference = {reference}\nsource = "test"\n{more}',
    ]
    lines += [
        f'[[batteries]]\nbattery = "{battery}"\ntitle_fa = "{battery}"\ntitle_en = "{battery}"'
        for battery in batteries
    ]
    lines += [
        f'[[items]]\nitem = "{item}"\ntitle_fa = "پرسش"\ntitle_en = "Item {item}"\n'
        + ("reversed = true" if item == reversed_item else "")
        for item in items
    ]
    return "\n".join(lines) + "\n"


OVERALL = """
[[overall]]
item = "overall"
title_fa = "رضایت کلی"
title_en = "Overall satisfaction"
lowest = 1
highest = 10
reference = 5
in_study = false
"""
INSTRUMENTS = {
    "short": instrument("short", 5, 3, ["status"], SHORT_ITEMS, 'study = "short"') + OVERALL,
    "paired": instrument(
        "paired", 7, 4, ["expectation", "satisfaction"], PAIRED_ITEMS,
        'gap = {expects = "expectation", perceives = "satisfaction"}', "x2",
    ),
    "tiny": instrument(
        "tiny", 5, 3, ["quality", "value"], TINY_ITEMS,
        'gap = {expects = "quality", perceives = "value"}\n'
        'kano = [{item = "k1", title_fa = "ویژگی", title_en = "Feature"}]',
    ),
}  # fmt: skip
STUDY = """study = "short"
instrument = "short"
title_fa = "مطالعه"
title_en = "Study"
citation = "Nobody (1404)"
doi = "10.0/0"
province = "IR-09"
n = 99
"""
STUDY_ITEMS = [
    "item,loading,mean,sd,t,p,status",
    "A1,0.8,3.4,0.94,1.99,0.048,favourable",
    "A2,0.7,2.6,0.9,-2.5,0.99,unfavourable",
    "A3,0.7,3.0,1.0,2.1,0.04,favourable",  # and none for A4
]


@pytest.fixture(scope="session")
def raw() -> SimpleNamespace:
    """The rows of every extract; None where a cell is empty."""
    chance = random.Random(7)
    return SimpleNamespace(
        log=[_request(chance, month) for month in MONTHS for _ in range(400)],
        short=[_sheet(chance, month, "short") for month in MONTHS for _ in range(300)],
        paired=[_sheet(chance, "1404-06", "paired") for _ in range(120)],
        tiny=_tiny(chance),
        volumes=_volumes(),
        province=PROVINCE,
        remote=REMOTE,
        months=MONTHS,
        holidays=HOLIDAYS,
    )


@pytest.fixture(scope="session")
def folder(raw, tmp_path_factory) -> Path:
    """The data folder with all of `raw` loaded and published."""
    root = _nothing_loaded(tmp_path_factory.mktemp("data"))
    for month in MONTHS:
        rows = [row for row in raw.log if row["month"] == month]
        _extract(root, f"service_log_{month}.csv", rows, ("month", "seconds"))
    for name in ("short", "paired", "tiny"):
        _extract(root, f"survey_{name}.csv", getattr(raw, name), ("month", "instrument"))
    _extract(root, "volumes.csv", raw.volumes, ())  # last: the others keep their numbers
    reports = list(Loading(DataFolder(root)).load(sorted((root / "inbox").glob("*.csv"))))
    assert [report.outcome for report in reports] == ["loaded"] * 6, reports
    return root


@pytest.fixture
def open_as(folder, monkeypatch):
    """Open the warehouse as a reader who may see these provinces; all, if none is named."""
    monkeypatch.setenv("PAYESH_DATA", str(folder))
    return lambda *provinces: open_marts(Reader("test", provinces or None))


@pytest.fixture
def marts(open_as):
    return open_as()


@pytest.fixture
def surveyed(tmp_path, monkeypatch):
    """Load answer sheets of `short` (dictionaries; what they lack is as usual) and nothing else,
    but, where given, the customers of a wave: {(month, province): population}."""
    monkeypatch.setenv("PAYESH_DATA", str(tmp_path))
    usual = {"branch": None, "province": None, "answered_on": "1404-06-10", "channel": "kiosk"}
    usual |= dict.fromkeys(("service", "customer_group", *SHORT_ITEMS, "overall"))

    def load(sheets, weighted=False, waves=None):
        _nothing_loaded(tmp_path)
        usual.update({"weight": 1} if weighted else {})
        rows = [{"respondent": f"r{i}"} | usual | sheet for i, sheet in enumerate(sheets)]
        _extract(tmp_path, "survey_short.csv", rows, ("month",))
        if waves:
            counts = {"instrument": "short", "invited": 10**6, "answered": 1}
            told = [{"wave": month, "province": province, "population": population} | counts
                    for (month, province), population in waves.items()]  # fmt: skip
            _extract(tmp_path, "survey_wave.csv", told, ())
        files = sorted((tmp_path / "inbox").glob("*.csv"))
        reports = list(Loading(DataFolder(tmp_path)).load(files))
        assert {report.outcome for report in reports} == {"loaded"}, reports
        return open_marts(Reader("test"))

    return load


@pytest.fixture
def own_folder(folder, tmp_path, monkeypatch) -> Path:
    """A copy of the data folder, for tests that publish."""
    copy = tmp_path / "data"
    shutil.copytree(folder, copy, symlinks=True)
    monkeypatch.setenv("PAYESH_DATA", str(copy))
    return copy


def _nothing_loaded(root) -> Path:
    for part in ("reference", "instruments", "studies", "mappings", "inbox"):
        (root / part).mkdir()
    for name, lines in REFERENCE.items():
        (root / "reference" / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    for name, toml in INSTRUMENTS.items():
        (root / "instruments" / f"{name}.toml").write_text(toml, "utf-8")
    (root / "studies" / "short.toml").write_text(STUDY, "utf-8")
    (root / "studies" / "short.csv").write_text("\n".join(STUDY_ITEMS) + "\n", "utf-8")
    return root


def _volumes() -> list[dict]:
    """What a system counted, and one cell that it did not: by branch, month and channel."""
    return [
        {
            "period": month,
            "branch": branch,
            "channel": channel,
            "requests": None if (branch, channel) == ("N1", "kiosk") else 10 * n + m,
            "completed": None if channel == "mobile_app" else 8 * n,
        }
        for m, month in enumerate(MONTHS)
        for n, branch in enumerate(("N1", "N2", "S1", "T1"), start=1)
        for channel in REMOTE
    ]


def _request(chance, month) -> dict:
    submitted = _moment(chance, month)
    seconds = int(chance.lognormvariate(9, 2))
    status = chance.choices(["completed", "failed", "abandoned", "pending"], [7, 1, 1, 1])[0]
    due = submitted + timedelta(hours=chance.choice([1, 24, 240]))
    return {
        "month": month,
        "seconds": seconds,
        "request_id": f"{month}-{chance.getrandbits(40)}",
        "branch": chance.choice(list(PROVINCE)),
        "service": chance.choice(SERVICES),
        "channel": chance.choice(list(REMOTE)),
        "customer_group": chance.choice(CUSTOMERS),
        "submitted_at": submitted,
        "completed_at": submitted + timedelta(seconds=seconds) if status == "completed" else None,
        "status": status,
        "due_at": due if chance.random() < 0.6 else None,
    }


def _sheet(chance, month, name) -> dict:
    columns = SHORT_ITEMS if name == "short" else _paired_columns()
    highest = 5 if name == "short" else 7
    answers = {
        column: chance.randint(1, highest) if chance.random() < 0.9 else None for column in columns
    }
    if name == "short":
        answers["overall"] = chance.randint(1, 10) if chance.random() < 0.95 else None
    # Nobody answers `paired` in IR-28 and IR-07.
    branch = chance.choice(list(PROVINCE)[: None if name == "short" else -2])
    return _place(chance, name, month, branch) | answers


def _paired_columns() -> list[str]:
    return [f"{item}.{battery}" for battery in ("expectation", "satisfaction")
            for item in PAIRED_ITEMS]  # fmt: skip


def _tiny(chance) -> list[dict]:
    """Branch, channel, respondents, and how many of them leave q2 of the second battery empty."""
    rows = []
    for branch, channel, n, silent in (
        ("N1", "web_portal", 30, 0),
        ("N2", "web_portal", 9, 6),  # q2.value has 3 answers here
        ("N3", "web_portal", 4, 0),  # fewer than 5: hidden
        ("N4", "web_portal", 8, 0),  # next smallest in the province: hidden with N3
        ("S1", "in_person", 3, 0),  # hidden,
        ("S2", "in_person", 12, 0),
        ("S3", "in_person", 2, 0),  # hidden: with S1 they are 5, so nobody else need be
        ("K1", "mobile_app", 3, 0),  # the only branch of its province
        ("T1", "web_portal", 40, 0),
        ("T1", "in_person", 2, 0),  # without these two, T1 is its web portal
    ):
        for place in range(n):
            row = _place(chance, "tiny", "1404-06", branch) | {"channel": channel}
            row |= {column: chance.randint(1, 5) for column in ("q1.quality", "q2.quality")}
            row |= {"q1.value": chance.randint(1, 5), "q2.value": chance.randint(1, 5)}
            row |= {"k1.functional": 1 + place % 3, "k1.dysfunctional": 5 - place % 2}
            rows.append(row | ({"q2.value": None} if place < silent else {}))
    return rows


def _place(chance, name, month, branch) -> dict:
    return {
        "instrument": name,
        "month": month,
        "respondent": f"{name}-{chance.getrandbits(40)}",
        "branch": branch,
        "answered_on": _moment(chance, month),
        "channel": chance.choice([*REMOTE, None]),
        "service": chance.choice(SERVICES),
        "customer_group": chance.choice(CUSTOMERS),
    }


def _moment(chance, month) -> datetime:
    first, last = (datetime.fromisoformat(day) for day in MONTHS[month])
    return first + timedelta(seconds=chance.randrange(86400 * ((last - first).days + 1)))


def _extract(root, name, rows, left_out) -> None:
    columns = [column for column in rows[0] if column not in left_out]
    with (root / "inbox" / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row[column]) for column in columns] for row in rows)


def _cell(value) -> str:
    if value is None:
        return ""
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)
