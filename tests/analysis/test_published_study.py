"""The published table against arithmetic done here again, and the papers against themselves."""

import csv
import math
import tomllib
from pathlib import Path

import pytest
from scipy import stats

from analysis import model_checks, published_study
from analysis.selection import Selection
from etl.data_folder import DataFolder
from etl.papers import PAPERS, read_papers
from etl.refusal import Refusal

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def printed() -> dict[str, dict]:
    with (DATA / "studies" / "remote_services_42.csv").open(encoding="utf-8") as text:
        return {
            row["item"]: {k: row[k] if k in ("item", "status") else float(row[k]) for k in row}
            for row in csv.DictReader(text)
        }


@pytest.fixture(scope="module")
def followed(printed):
    return {item: published_study.follows(row, 384, 3.0) for item, row in printed.items()}


def test_the_implied_n_gives_the_printed_t_back(printed, followed):
    for item, row in printed.items():
        n = followed[item]["implied_n"]
        if n is not None:  # t = (mean − 3) / (sd / √n)
            assert (row["mean"] - 3) / (row["sd"] / math.sqrt(n)) == pytest.approx(row["t"])
            assert followed[item]["implied_low"] < n < followed[item]["implied_high"]


def test_no_row_fits_the_n_of_the_paper(followed):
    assert not any(row["at_study_n"] for row in followed.values())
    assert [item for item, row in followed.items() if row["implied_n"] is None] == ["R40"]
    near = {item: round(row["implied_n"]) for item, row in followed.items() if row["implied_n"]}
    assert (near["R38"], near["R37"], near["R42"]) == (299, 345, 716)


def test_three_statuses_change_when_computed_at_the_paper_s_n(printed, followed):
    changed = {item: row["recomputed_status"] for item, row in followed.items() if row["differs"]}
    assert changed == {"R27": "favourable", "R40": "unfavourable", "R42": "unfavourable"}
    good = [row["recomputed_status"] for row in followed.values()].count("favourable")
    assert good == 23 and len(followed) == 42


@pytest.mark.parametrize("item", ["R1", "R9", "R27", "R42"])
def test_both_p_equal_those_of_scipy(printed, followed, item):
    t = printed[item]["t"]
    assert followed[item]["p_one_sided"] == pytest.approx(stats.t.sf(t, 383))
    assert followed[item]["p_two_sided"] == pytest.approx(2 * stats.t.sf(abs(t), 383))


@pytest.mark.parametrize(
    "item, how",
    [
        ("R2", "two_sided"),  # .0102 at n = 20
        ("R9", "two_sided"),
        ("R37", "two_sided"),
        ("R3", "one_sided"),  # .9998, cut off at .99
        ("R21", "either"),  # both far below .0001
        ("R12", None),  # one-sided .917, two-sided .165, printed .22
        ("R27", None),
        ("R41", None),
        ("R42", None),
    ],
)
def test_how_a_printed_p_was_read(followed, item, how):
    assert followed[item]["reading"] == how


@pytest.fixture(scope="module")
def checks(printed):
    figures = tomllib.loads((DATA / "studies" / "remote_services_42.toml").read_text("utf-8"))
    toml = tomllib.loads((DATA / "instruments" / "remote_services_42.toml").read_text("utf-8"))
    of = {scale["subscale"]: scale["component"] for scale in toml["subscales"]}
    component = {item["item"]: of[item["subscale"]] for item in toml["items"]}
    rows = [row | {"component": component[item]} for item, row in printed.items()]
    return {c["check"]: c for c in model_checks.model_checks(figures["figures"], rows, 384)}


def test_the_model_s_figures_against_each_other(checks):
    implied = {name: check["implied"] for name, check in checks.items()}
    assert implied["variance_explained"] == pytest.approx(0.46, abs=0.005)
    assert implied["rmsea"] == pytest.approx(0.063, abs=0.0005)
    assert implied["least_loading"] == 0.53
    # χ² = 2.54 · 813; the baseline is Bartlett's statistic with n in place of its factor
    baseline = 4177.859 * 384 / (383 - 89 / 6)
    assert implied["cfi"] == pytest.approx(1 - (2.54 * 813 - 813) / (baseline - 861))
    agrees = {name: check["agrees"] for name, check in checks.items()}
    assert agrees == {
        "favourable": True, "unfavourable": True, "least_loading": True,
        "variance_explained": False, "bartlett_chi2": False, "rmsea": False, "cfi": None,
    }  # fmt: skip


def test_a_mean_on_the_reference_requires_no_n(printed):
    level = printed["R40"] | {"mean": 3.0, "t": 0.0}
    found = published_study.follows(level, 384, 3.0)
    assert found["implied_n"] is None and found["at_study_n"] is None  # any n would do


def test_live_answers_stand_beside_the_printed(marts):
    answer = published_study.ask(marts, Selection(instrument="short"))
    rows = {row["item"]: row for row in answer.rows}
    assert set(rows) == {"A1", "A2", "A3", "A4"}
    assert rows["A1"]["published_t"] == 1.99 and rows["A1"]["n"] > 0
    assert rows["A3"]["implied_n"] is None  # mean 3.0, t 2.1
    assert rows["A4"]["published_mean"] is None and rows["A4"]["mean"] is not None
    assert answer.totals["study_n"] == 99 and answer.totals["rows"] == 3


def test_a_questionnaire_without_a_study_says_so(marts):
    answer = published_study.ask(marts, Selection(instrument="paired"))
    assert answer.totals["study"] is None and answer.totals["rows"] == 0
    assert "no_study" in [getattr(note, "code", "") for note in answer.notes]


# What papers say of themselves


@pytest.fixture
def papers(tmp_path):
    """A data folder with these statements; each a line of its file."""

    def write(*statements):
        studies = tmp_path / "studies"
        studies.mkdir(exist_ok=True)
        lines = {
            "papers": ["p,مقاله,Paper,Nobody (1404),"],
            "paper_subjects": ["p,codes,کدها,Codes"],
            "paper_statements": statements,
        }
        for table, columns in PAPERS.items():
            text = "\n".join([",".join(columns), *lines[table]]) + "\n"
            (studies / f"{table}.csv").write_text(text, encoding="utf-8")
        return DataFolder(tmp_path)

    return write


@pytest.mark.parametrize(
    "line, said",
    [
        ("p,codes,told,متن,text,,5,,", "line 2: kind"),
        ("p,codes,said,متن,text,,five,,", "'five' is no number"),
        ("p,codes,said,متن,text,,,,", "is not complete"),
        ("p,cats,said,متن,text,,5,,", "p cats is not known"),
        ("q,codes,said,متن,text,,5,,", "q codes is not known"),
    ],
)
def test_a_statement_that_says_nothing_is_refused(papers, line, said):
    with pytest.raises(Refusal, match=said):
        read_papers(papers(line))


def test_without_files_there_is_nothing_to_contradict(tmp_path):
    assert [frame.height for _, frame in read_papers(DataFolder(tmp_path))] == [0, 0, 0]


def test_what_the_papers_contradict(marts, monkeypatch):
    """The files of the project, each sum and count once more by hand."""
    tables = dict(read_papers(DataFolder(DATA)))
    statements = tables["paper_statements"].to_dicts()
    codes = [row for row in statements if row["subject"] == "codes"]
    by_place = {}
    for row in codes:
        if row["kind"] == "part":
            by_place.setdefault(row["place_en"], []).append(row["value"])
    assert [sum(parts) for parts in by_place.values()] == [1156, 1156]
    assert [row["value"] for row in codes if row["kind"] == "said"] == [1256]
    monkeypatch.setattr(type(marts), "query", lambda self, sql: _joined(tables))
    assert set(PAPERS) <= marts.tables
    found = published_study.contradictions(marts)
    told = {(e["subject"], e["how"], e["value"], e["of"]) for e in found}
    assert told == {
        ("codes", "said", 1256, None), ("codes", "sum", 1156, 10), ("codes", "sum", 1156, 32),
        ("subscales", "said", 16, None), ("subscales", "said", 15, None),
        ("subscales", "lines", 16, None),
        ("intervening_conditions", "repeated", 13, 26),
        ("intervening_conditions", "shared", 16, None),
    }  # fmt: skip


def _joined(tables):
    """The join that the question asks for, by polars."""
    subjects = tables["paper_subjects"].rename({"title_fa": "subject_fa", "title_en": "subject_en"})
    return (
        tables["paper_statements"]
        .join(subjects, on=["paper", "subject"])
        .join(tables["papers"].drop("doi"), on="paper")
        .sort("paper", "subject", "place_en", "line")
    )
