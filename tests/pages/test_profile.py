"""The page Profile: one place at a time, the numbers of analysis, and its two downloads."""

import re

from analysis import profile
from analysis.marts import open_marts
from analysis.selection import Selection
from pages.parts import numbers
from reports import pango

MONTHS = {"from_": "1404-05", "to": "1404-07"}
SELECTION = {"first_month": "1404-05", "last_month": "1404-07"}


def test_a_province_with_the_numbers_of_analysis(visit):
    opened = visit("profile", province="IR-09", **MONTHS)
    answer = profile.ask(open_marts(), Selection(provinces="IR-09", **SELECTION))
    rows = {row["measure"]: row for row in answer.rows}
    for measure in ("satisfaction", "favourable", "digital_take_up", "completion_rate"):
        assert opened.value(measure) == str(rows[measure]["value"])
    assert opened.app.header[0].value == "کارنامهٔ استان خراسان رضوی"
    assert "دادهٔ نمونه" in opened.source
    assert opened.source.count("class='foot'") >= len(opened.app.subheader) >= 10
    for channel in answer.parts["channels"].rows:
        value = channel["requests"]
        assert f"data-measure='requests' data-value='{value}'" in opened.source
    own, *peers = answer.totals["peers"]
    distances = re.findall(r"data-measure='distance' data-value='([^']*)'", opened.source)
    assert [float(distance) for distance in distances] == [
        own["distance"], *(peer["distance"] for peer in peers),
    ]  # fmt: skip


def test_both_documents_are_offered_and_say_of_what(visit, monkeypatch):
    pdf = "دریافت PDF برای جلسه (استان خراسان رضوی، شهریور ۱۴۰۴)"
    workbook = "دریافت کارپوشهٔ اکسل (استان خراسان رضوی، شهریور ۱۴۰۴)"
    month = {"province": "IR-09", "from_": "1404-06", "to": "1404-06"}
    offered = {b.proto.label for b in visit("profile", **month).app.get("download_button")}
    assert {pdf, workbook} <= offered
    assert not any("آماده می‌شود" in label for label in offered)
    monkeypatch.setattr(pango, "missing", lambda: ["libpango-1.0-0"])
    opened = visit("profile", **month)
    offered = {b.proto.label for b in opened.app.get("download_button")}
    assert pdf not in offered and workbook in offered
    assert any("apt-get install libpango-1.0-0" in c.value for c in opened.app.caption)


def test_a_branch_of_the_province_can_be_chosen_and_is_kept_in_the_address(visit):
    opened = visit("profile", province="IR-09", **MONTHS)
    marts = open_marts()
    branch = profile.ask(marts, Selection(provinces="IR-09", **SELECTION))
    code = max(
        (r for r in branch.parts["funnel_digital_take_up"].rows), key=lambda r: r["n"]
    )["branch"]  # fmt: skip
    opened.choose("unit", code)
    assert opened.address["unit"] == [code] or opened.address["unit"] == code
    answer = profile.ask(marts, Selection(provinces="IR-09", branches=code, **SELECTION))
    rows = {row["measure"]: row for row in answer.rows}
    assert opened.value("completion_rate") == str(rows["completion_rate"]["value"])
    assert "(استان خراسان رضوی)" in opened.app.header[0].value
    again = visit("profile", province="IR-09", unit=code, **MONTHS)
    assert again.value("completion_rate") == opened.value("completion_rate")


def test_nonsense_in_the_address_is_said(visit):
    opened = visit("profile", unit="IR-99")
    assert "«IR-99» در «کارنامهٔ کجا» وجود ندارد" in opened.text
    assert not opened.app.exception


def test_the_whole_country_has_a_profile_without_peers(visit):
    opened = visit("profile", region="whole_country", **MONTHS)
    assert "جای هم‌اندازه‌ای برای سنجیدن نیست" in opened.text
    answer = profile.ask(open_marts(), Selection(**SELECTION))
    assert numbers.number(answer.n) in opened.text
