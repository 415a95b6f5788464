"""What it takes to add a …: each promise of the design, performed on a copy with the commands.

Every test ends with what it touched: files that are new, and lines added to files that were there.
Anything more would be a promise broken.
"""

import difflib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from etl.data_folder import DataFolder
from etl.instruments import read_instruments
from tests.etl.extracts import request, respondent, write_log, write_survey

PROJECT = Path(__file__).resolve().parent.parent
PARTS = ("analysis", "data", "etl", "pages", "reports", "static", "tests", ".streamlit")
FILES = ("app.py", "pyproject.toml")
COMPILED = shutil.ignore_patterns("__pycache__")
# What is dropped or built, not written: no part of what it takes to add something.
NOT_WRITTEN = shutil.ignore_patterns("inbox", "warehouse", "sample")
NEW, ONE_LINE = "a new file", "one line more"
OPTIONS = """
import json
from analysis.choices import options
from analysis.marts import open_marts
print(json.dumps(options(open_marts()), default=str))
"""


class Copy:
    """A copy of the project: change it, run it, see what was changed."""

    def __init__(self, root: Path):
        self.root, self.data = root, root / "data"
        for part in PARTS:
            left_out = NOT_WRITTEN if part == "data" else COMPILED
            shutil.copytree(PROJECT / part, root / part, ignore=left_out)
        for file in FILES:
            shutil.copy(PROJECT / file, root / file)
        (self.data / "inbox").mkdir()
        self.before = self._texts()

    def write(self, path: str, text: str) -> None:
        assert not (self.root / path).exists()
        (self.root / path).write_text(text, encoding="utf-8")

    def add(self, path: str, line: str, after: str = "") -> None:
        """One line more: at the end, or below the line that begins with `after`."""
        lines = (self.root / path).read_text(encoding="utf-8").splitlines()
        found = [n for n, text in enumerate(lines, start=1) if after and text.startswith(after)]
        lines.insert(found[0] if found else len(lines), line)
        (self.root / path).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def touched(self) -> dict[str, str]:
        """Path → what happened to it, for everything that is not as it was."""
        now = self._texts()
        assert not self.before.keys() - now.keys()
        changed = {path for path in now if now[path] != self.before.get(path)}
        return {path: self._said(path, now[path]) for path in changed}

    def load(self, *files: Path) -> str:
        """Load files, or the inbox; every one of them must be taken."""
        return self.run("-m", "etl", "load", *map(str, files))

    def answer(self, question: str, *options: str) -> dict:
        return json.loads(self.run("-m", "analysis", question, *options, "--format", "json"))

    def options(self) -> dict[str, list[dict]]:
        """What the filters offer."""
        return json.loads(self.run("-c", OPTIONS))

    def run(self, *words: str, **environment: str) -> str:
        inherited = {k: v for k, v in os.environ.items() if k not in ("PAYESH_DATA", "PYTHONPATH")}
        done = subprocess.run(
            [sys.executable, *words],
            cwd=self.root,
            env=inherited | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def obeys_the_architecture(self) -> None:
        """All rules but those of style, and but for the README, which is for people."""
        rules = ("tests/test_architecture.py", "-k", "not readme and not style")
        self.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *rules)

    def _said(self, path: str, text: bytes) -> str:
        if path not in self.before:
            return NEW
        old, new = self.before[path].decode().splitlines(), text.decode().splitlines()
        changes = [line[0] for line in difflib.ndiff(old, new) if line[0] in "+-"]
        return ONE_LINE if changes == ["+"] else f"{len(changes)} lines changed"

    def _texts(self) -> dict[str, bytes]:
        built = {"inbox", "warehouse", "__pycache__", ".pytest_cache"}
        paths = (p.relative_to(self.root) for p in self.root.rglob("*") if p.is_file())
        return {
            p.as_posix(): (self.root / p).read_bytes() for p in paths if not built & set(p.parts)
        }


@pytest.fixture
def copy(tmp_path) -> Copy:
    return Copy(tmp_path / "payesh")


def sheets(copy: Copy, instrument: str, count=6, **changes) -> list[dict]:
    """Answer sheets of a questionnaire of the copy; as many as may be shown."""
    found = read_instruments(DataFolder(copy.data))[instrument]
    columns = [column for column, _, _ in found.answer_columns()]
    return [respondent(n, columns, 3 + n % 3, **changes) for n in range(count)]


# province, region, branch, service, channel: one line in data/reference/


def test_a_province_and_a_region_are_a_line_each(copy):
    copy.add("data/reference/provinces.csv", "IR-31,جزایر,Islands")
    copy.add("data/reference/regions.csv", "the_south,جنوب,The south,IR-22 IR-31")
    rows = sheets(copy, "remote_services_42", province="IR-31")
    for row in rows:
        del row["branch"]  # no branch is known there yet: a province is enough
    copy.load(write_survey(copy.data / "inbox" / "survey_1404-07.csv", rows))
    asked = ("--region", "the_south", "--by", "province")
    (found,) = copy.answer("satisfaction_trends", *asked)["rows"]
    assert (found["province"], found["n"]) == ("IR-31", 6)
    options = copy.options()
    assert "IR-31" in [row["province"] for row in options["provinces"]]
    assert "the_south" in [row["region"] for row in options["regions"]]
    assert copy.touched() == {
        "data/reference/provinces.csv": ONE_LINE,
        "data/reference/regions.csv": ONE_LINE,
    }


def test_a_branch_a_service_and_a_channel_are_one_line_each(copy):
    lines = {
        "branches": "B0999,شعبهٔ ۹۹ مشهد,Branch 99 Mashhad,IR-09,2025-03-21,,register",
        "services": "pension_forecast,برآورد مستمری,Pension forecast,مستمری,Pensions,sample",
        "channels": "video_call,تماس تصویری,Video call,yes",
    }
    for table, line in lines.items():
        copy.add(f"data/reference/{table}.csv", line)
    new = {"branch": "B0999", "service": "pension_forecast", "channel": "video_call"}
    log = [request(1), *(request(n, **{kind: new[kind]}) for n, kind in enumerate(new, start=2))]
    copy.load(write_log(copy.data / "inbox" / "service_log_1404-07.csv", log))
    rows = copy.answer("channel_usage", "--by", *new)["rows"]
    options = copy.options()
    for table, kind in zip(lines, new, strict=True):
        assert [row["requests"] for row in rows if row[kind] == new[kind]] == [1]
        assert new[kind] in [row[kind] for row in options[table]]
    assert copy.touched() == {f"data/reference/{table}.csv": ONE_LINE for table in lines}


# questionnaire: one TOML in data/instruments/

QUESTIONNAIRE = """
instrument = "front_desk"
title_fa = "پرسشنامهٔ پیشخوان"
title_en = "Front desk"
lowest = 1
highest = 7
reference = 4

[[batteries]]
battery = "importance"
title_fa = "اهمیت"
title_en = "Importance"

[[batteries]]
battery = "satisfaction"
title_fa = "رضایت"
title_en = "Satisfaction"

[[items]]
item = "waiting"
title_fa = "زمان انتظار"
title_en = "Waiting time"

[[items]]
item = "courtesy"
title_fa = "رفتار کارکنان"
title_en = "Courtesy"
"""


def test_a_questionnaire_is_one_toml(copy):
    copy.write("data/instruments/front_desk.toml", QUESTIONNAIRE)
    rows = sheets(copy, "front_desk", count=8)  # answers 3, 4, 5, 3, 4, 5, 3, 4
    for row in rows:
        row["waiting.importance"] = 7
    copy.load(write_survey(copy.data / "inbox" / "front_desk_1404-07.csv", rows))
    answered = copy.answer("factor_status", "--instrument", "front_desk")
    assert answered["totals"]["battery"] == "satisfaction"  # what a status is judged on
    assert [(r["item"], r["n"], r["mean"]) for r in answered["rows"]] == [
        ("waiting", 8, 31 / 8),
        ("courtesy", 8, 31 / 8),
    ]
    important = copy.answer(
        "factor_status", "--instrument", "front_desk", "--battery", "importance"
    )
    assert [row["mean"] for row in important["rows"]] == [7, 31 / 8]
    assert copy.touched() == {"data/instruments/front_desk.toml": NEW}


GAPS = """
gap = {expects = "importance", perceives = "satisfaction"}
quadrants = {importance = "importance", performance = "satisfaction"}
note_fa = "تنها برای آزمون"
note_en = "for the test alone"
"""
DIMENSION = """
[[subscales]]
subscale = "counter"
title_fa = "پیشخوان"
title_en = "Counter"

[[overall]]
item = "overall"
title_fa = "رضایت کلی"
title_en = "Overall"
"""
# Page → what it must say of a questionnaire that no line of Python knows
PAGES = {
    "overview": "تنها برای آزمون",
    "factor_status": "زمان انتظار",
    "satisfaction_trends": "تنها برای آزمون",
    "priorities": "رفتار کارکنان",
    "gaps": "پیشخوان",
    "questionnaire_quality": "رفتار کارکنان",
    "profile": "رفتار کارکنان",
    "data_desk": "پرسشنامهٔ پیشخوان",
}
VISITS = f"""
import html, re
from streamlit.testing.v1 import AppTest

for page, said in {PAGES!r}.items():
    visit = AppTest.from_file("app.py", default_timeout=60)
    visit.query_params["instrument"] = "front_desk"
    visit.run()
    visit.switch_page(f"pages/{{page}}.py").run()
    assert not visit.exception, (page, visit.exception)
    parts = [element.proto.body for element in visit.get("html")]
    parts += [option for box in visit.selectbox for option in box.options]
    text = html.unescape(re.sub("<[^>]*>", "", " ".join(parts)))
    assert said in text, (page, text[:2000])
"""


def filled(copy: Copy) -> Path:
    """The questionnaire's own template, filled in by forty respondents of four branches."""
    copy.run("-m", "etl", "template", "survey", "--instrument", "front_desk", "--to", "blank")
    (blank,) = (copy.root / "blank").glob("*.csv")
    columns = blank.read_text(encoding="utf-8-sig").strip().split(",")
    rows = []
    for n in range(40):
        row = respondent(n, [], branch=f"B090{1 + n % 4}")
        row |= {column: 4 + (n + len(column)) % 3 for column in columns if "." in column}
        row |= {"waiting.satisfaction": 1 + n // 4 % 4, "overall": 2 + n % 5}
        rows.append({column: row.get(column, "") for column in columns})
    shutil.rmtree(copy.root / "blank")
    return write_survey(copy.data / "inbox" / "front_desk_1404-07.csv", rows)


def test_a_questionnaire_that_compares_is_one_toml_on_every_page(copy):
    toml = QUESTIONNAIRE.replace("reference = 4\n", f"reference = 4\n{GAPS}", 1)
    toml = toml.replace("[[items]]\n", '[[items]]\nsubscale = "counter"\n') + DIMENSION
    copy.write("data/instruments/front_desk.toml", toml)
    file = filled(copy)
    assert "40 rows" in copy.run("-m", "etl", "check", str(file))
    copy.load(file)
    (asked,) = {row["instrument"] for row in copy.options()["instruments"]} & {"front_desk"}
    rows = {}
    for question in ("factor_status", "questionnaire_quality", "gaps", "priorities"):
        rows[question] = copy.answer(question, "--instrument", asked)["rows"]
        assert {"waiting", "courtesy"} <= {row["item"] for row in rows[question]}
    waiting = next(row for row in rows["gaps"] if row["item"] == "waiting")
    assert (waiting["n"], waiting["verdict"]) == (40, "falls_short")
    assert waiting["perceived"] == 2.3  # 1, 2, 3 and 4 in turn, and 1 and 2 once more
    assert [row["item"] for row in rows["gaps"]][2:] == ["counter", "total"]
    trend = copy.answer("satisfaction_trends", "--instrument", asked)
    assert [row["n"] for row in trend["rows"]] == [40]
    copy.run("-c", VISITS)
    assert copy.touched() == {"data/instruments/front_desk.toml": NEW}


# foreign file layout: one TOML in data/mappings/

LAYOUT = """
mapping = "north_office"
kind = "service_log"
files = "شمال*.csv"
encoding = "cp1256"
delimiter = ";"
other_columns = "ignore"

[constants]
branch = "B0101"

[columns]
"شماره" = "request_id"
"خدمت" = "service"
"کانال" = "channel"
"تاریخ ثبت" = "submitted_at"
"تاریخ پایان" = "completed_at"
"وضعیت" = "status"

[values.service]
"سابقه" = "insurance_history"

[values.channel]
"سایت" = "web_portal"
"تلفن" = "call_centre"

[values.status]
"پایان یافته" = "completed"
"در جریان" = "pending"
"""
# As an older Windows writes it: its ي and ك are the Arabic ones, and nobody needs the last column.
NORTH_OFFICE = """شماره;خدمت;كانال;تاريخ ثبت;تاريخ پايان;وضعيت;كاربر
1;سابقه;سايت;1404/07/03 09:00;1404/07/03 10:00;پايان يافته;a
2;سابقه;تلفن;1404/07/04 09:00;;در جريان;b
3;سابقه;سايت;1404/07/05 09:00;1404/07/06 10:00;پايان يافته;c
"""


def test_a_foreign_layout_is_one_toml(copy):
    copy.write("data/mappings/north_office.toml", LAYOUT)
    (copy.data / "inbox" / "شمال ۱۴۰۴.csv").write_text(NORTH_OFFICE, encoding="cp1256")
    copy.load()
    rows = copy.answer("channel_usage", "--province", "IR-01")["rows"]
    found = {row["channel"]: (row["requests"], row["completed"]) for row in rows}
    assert found == {"web_portal": (2, 2), "call_centre": (1, 0)}
    assert copy.touched() == {"data/mappings/north_office.toml": NEW}


# kind of extract: one module in etl/sources/, and the mart it fills

COMPLAINTS = '''"""Complaints: one row per complaint that a branch received."""

from etl.contract import Column

KIND = "complaints"
KEY = ("complaint",)
MONTH_OF = "received_on"
PLACE = ("branch",)
MARTS = ("complaints",)
COUNTED = ("sum(complaints) from complaints where load = ?",)


def columns(instrument=None) -> list[Column]:
    return [
        Column("complaint", "name of the complaint", "text"),
        Column("branch", "branch complained of", "reference", table="branches"),
        Column("received_on", "day it came", "moment"),
        Column("settled", "whether it is settled", "choice", allowed=("yes", "no")),
    ]


def row_checks() -> list[tuple[str, str, str]]:
    return []


def prepare(con, instrument=None) -> None:
    """The mart reads `accepted` as it is."""
'''
COMPLAINTS_MART = """-- One row per load × branch × month.
create table if not exists complaints (
    load integer, branch varchar, province varchar, month varchar,
    complaints bigint, settled bigint
);
insert into complaints by name
select
    load, branch, province, month,
    count(*) as complaints,
    count(*) filter (settled = 'yes') as settled
from accepted
group by all
"""
COMPLAINTS_QUESTION = '''"""Complaints: how many complaints does each branch receive, and settle?"""

from analysis.answer import Answer
from analysis.marts import Marts
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ("branch",)) -> Answer:
    """One row per group of `by`."""
    by = check_groups(by)
    marts.check(selection)
    columns = "".join(f"{column}, " for column in by)
    rows = marts.query(
        f"""select {columns} sum(complaints)::bigint as complaints, sum(settled)::bigint as settled
            from complaints group by all order by all""",
        selection,
    )
    return Answer(
        question="complaints",
        rows=rows.to_dicts(),
        totals={"complaints": sum(rows["complaints"])},
        n=sum(rows["complaints"]),
        notes=[],
        **provenance(marts, "complaints", selection),
    )
'''
COMPLAINTS_EXTRACT = """complaint,branch,received_on,settled
c1,B0901,1404-07-01,yes
c2,B0901,1404-07-09,no
c3,B0902,1404-07-09,yes
c4,B0901,1404-06-31,yes
c5,B0999,1404-07-09,yes
"""


def test_a_kind_of_extract_is_one_module_and_its_mart(copy):
    # The warehouse is older than the kind: its next version gets the new table.
    copy.load(write_log(copy.data / "inbox" / "service_log_1404-07.csv", [request(1)]))
    copy.write("etl/sources/complaints.py", COMPLAINTS)
    copy.write("etl/marts/complaints.sql", COMPLAINTS_MART)
    (copy.data / "inbox" / "complaints.csv").write_text(COMPLAINTS_EXTRACT)
    said = copy.run("-m", "etl", "load", "--limit", "0.2")
    assert "load 2 (complaints, 1404-06/1404-07): 4 rows taken, 1 refused" in said
    copy.write("analysis/complaints.py", COMPLAINTS_QUESTION)
    answer = copy.answer("complaints", "--from", "1404-07")
    assert answer["rows"] == [
        {"branch": "B0901", "complaints": 2, "settled": 1},
        {"branch": "B0902", "complaints": 1, "settled": 1},
    ]
    assert [load["file"] for load in answer["loads"]] == ["complaints.csv"]
    copy.obeys_the_architecture()
    assert copy.touched() == {
        "etl/sources/complaints.py": NEW,
        "etl/marts/complaints.sql": NEW,
        "analysis/complaints.py": NEW,
    }


# question: one module in analysis/

OPEN_REQUESTS = '''"""Open requests: where do requests wait, and how many?"""

from analysis.answer import Answer
from analysis.marts import Marts
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ("province",)) -> Answer:
    """One row per group of `by`."""
    by = check_groups(by)
    marts.check(selection)
    columns = "".join(f"{column}, " for column in by)
    rows = marts.query(
        f"select {columns} sum(pending)::bigint as waiting from requests group by all order by all",
        selection,
    )
    waiting = sum(rows["waiting"])
    return Answer(
        question="open_requests",
        rows=rows.to_dicts(),
        totals={"waiting": waiting},
        n=waiting,
        notes=[],
        **provenance(marts, "requests", selection),
    )
'''


def test_a_question_is_one_module(copy):
    log = [request(n, status="pending", completed_at="") for n in range(2)] + [request(2)]
    copy.load(write_log(copy.data / "inbox" / "service_log_1404-07.csv", log))
    copy.write("analysis/open_requests.py", OPEN_REQUESTS)
    printed = copy.run("-m", "analysis", "open_requests", "--by", "branch", "channel")
    assert ["B0901", "web_portal", "2"] in [line.split() for line in printed.splitlines()]
    assert "totals: waiting 2" in printed
    assert copy.touched() == {"analysis/open_requests.py": NEW}


# page: one file in pages/ and one line in app.py

PAGE = '''"""Agent offices: how much of the work do they do?"""

from pages.parts import asking, filters, numbers, page

scope = filters.chosen()
answer = asking.ask(scope, "channel_usage", by=("channel",))
share = {row["channel"]: row["share"] for row in answer.rows}.get("agent_office")

page.title("agent_offices", scope, answer)
page.stop_if_empty(scope, answer)
page.say(numbers.share(share))
page.foot(answer, counted="requests")
'''
VISIT = """
from streamlit.testing.v1 import AppTest

visit = AppTest.from_file("app.py", default_timeout=60).run()
visit.switch_page("pages/agent_offices.py").run()
assert not visit.exception, visit.exception
print(visit.title[0].value, *(element.proto.body for element in visit.get("html")))
"""


def test_a_page_is_one_file_and_one_line(copy, warehouse):
    copy.write("pages/agent_offices.py", PAGE)
    copy.add("app.py", '        "agent_offices",', after='        "satisfaction_trends",')
    # Its words, of which it needs a title at least, stand where all words stand.
    title = 'agent_offices.title = "کارگزاری‌ها"'
    copy.write("pages/wording/fa/agent_offices.toml", title)
    shown = copy.run("-c", VISIT, PAYESH_DATA=str(warehouse))
    assert shown.startswith("کارگزاری‌ها") and "class='answer'" in shown
    assert copy.touched() == {
        "pages/agent_offices.py": NEW,
        "app.py": ONE_LINE,
        "pages/wording/fa/agent_offices.toml": NEW,
    }
