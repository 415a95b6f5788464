"""The pages of the questionnaire and of the published study show the numbers of analysis."""

import re

import pytest

from analysis import expert_panel, invariance, published_study, questionnaire_quality
from analysis.marts import open_marts
from analysis.selection import Selection

STUDY_WAVE = {"province": "IR-09", "from_": "1404-05", "to": "1404-05"}
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
STUDY_SELECTION = Selection(provinces=("IR-09",), first_month="1404-05", last_month="1404-05")


def told(opened, measure):
    """The plain values of one column of the tables, in the order of the page."""
    found = re.findall(rf"<t[hd][^>]*data-measure='{measure}'(?: data-value='([^']*)')?",
                       opened.source)  # fmt: skip
    return [float(value) for value in found if value]


def has_what_every_page_has(opened):
    assert not opened.app.exception
    assert "class='answer'" in opened.source
    assert 1 <= opened.source.count("<div class='card'>") <= 5
    figures = len(opened.app.subheader)
    assert opened.source.count("class='foot'") >= figures
    assert opened.source.count("این شکل چگونه حساب شده؟") >= figures
    assert "چگونه حساب شده؟" in [e.label for e in opened.app.expander]


def test_the_published_study_and_what_follows_from_it(visit):
    opened = visit("published_study", **STUDY_WAVE)
    has_what_every_page_has(opened)
    measures = ("study_n", "at_study_n", "published_favourable", "recomputed_favourable")
    assert [opened.value(m) for m in measures] == ["384", "0", "24", "23"]
    for code in ("R27", "R40", "R42"):
        assert f"<bdi class='code'>{code}</bdi>" in opened.source
    answer = published_study.ask(open_marts(), STUDY_SELECTION)
    implied = [row["implied_n"] for row in answer.rows if row["implied_n"] is not None]
    assert told(opened, "implied_n") == pytest.approx(implied)
    checks = [check["implied"] for check in answer.totals["checks"]]
    assert told(opened, "implied") == pytest.approx(checks)
    assert "میانگین هر ۴۲ عامل تا دو رقم اعشار همان میانگین مقاله است" in opened.text
    contradicted = re.findall(r"data-measure='contradiction' value='([^']*)'", opened.source)
    assert {"1256", "1156", "15", "16", "13"} <= set(contradicted)


def test_without_answers_the_published_study_is_still_told(visit):
    # Nobody, or too few to be shown
    few = {"branch": "B0901", "channel": "ussd", "customer_group": "employer"}
    opened = visit("published_study", **few, **STUDY_WAVE)
    assert not opened.app.exception
    assert opened.value("recomputed_favourable") == "23"
    assert "data-measure='live_favourable'" not in opened.source


def test_the_quality_of_the_questionnaire(visit):
    opened = visit("questionnaire_quality", **STUDY_WAVE)
    has_what_every_page_has(opened)
    answer = questionnaire_quality.ask(open_marts(), STUDY_SELECTION)
    fit = answer.totals["structure"]
    assert float(opened.value("cfi")) == pytest.approx(fit["cfi"])
    assert float(opened.value("rmsea")) == pytest.approx(fit["rmsea"])
    assert opened.value("complete") == str(answer.totals["complete"])
    reliable = [row["alpha"] for row in answer.totals["reliability"] if row["alpha"] is not None]
    assert told(opened, "alpha") == pytest.approx(reliable)
    rests = re.findall(r"<b data-measure='item_rest' data-value='([^']*)'", opened.source)
    assert [float(r) for r in rests] == pytest.approx(
        [row["item_rest"] for row in answer.rows], abs=1e-5
    )
    assert "یک عامل: پایایی ندارد" in opened.text  # three subscales have one item


def test_two_provinces_are_compared_when_asked_and_the_verdict_stands_as_a_caution(visit):
    asked = {"between": "province", "group": "IR-09", "against": "others"}
    opened = visit("questionnaire_quality", **STUDY_WAVE, **asked)
    has_what_every_page_has(opened)
    wave = Selection(first_month="1404-05", last_month="1404-05")
    answer = invariance.ask(open_marts(), wave, pair=("IR-09", "others"))
    for measure in ("chi_square", "cfi_change"):
        told_here = told(opened, measure)[-3 if measure == "chi_square" else -2 :]
        expected = [row[measure] for row in answer.rows if row[measure] is not None]
        assert told_here == pytest.approx(expected)
    sentence = {"comparable": "میانگین‌ها را می‌توان با هم سنجید",
                "means_differ": "تفاوت میانگین‌ها شاید",
                "differ": "یکسان نمی‌فهمند"}[answer.totals["verdict"]]  # fmt: skip
    assert sentence in opened.text
    compared = visit("factor_status", **STUDY_WAVE)
    assert "class='foot caution'" in compared.source and sentence in compared.text
    for page in ("profile", "overview"):
        assert sentence in visit(page, **STUDY_WAVE).text
    elsewhere = visit("factor_status", **STUDY_WAVE | {"province": "IR-07"})
    assert sentence not in elsewhere.text
    assert "?" in elsewhere.source and "between=province&amp;group=IR-07" in elsewhere.source


def test_two_months_are_compared_when_asked_and_the_verdict_stands_at_the_trend(visit):
    visit("questionnaire_quality", **STUDY_WAVE, between="month", group="1404-06",
          against="1404-07")  # fmt: skip
    home, months = Selection(provinces=("IR-09",)), ("1404-06", "1404-07")
    verdict = invariance.ask(open_marts(), home, between="month", pair=months).totals["verdict"]
    of_both = "در شهریور ۱۴۰۴ و مهر ۱۴۰۴"
    sentence = {"comparable": f"{of_both} پرسش‌ها یکسان فهمیده شده است",
                "means_differ": f"{of_both} یکی است",
                "differ": f"{of_both} پرسش‌ها یکسان فهمیده نشده است"}[verdict]  # fmt: skip
    trend = visit("satisfaction_trends", province="IR-09", from_="1404-06", to="1404-07")
    assert sentence in trend.text
    assert "between=month&amp;group=1404-06&amp;against=1404-07" in trend.source


def test_a_panel_of_experts_is_shown_and_may_weigh_the_priorities(visit):
    """Of the whole organisation, and shown whichever province is looked at; called a sample."""
    elsewhere = {"province": "IR-07", "from_": "1404-07", "to": "1404-07"}
    opened = visit("questionnaire_quality", **elsewhere)
    has_what_every_page_has(opened)
    answer = expert_panel.ask(open_marts(), Selection())
    essential = str(answer.totals["essential"]).translate(PERSIAN)
    assert f"۲۰ خبره نظر داده‌اند: {essential} عامل از ۴۲ عامل" in opened.text
    assert "آخرین گروه خبرگان، از هر جا · دادهٔ نمونه" in opened.text
    for measure in ("cvr", "cvr_critical", "i_cvi", "kappa", "importance"):
        assert told(opened, measure) == pytest.approx([row[measure] for row in answer.rows])
    weighed = visit("priorities", **STUDY_WAVE, importance="experts")
    assert not weighed.app.exception
    means = {round(row["importance"], 6) for row in answer.rows}
    assert {round(value, 6) for value in told(weighed, "importance")} == means


def test_too_few_sheets_are_said_in_words(visit):
    opened = visit("questionnaire_quality", branch="B0901", **STUDY_WAVE)
    assert not opened.app.exception
    assert "پاسخ‌نامه‌های کامل برای ۴۲ عامل کم است" in opened.text or "نشان داده" in opened.text


def test_english_has_every_word(visit):
    for page in ("published_study", "questionnaire_quality"):
        opened = visit(page, lang="en", **STUDY_WAVE)
        assert not opened.app.exception
        text = re.sub(r"[^\u0600-\u06ff]", "", opened.text)
        assert len(text) < 40  # the name of the language itself, and of the product
