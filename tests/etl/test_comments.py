"""Open answers on their way in: masked before a file of ours holds them, counted like all marts."""

import duckdb
import pytest

from etl.history import history
from etl.instruments import read_instruments
from etl.publish import current
from etl.rebuild import rebuild
from etl.refusal import Refusal
from etl.rejected import write_csv
from etl.undo import undo
from tests.etl.extracts import respondent, write_survey
from tests.etl.warehouses import marts, run

QUESTION = "comment"
# No part of them may be left anywhere: a national number, a mobile, a card, an IBAN, an address.
SECRETS = ("0013542419", "9123456789", "6037991112345678", "820540102680020817909002", "ali.reza@")
TOLD = (
    "کد ملی 0013542419 را زدم و سایت قطع شد",
    "به ۰۹۱۲۳۴۵۶۷۸۹ زنگ بزنید",
    "کارت 6037-9911-1234-5678 کم شد",
    "شبا IR82 0540 1026 8002 0817 9090 02",
    "به ali.reza@example.com بنویسید",
    "ممنون",
)


def items(folder):
    return [c for c, _, _ in read_instruments(folder)["remote_services_42"].answer_columns()]


def survey(folder, name, told, first=0, **changes):
    """A file in which every respondent wrote one of `told`, or nothing where it is None."""
    sheets = [
        respondent(first + n, items(folder), (first + n) % 5 + 1, **changes) | {QUESTION: said}
        for n, said in enumerate(told)
    ]
    return write_survey(folder.inbox / name, sheets)


def comments(folder, columns="sheet, comment"):
    with duckdb.connect(current(folder), read_only=True) as con:
        return con.execute(f"select {columns} from comments order by load, sheet").fetchall()


def everything_in(folder):
    """All bytes below the warehouse, and all cells of its tables, digits as ASCII."""
    texts = []
    for path in folder.warehouse.rglob("*"):
        if path.is_file():
            texts.append(path.read_bytes().decode("utf-8", errors="ignore"))
        if path.suffix == ".parquet":
            with duckdb.connect() as con:
                texts.append(str(con.execute(f"from read_parquet('{path}')").fetchall()))
    with duckdb.connect(current(folder), read_only=True) as con:
        for (table,) in con.execute("select table_name from duckdb_tables()").fetchall():
            texts.append(str(con.execute(f'from "{table}"').fetchall()))
    digits = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789", " -")
    return "\n".join(texts).translate(digits)


def test_no_number_of_a_person_is_in_any_file_of_the_warehouse(empty_folder, capsys):
    """Of accepted rows, of rejected ones, of their table, and of what the load says."""
    wrong = survey(empty_folder, "survey_1404-07.csv", TOLD * 8)
    lines = wrong.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("B0901", "B9999")
    wrong.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(empty_folder, "load", wrong) == 0
    (load,) = history(empty_folder)
    assert (load["rows_taken"], load["rows_refused"]) == (47, 1)
    returned = empty_folder.root / "back.csv"
    write_csv(empty_folder.loads / "1" / "rejected.parquet", returned)
    said = capsys.readouterr()
    found = everything_in(empty_folder) + returned.read_text("utf-8") + said.out + said.err
    assert "***" in found  # else nothing was read
    assert [secret for secret in SECRETS if secret in found] == []


def test_a_file_full_of_national_numbers_in_its_comments_is_masked_not_refused(empty_folder):
    """In another column it is refused whole: there it would be a key of persons."""
    file = survey(empty_folder, "survey_1404-07.csv", ["0013542419"] * 6)
    assert run(empty_folder, "load", file) == 0
    assert {said for _, said in comments(empty_folder)} == {"***"}


def test_one_row_per_respondent_who_wrote(empty_folder):
    file = survey(empty_folder, "survey_1404-07.csv", ["ممنون", "", "  ", "سايت  كند", None])
    assert run(empty_folder, "load", file) == 0
    assert comments(empty_folder) == [(2, "ممنون"), (5, "سایت کند")]
    row = "instrument, question, branch, province, month, channel, customer_group, weight"
    assert comments(empty_folder, row)[0] == (
        "remote_services_42", QUESTION, "B0901", "IR-09", "1404-07", "mobile_app", "pensioner", 1,
    )  # fmt: skip


def test_an_extract_without_the_column_is_taken_as_before(empty_folder):
    sheets = [respondent(n, items(empty_folder), n % 5 + 1) for n in range(6)]
    assert run(empty_folder, "load", write_survey(empty_folder.inbox / "survey.csv", sheets)) == 0
    assert comments(empty_folder) == []


def test_replaced_undone_and_built_anew_like_all_marts(empty_folder):
    first = survey(empty_folder, "survey_1404-07.csv", ["سایت قطع است", "ممنون", None, "دیر شد"])
    assert run(empty_folder, "load", first) == 0
    before = marts(empty_folder)
    corrected = survey(
        empty_folder, "corrected_1404-07.csv", ["سایت قطع است", None, "راحت بود", "دیر شد"]
    )
    assert run(empty_folder, "load", corrected) == 0
    told = [said for _, said in comments(empty_folder)]
    assert told == ["سایت قطع است", "راحت بود", "دیر شد"]
    after = marts(empty_folder)
    rebuild(empty_folder, progress=lambda said: None)
    assert marts(empty_folder) == after
    undo(empty_folder, 2)
    assert marts(empty_folder) == before


def test_a_load_from_before_the_question_is_counted_without_it(empty_folder):
    """The questionnaire asks a question more than when the extract came."""
    toml = empty_folder.instruments / "remote_services_42.toml"
    asked = toml.read_text(encoding="utf-8")
    toml.write_text(asked[: asked.index("[[open]]")], encoding="utf-8")
    sheets = [respondent(n, items(empty_folder), n % 5 + 1) for n in range(6)]
    assert run(empty_folder, "load", write_survey(empty_folder.inbox / "survey.csv", sheets)) == 0
    toml.write_text(asked, encoding="utf-8")
    rebuild(empty_folder, progress=lambda said: None)
    assert comments(empty_folder) == []


LONG = """
kind = "survey"
instrument = "remote_services_42"
long = {item = "item", answer = "answer"}
[columns]
"who" = "respondent"
"branch" = "branch"
"day" = "answered_on"
"""


def test_a_long_survey_holds_comments_among_its_answers(empty_folder):
    (empty_folder.mappings / "long.toml").write_text(LONG, encoding="utf-8")
    file = empty_folder.inbox / "long.csv"
    rows = ["who,branch,day,item,answer"]
    for n in range(6):
        rows += [f"s{n},B0901,1404-07-12,R{item},{n % 5 + 1}" for item in (1, 2)]
        rows += [f"s{n},B0901,1404-07-12,{QUESTION},{TOLD[n]}"]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert run(empty_folder, "load", file) == 0
    assert len(comments(empty_folder)) == 6
    found = everything_in(empty_folder)
    assert [secret for secret in SECRETS if secret in found] == []


@pytest.mark.parametrize(
    "found, instead, said",
    [
        ('question = "comment"', 'question = "R1"', "items that stand twice: R1"),
        ('question = "comment"', 'questoin = "comment"', "unknown key questoin.*perhaps question"),
        ('question = "comment"\n', "", "open, number 1: lacks question"),
        ("[[open]]", "[open]", "open: is no list of parts"),
    ],
)
def test_a_wrong_open_question_is_refused_with_its_place(empty_folder, found, instead, said):
    toml = empty_folder.instruments / "remote_services_42.toml"
    text = toml.read_text(encoding="utf-8")
    assert found in text
    toml.write_text(text.replace(found, instead, 1), encoding="utf-8")
    with pytest.raises(Refusal, match=said):
        read_instruments(empty_folder)
