"""The evidence model as a visit: choose a part, read its codes, see how its factors stand."""

import re

from analysis import evidence_model
from analysis.marts import open_marts
from analysis.selection import Selection
from pages.parts import words
from tests.pages.test_pages import STUDY_WAVE

KEYS = re.compile(r"data-key='(\d+)\.(\d+)'><b data-measure='frequency' data-value='(\d+)'")


def opened_part(visit, code):
    button = next(b for b in visit.app.button if b.key == f"paradigm_button_{code}")
    button.click().run()
    assert not visit.app.exception
    return visit


def test_the_strategies_are_open_first_and_any_part_can_be_chosen(visit):
    opened = visit("evidence_model", **STUDY_WAVE)
    assert {found[0] for found in KEYS.findall(opened.source)} == {"4"}
    opened_part(opened, "intervening")
    assert opened.address["part"] == "intervening"
    lines = KEYS.findall(opened.source)
    assert {found[0] for found in lines} == {"3"} and len(lines) == 26
    assert "۲۶ سطر دارد ولی تنها ۱۳ کد متفاوت" in opened.text
    assert "part" not in opened_part(opened, "strategies").address


def test_an_address_opens_a_part_and_a_wrong_one_is_said(visit):
    opened = visit("evidence_model", part="consequences", **STUDY_WAVE)
    assert ("5", "11", "27") in KEYS.findall(opened.source)
    wrong = visit("evidence_model", part="pigeon", **STUDY_WAVE)
    assert "«pigeon»" in wrong.text and words.say("notice.address.names.part") in wrong.text


def test_the_core_phenomenon_has_no_codes_and_says_its_names(visit):
    opened = opened_part(visit("evidence_model", **STUDY_WAVE), "core")
    assert not KEYS.findall(opened.source)
    assert any("سازمان‌های خدمت‌رسان عمومی" in e.value for e in opened.app.subheader)


def test_what_the_paper_prints_names_no_respondents_of_ours(visit):
    """1,995 respondents stood under the codes that 35 experts gave."""
    opened = visit("evidence_model", **STUDY_WAVE)
    feet = re.findall(r"<p class='foot'([^>]*)>(.*?)</p>", opened.source)
    ours = [said for told, said in feet if "data-question" in told]
    assert len(ours) == 1 and "۳۸۴" in ours[0]  # the factors; the rest is printed or a list
    printed = [said for told, said in feet if "data-source" in told]
    assert len(printed) == 5 and not any("پاسخ‌دهنده" in said for said in printed)


def test_the_sentence_counts_the_factors_of_the_choice(visit):
    opened = visit("evidence_model", **STUDY_WAVE)
    selection = Selection(provinces=("IR-09",), first_month="1404-05", last_month="1404-05")
    totals = evidence_model.ask(open_marts(), selection).totals
    for measure in ("linked", "favourable", "unfavourable"):
        assert opened.value(measure) == str(totals[measure])
    actions = {action["action"] for action in totals["actions"]}
    assert actions == set(re.findall(r"<li data-key='([a-z_]+)'><b>", opened.source))


def test_without_answers_the_model_stays(visit):
    opened = visit("evidence_model", province="IR-29", channel="kiosk", service="funeral_grant")
    assert KEYS.findall(opened.source)
    assert "data-measure='favourable'" not in opened.source or opened.value("linked")
