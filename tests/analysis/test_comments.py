"""Comments: shares and satisfaction by a second way; nothing of few people is ever shown."""

import csv
import itertools
from collections import Counter

import duckdb
import numpy as np
import polars as pl
import pytest
from scipy import stats

from analysis import comment_examples, comments, found_themes
from analysis.marts import open_marts
from analysis.open_answers import NONE
from analysis.selection import Selection, SelectionError
from analysis.statistics.topics import Topics
from etl.data_folder import DataFolder
from etl.instruments import read_instruments
from etl.publish import current
from tests.etl.extracts import respondent, write_survey
from tests.etl.warehouses import run

SITE, THANKS, OTHER = "سایت قطع شد", "ممنون از شما", "مستمری کم است"


@pytest.fixture
def written(empty_folder):
    """Load respondents given as (comment, changes) and open what was published."""

    def load(told):
        columns = read_instruments(empty_folder)["remote_services_42"].answer_columns()
        items = [column for column, _, _ in columns]
        sheets = [
            respondent(n, items, n % 5 + 1) | {"comment": said} | changes
            for n, (said, changes) in enumerate(told)
        ]
        file = write_survey(empty_folder.inbox / "survey.csv", sheets)
        assert run(empty_folder, "load", file) == 0
        return open_marts()

    return load


def of(answer, theme):
    (row,) = [row for row in answer.rows if row["theme"] == theme]
    return row


@pytest.fixture
def marts(sample_data):
    return open_marts()


@pytest.fixture
def frame(sample_data):
    """The respondents who wrote, from the files; the base weights of all are the same."""
    rows = []
    for file in sorted((sample_data / "inbox").glob("survey_remote*.csv")):
        with file.open(encoding="utf-8", newline="") as text:
            rows += [row for row in csv.DictReader(text) if row["comment"]]
    return rows


def test_all_who_wrote_are_counted_and_no_theme_is_lost(marts, frame):
    answer = comments.ask(marts, Selection())
    assert answer.n == len(frame) == answer.totals["comments"]
    by_channel = comments.ask(marts, Selection(), by=("channel",))
    wanted = Counter(row["channel"] for row in frame)
    found = {row["channel"]: row["comments"] for row in by_channel.rows if row["comments"]}
    assert found == dict(wanted)
    for row in answer.rows:
        parts = [r["n"] for r in by_channel.rows if r["theme"] == row["theme"]]
        assert None in parts or sum(parts) == row["n"]


def test_satisfaction_of_two_sides_is_welch_where_answers_count_one_by_one(written):
    """Against scipy; and the adjusted p is Benjamini-Hochberg's."""
    chance = np.random.default_rng(4)
    told = [
        (said, {"overall": int(np.clip(chance.normal(mean, 1), 1, 5))})
        for said, mean, count in ((SITE, 2.4, 40), (THANKS, 4.2, 30), (OTHER, 3, 25))
        for _ in range(count)
    ]
    answer = comments.ask(written(told), Selection(), design="simple")
    values = {said: [] for said in (SITE, THANKS, OTHER)}
    for said, changes in told:
        values[said].append(changes["overall"])
    themes, p = [], []
    for theme, said in (("outages", SITE), ("thanks", THANKS), (NONE, OTHER)):
        rest = [v for other, each in values.items() if other != said for v in each]
        test = stats.ttest_ind(values[said], rest, equal_var=False)
        row = of(answer, theme)
        assert row["satisfaction"] == pytest.approx(np.mean(values[said]))
        assert row["others"] == pytest.approx(np.mean(rest))
        themes.append((row, test))
        p.append(test.pvalue)
    wanted = stats.false_discovery_control(p)
    assert sum(wanted < 0.05) == 2  # of three: their intervals have two thirds of the error
    for (row, test), adjusted in zip(themes, wanted, strict=True):
        interval = test.confidence_interval(1 - level(adjusted, wanted))
        assert (row["difference_low"], row["difference_high"]) == pytest.approx(interval)
        assert row["p_adjusted"] == pytest.approx(adjusted)


def level(adjusted, family) -> float:
    """The error of an interval that agrees with its adjusted test (Benjamini & Yekutieli)."""
    selected = sum(p < 0.05 for p in family)
    return (selected if adjusted < 0.05 else selected + 1) * 0.05 / len(family)


def test_by_the_survey_the_difference_is_that_of_a_weighted_regression(marts, frame):
    """With branches as clusters in provinces: Taylor linearisation written out, row by row."""
    answer = comments.ask(marts, Selection(provinces="IR-09"))
    family = [r["p_adjusted"] for r in answer.rows if r["difference"] is not None]
    assert len(family) >= 5
    rows = marts.query(
        """select branch, c.weight as w, themes, answers[1] as y from comments c
           join (select load, sheet, answers from answer_sheets where battery = 'overall') s
           using (load, sheet) where answers[1] is not null""",
        Selection(provinces="IR-09"),
    )
    y, w = rows["y"].to_numpy(), rows["w"].to_numpy()
    sampled = marts.query("select count(distinct branch) from respondents", Selection("IR-09"))
    for row in (r for r in answer.rows if r["difference"] is not None and r["theme"] != NONE):
        said = np.array([row["theme"] in each for each in rows["themes"].to_list()])
        z = np.zeros(len(y))
        for side, sign in ((said, 1), (~said, -1)):
            mean = np.average(y[side], weights=w[side])
            z[side] = sign * w[side] * (y[side] - mean) / w[side].sum()
        sums = pl.DataFrame({"branch": rows["branch"], "z": z}).group_by("branch").sum()["z"]
        n = sampled.item()
        se = np.sqrt(n / (n - 1) * ((sums**2).sum() - sums.sum() ** 2 / n))
        half = stats.t.ppf(1 - level(row["p_adjusted"], family) / 2, len(sums) - 1) * se
        assert row["difference_high"] - row["difference"] == pytest.approx(half, rel=1e-6)


CODES = {
    "channels": ("web_portal", "kiosk", "ussd"),
    "customer_groups": ("dependant", "employer"),
    "provinces": ("IR-09", "IR-29", "IR-07"),
}


@pytest.mark.parametrize("by", [(), ("channel",), ("province",), ("month", "customer_group")])
def test_nothing_of_one_to_four_people_is_shown_nor_follows(marts, by):
    """Neither of those who mention a theme nor of those who do not, alone or by subtraction."""
    shown = 0
    for codes in itertools.product(*((None, *each) for each in CODES.values())):
        chosen = {name: code for name, code in zip(CODES, codes, strict=True) if code}
        selection = Selection(**chosen, first_month="1404-07")
        answer = comments.ask(marts, selection, by=by)
        for row in answer.rows:
            if row["suppressed"]:
                rated = ("satisfaction", "difference")
                assert all(row[name] is None for name in ("n", "share", "comments"))
                assert all(row.get(name) is None for name in rated)
                continue
            shown += 1
            assert not 0 < row["n"] < 5 and not 0 < row["comments"] - row["n"] < 5
        mentions = {row["theme"]: row["n"] for row in answer.rows}
        for word in answer.totals.get("words", []):
            if word["n"] is not None:
                told = (word["n"], mentions[word["theme"]] - word["n"], answer.n - word["n"])
                assert not any(0 < people < 5 for people in told), word
        if by == ("channel",) and answer.n:
            _one_hidden_group_alone(answer)
    assert shown > 50


def _one_hidden_group_alone(answer):
    """One theme over all channels: a single hidden channel would follow from the total."""
    for _, rows in itertools.groupby(sorted(answer.rows, key=by_theme), key=by_theme):
        rows = list(rows)
        others = [row for row in rows if row["n"]]  # of nobody nothing follows
        assert sum(row["suppressed"] for row in rows) != 1 or not others


def by_theme(row):
    return row["theme"]


def test_five_are_shown_and_four_are_not(written):
    told = [(SITE, {})] * 5 + [(THANKS, {})] * 4 + [(OTHER, {})] * 20
    answer = comments.ask(written(told), Selection())
    assert of(answer, "outages")["n"] == 5
    assert of(answer, "thanks")["n"] is None and of(answer, "thanks")["suppressed"]
    assert of(answer, "security")["n"] == 0


def test_a_theme_of_nearly_all_gives_the_others_away(written):
    told = [(SITE, {})] * 20 + [(OTHER, {})] * 3
    answer = comments.ask(written(told), Selection())
    assert of(answer, "outages")["n"] is None and of(answer, NONE)["n"] is None


def test_words_of_a_theme_are_counted(written):
    told = [("خطا و قطعی", {})] * 6 + [("ارور", {})] * 3 + [("هنگ", {})] * 9 + [(OTHER, {})] * 9
    words = {w["word"]: w["n"] for w in comments.ask(written(told), Selection()).totals["words"]}
    assert words["قطع"] == words["خطا"] == 6 or None in (words["قطع"], words["خطا"])
    assert words["ارور"] is None  # three,
    assert sum(words[w] is None for w in ("قطع", "خطا", "هنگ")) == 1  # and one beside them
    assert words["اختلال"] == 0


def test_a_word_of_nearly_all_of_its_theme_gives_the_others_away(written):
    told = [(SITE, {})] * 20 + [("ارور", {})] * 3 + [("خطا", {})] * 6 + [(OTHER, {})] * 9
    told += [("خطا و قطع", {})] * 3
    answer = comments.ask(written(told), Selection())
    words = {w["word"]: w["n"] for w in answer.totals["words"] if w["theme"] == "outages"}
    assert (of(answer, "outages")["n"], words["قطع"]) == (32, 23)  # nine without it
    answer = comments.ask(written([*told[:23], *told[29:]]), Selection())
    words = {w["word"]: w["n"] for w in answer.totals["words"] if w["theme"] == "outages"}
    assert (of(answer, "outages")["n"], words["قطع"]) == (26, None)  # three without it


def test_comments_in_no_found_theme_do_not_follow_from_the_others():
    """Twelve and six of 20 leave two: the smaller theme's n is not told; of 23 they leave five."""
    themes, words = [0] * 12 + [1] * 6, [["a"], ["b"]]
    for rest, wanted in ((2, [12, None]), (5, [12, 6]), (0, [12, 6])):
        found = Topics(words, np.array(themes + [-1] * rest), {})
        rows = found_themes._rows(found, [["outages"]] * (18 + rest))
        assert [row["n"] for row in rows] == wanted
        assert [row["share"] is None for row in rows] == [n is None for n in wanted]


def test_examples_need_thirty_writers_and_words_of_five(written):
    own = "سایت قطع شد و رضا در کوچهٔ سوم ماند"
    told = [(SITE, {})] * 34 + [(own, {})] + [(THANKS, {})] * 29 + [(OTHER, {})] * 10
    marts = written(told)
    shown = comment_examples.ask(marts, Selection(), theme="outages")
    assert [row["comment"] for row in shown.rows] == [SITE]
    assert comment_examples.ask(marts, Selection(), theme="thanks").rows == []  # 29
    with pytest.raises(SelectionError, match="theme: 'outage' .*outages"):
        comment_examples.ask(marts, Selection(), theme="outage")


def test_found_themes_show_only_words_of_five_people(marts):
    answer = found_themes.ask(marts, Selection(provinces="IR-09"))
    assert answer.totals["problem"] is None and len(answer.rows) >= 4
    told = marts.query(
        "select unnest(list_distinct(string_split(folded, ' '))) as w from comments",
        Selection(provinces="IR-09"),
    )
    counts = Counter(told["w"])
    assert all(counts[word] >= 5 for row in answer.rows for word in row["words"])
    known = [row["n"] for row in answer.rows if row["n"] is not None]
    assert len(known) >= len(answer.rows) - 1 and min(known) >= 5
    again = found_themes.ask(marts, Selection(provinces="IR-09"))
    assert again.rows == answer.rows


def test_of_few_comments_no_themes_are_found(written):
    answer = found_themes.ask(written([(SITE, {})] * 20), Selection())
    assert (answer.rows, answer.totals["problem"]) == ([], "few_comments")


def test_without_an_open_question_there_is_nothing(open_as):
    answer = comments.ask(open_as(), Selection(instrument="short"))
    assert (answer.n, answer.rows) == (0, [])
    with pytest.raises(SelectionError, match="open_question"):
        comments.ask(open_as(), Selection(instrument="short"), open_question="comment")


def test_a_version_from_before_the_open_questions_says_so(own_folder):
    with duckdb.connect(current(DataFolder(own_folder))) as con:
        con.execute("drop table open_questions")
    for question in (comments, found_themes, comment_examples):
        answer = question.ask(open_marts(), Selection())
        assert (answer.n, answer.rows) == (0, [])
        assert "no_comments" in [getattr(note, "code", "") for note in answer.notes]
