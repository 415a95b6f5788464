"""The page of frameworks: what it says, its form, and rounds filled in on it and by file."""

import csv
import shutil
from types import SimpleNamespace

import pytest

from analysis import last_assessment, readiness_and_satisfaction, self_assessment
from analysis.marts import open_marts
from analysis.selection import Selection
from etl.data_folder import DataFolder
from etl.load import Loading
from pages.parts import assessment_form, assessment_heat, entry, numbers, words
from tests.conftest import build_sample
from tests.pages.conftest import Visit

CX = [f"cx{n:02d}" for n in range(1, 33)]
LEVELS = ["inform", "transactions", "operations", "needs", "opinions", "awareness", "design",
          "delivery"]  # fmt: skip
STAGED = "citizen_relationship"
MARKUP = "*x* [y](http://z.ir) $a$ :red[c] "
THREE = ("IR-07", "IR-09", "IR-28")


@pytest.fixture
def own_data(warehouse, tmp_path, monkeypatch):
    """A copy of the loaded sample that this test may fill in."""
    root = shutil.copytree(warehouse, tmp_path / "data", symlinks=True)
    monkeypatch.setenv("PAYESH_DATA", str(root))
    return DataFolder(root)


def answer(**way):
    return self_assessment.ask(open_marts(), Selection(), **way)


def whole(found):
    return {row["province"]: row for row in found.rows if row["kind"] == "total"}


def saved(month, province="IR-09", framework="cx_readiness"):
    """The scores that stand there for a round."""
    now, _ = last_assessment.of_unit(open_marts(), framework, province, None, month)
    return now["scores"] if now else {}


def radios(page):
    return {radio.key.split("-")[-1]: radio for radio in page.app.radio}


def fill(page, scores, name="مریم"):
    """Choose a score for each statement and save the form."""
    page.app.text_input(key="desk_who").set_value(name).run()
    for statement, score in scores.items():
        radios(page)[statement].set_value(score)
    return save(page)


def save(page):
    (button,) = [b for b in page.app.button if b.label == words.say("frameworks.form.save")]
    button.click().run()
    assert not page.app.exception
    return page


def test_the_page_says_what_the_answer_holds(visit):
    page = visit("frameworks", region="whole_country")
    found = answer()
    means = {row["part"]: row for row in found.totals["means"]}
    assert page.value("units") == "31" and page.value("complete") == str(found.totals["complete"])
    assert float(page.value("score")) == pytest.approx(means["total"]["score"])
    assert float(page.value("change")) == pytest.approx(means["total"]["change"])
    assert float(page.value("outer")) == pytest.approx(means["leadership_culture"]["score"])
    related = readiness_and_satisfaction.ask(open_marts(), Selection()).totals
    assert numbers.mean(related["rho"]) in page.text and "همراهی است، نه اثر" in page.text
    assert "1,156" not in page.text and "۱٬۲۵۶" in page.source and "۱٬۱۵۶" in page.source


def test_levels_their_wall_and_the_reading_guide(visit):
    page = visit("frameworks", region="whole_country", framework=STAGED)
    levels = {row["level"]: row["units"] for row in answer(framework=STAGED).totals["levels"]}
    assert page.value("beyond") == str(levels["participation"])
    assert page.source.count("<section class='guide'>") == 3
    guide = page.source.split("<section class='guide'>", 1)[1].split("</section>\n")[0]
    assert guide.count("<li>") == 11
    assert page.choose("framework", "cx_readiness").source.count("class='guide'") == 0


def test_framework_round_and_unit_are_in_the_address(visit):
    page = visit("frameworks").choose("framework", STAGED).choose("round", "1404-05")
    page.choose("for_province", "IR-28").choose("for_branch", "B2801")
    month = assessment_form.months_back()[1]
    page.choose("for_round", month)
    assert page.address == {
        "framework": STAGED, "round": "1404-05", "for_province": "IR-28", "for_branch": "B2801",
        "for_round": month,
    }  # fmt: skip
    again = visit("frameworks", **page.address)
    assert again.address == page.address
    said = words.say("frameworks.answer_one", round="مرداد ۱۴۰۴", place="خراسان رضوی", score="")
    assert said.split("،")[0] in again.text


def test_three_provinces_on_the_page_then_all_by_file(own_data, tmp_path):
    """Both frameworks: a round on the page, the next by file, and the change between them."""
    earlier, now = assessment_form.months_back()[1], assessment_form.months_back()[0]
    for framework, codes in (("cx_readiness", CX), (STAGED, LEVELS)):
        for score, province in enumerate(THREE, start=1):
            page = Visit(framework=framework, for_province=province, for_round=earlier)
            fill(page.open("frameworks"), dict.fromkeys(codes, score))
            assert words.say("frameworks.form.saved", round=numbers.month(earlier)) in page.text
        found = whole(answer(framework=framework, month=earlier))
        scores = {province: row["score"] for province, row in found.items()}
        assert scores == dict(zip(THREE, (1, 2, 3), strict=True))
    assert found["IR-28"]["level"] == "participation" and found["IR-09"]["level"] is None
    path = tmp_path / "all.csv"
    provinces = open_marts().known["province"]
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(("round", "framework", "province", "statement", "score"))
        for framework, codes in (("cx_readiness", CX), (STAGED, LEVELS)):
            writer.writerows((now, framework, p, code, 3) for p in provinces for code in codes)
    (report,) = Loading(own_data).load([path])
    assert (report.outcome, report.rows_taken) == ("loaded", 31 * 40)
    for framework in ("cx_readiness", STAGED):
        found = answer(framework=framework)
        rows = whole(found)
        assert (found.n, found.totals["month"]) == (31, now)
        changes = {p: (rows[p]["before_month"], rows[p]["change"]) for p in THREE}
        assert changes == {p: (earlier, 3 - s) for s, p in enumerate(THREE, start=1)}
        assert rows["IR-00"]["before_month"] == "1404-07"  # of the sample
        page = Visit(framework=framework, region="whole_country").open("frameworks")
        assert page.value("units") == "31" and float(page.value("score")) == 3


def test_a_sheet_is_corrected_and_taken_back_even_among_others_of_a_file(own_data):
    """The sample's file has all provinces: one sheet is corrected, the others stay as they were."""
    before = answer(month="1404-07")
    month = "1404-07"
    entry_of = {"framework": "cx_readiness", "month": month, "province": "IR-09", "branch": None}
    seen = saved(month)
    for scores in (dict.fromkeys(CX, 4), dict.fromkeys(CX[:5], 0), dict.fromkeys(CX, 4)):
        report = entry.fill_in(**entry_of, scores=scores, seen=seen)
        seen = scores
        assert report.replaces is not None and report.rows_taken == 31 * 40
        row = whole(answer(month=month))["IR-09"]
        assert (row["score"], row["answered"]) == (next(iter(scores.values())), len(scores))
    same = [row for row in before.rows if row["province"] != "IR-09"]
    assert [row for row in answer(month=month).rows if row["province"] != "IR-09"] == same
    with pytest.raises(entry.Refusal, match="no statement is judged"):
        entry.fill_in(**entry_of, scores={}, seen=seen)
    page = Visit(for_province="IR-09").open("frameworks")
    assert "واپسین نوبت پیش از این، مهر ۱۴۰۴ است" in page.text


def test_the_form_shows_what_another_person_saved(own_data):
    """Of two visits at one sheet the later begins from what the earlier saved."""
    month = assessment_form.months_back()[0]
    first = fill(Visit(for_province="IR-09").open("frameworks"), dict.fromkeys(CX, 1))
    assert {radio.value for radio in radios(first).values()} == {1}
    fill(Visit(for_province="IR-09").open("frameworks"), dict.fromkeys(CX, 4), "زهرا")
    first.app.run()
    assert {radio.value for radio in radios(first).values()} == {4}
    fill(first, {"cx01": 2})
    assert saved(month) == dict.fromkeys(CX, 4) | {"cx01": 2}


def test_what_another_person_saved_meanwhile_is_not_replaced_unseen(own_data):
    """The visit saves what it has open: refused once, its choices kept, and then on purpose."""
    month = assessment_form.months_back()[0]
    first = fill(Visit(for_province="IR-09").open("frameworks"), dict.fromkeys(CX, 1))
    fill(Visit(for_province="IR-09").open("frameworks"), dict.fromkeys(CX, 4), "زهرا")
    radios(first)["cx01"].set_value(3)
    save(first)
    assert words.say("frameworks.form.meanwhile") in first.text
    assert saved(month) == dict.fromkeys(CX, 4)
    chosen = {code: radio.value for code, radio in radios(first).items()}
    assert chosen == dict.fromkeys(CX, 1) | {"cx01": 3}
    now = words.say("frameworks.form.saved_now", score=numbers.number(4))
    assert all(now in radio.label for radio in radios(first).values())
    save(first)
    assert saved(month) == chosen
    assert not any(now in radio.label for radio in radios(first).values())


def test_the_page_goes_on_without_a_statement_that_is_gone(own_data):
    """A province whose only score was of it, and the form of that province."""
    month = assessment_form.months_back()[0]
    about = {"framework": "cx_readiness", "month": month, "branch": None, "seen": {}}
    entry.fill_in(**about, province="IR-09", scores={"cx02": 3})
    entry.fill_in(**about, province="IR-07", scores=dict.fromkeys(CX, 2))
    path = own_data.frameworks / "cx_readiness.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"cx02"', '"cx99"'), encoding="utf-8")
    list(Loading(own_data).load([]))
    page = Visit(region="whole_country", for_province="IR-09").open("frameworks")
    assert not page.app.exception
    assert page.value("units") == "1"
    assert radios(page)["cx99"].value == assessment_form.UNJUDGED


def test_titles_of_a_framework_are_no_markup(own_data):
    path = own_data.frameworks / "cx_readiness.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('title_fa = "', f'title_fa = "{MARKUP}'), encoding="utf-8")
    list(Loading(own_data).load([]))
    app = Visit(region="whole_country").open("frameworks").app
    assert not app.exception
    places = {
        "radio": [one.label for one in app.radio],
        "fold": [one.label for one in app.expander],
        "finding": [one.value for one in app.subheader],
        "text": [one.value for one in app.markdown],
    }
    assert not [one for texts in places.values() for one in texts if MARKUP in one]
    for place in ("radio", "finding", "text"):
        assert any(words.unmarked(MARKUP) in one for one in places[place]), place


def test_units_without_a_score_come_last():
    rows = [{"kind": "total", "province": p, "score": s} for p, s in
            (("a", None), ("b", 0), ("c", 4), ("d", None))]  # fmt: skip
    ordered = assessment_heat.in_order(rows, SimpleNamespace(provinces=["d"]))
    assert [row["province"] for row in ordered] == ["d", "c", "b", "a"]


def test_a_branch_fills_in_a_part(own_data):
    page = Visit(for_province="IR-09", for_branch="B0901").open("frameworks")
    fill(page, {"cx01": 4, "cx02": 2})
    found = answer(units="branch")
    row = next(row for row in found.rows if row["kind"] == "total")
    assert (row["branch"], row["answered"]) == ("B0901", 2)
    assert row["score"] == pytest.approx((72 * 4 + 56 * 2) / 128)
    assert numbers.number(2) in page.text
    page = Visit(assessed="branch", region="whole_country").open("frameworks")
    assert page.value("units") == "1" and page.value("complete") == "0"
    assert "۳۰" in page.text  # statements that are not judged


def test_without_an_assessment_the_form_is_still_there(tmp_path, monkeypatch):
    root = tmp_path / "data"
    monkeypatch.setattr("tests.conftest.SAMPLE_MONTHS", 1)
    monkeypatch.setattr("tests.conftest.SAMPLE_UNTIL", "1404-06")  # no round in this month
    build_sample(root)
    monkeypatch.setenv("PAYESH_DATA", str(root))
    page = Visit().open("frameworks")
    assert not page.app.exception
    assert words.say("notice.no_assessment.title") in page.text
    assert {radio.key.split("-")[-1] for radio in page.app.radio} >= set(CX)
