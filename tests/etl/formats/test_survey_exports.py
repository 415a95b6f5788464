"""Exports of survey tools: the question as header, answers in words, through a mapping alone."""

import pytest

from etl.instruments import read_instruments
from etl.load import Loading
from tests.extracts.formats_writers import text, xlsx

WORDS = ["کاملاً مخالفم", "مخالفم", "نظری ندارم", "موافقم", "کاملاً موافقم"]


@pytest.fixture
def questions(empty_folder) -> list[tuple[str, str]]:
    """(column, question) of the questionnaire of the study."""
    instrument = read_instruments(empty_folder)["remote_services_42"]
    return [(column, item["title_fa"]) for column, item, _ in instrument.answer_columns()]


def mapping(folder, questions, place: str, day: str, extra: str = "") -> None:
    """As an analyst writes it: questions as they stand in the questionnaire, one list of words."""
    columns = "\n".join(f'"{question}" = "{column}"' for column, question in questions)
    words = "\n".join(
        f"[values.{column}]\n" + "\n".join(f'"{word}" = {n}' for n, word in enumerate(WORDS, 1))
        for column, _ in questions
    )
    (folder.mappings / "export.toml").write_text(
        'kind = "survey"\ninstrument = "remote_services_42"\nfiles = "export*"\n'
        f'line_number = "respondent"\nother_columns = "ignore"\n{extra}\n'
        f'[constants]\nprovince = "IR-09"\n[columns]\n"{day}" = "answered_on"\n{columns}\n{words}'
    )


def answers(number: int, of: int) -> list[str]:
    return [WORDS[(number + n) % 5] for n in range(of)]


def taken(folder, path) -> tuple:
    report = Loading(folder).check(path)
    return report.outcome, report.rows_taken, list(report.lines())


def test_limesurvey_with_code_and_text(empty_folder, questions, tmp_path):
    mapping(empty_folder, questions, "", "submitdate")
    header = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page"]
    header += [f"G1Q1[SQ{n:03}]. {q}" for n, (_, q) in enumerate(questions, 1)]
    rows = [[str(n), "2025-09-25 09:30:00", "3", *answers(n, len(questions))] for n in range(9)]
    path = tmp_path / "export_limesurvey.csv"
    path.write_bytes(text([header, *rows], "utf-8-sig", ";"))
    assert taken(empty_folder, path)[:2] == ("checked", 9), taken(empty_folder, path)[2]


def test_google_forms_with_a_grid(empty_folder, questions, tmp_path):
    mapping(empty_folder, questions, "", "Timestamp", 'date_format = "%m/%d/%Y %H:%M:%S"')
    grid = "تا چه اندازه با این جمله‌ها موافقید؟"
    header = ["Timestamp", *(f"{grid} [{question}]" for _, question in questions)]
    rows = [["9/25/2025 9:30:00", *answers(n, len(questions))] for n in range(9)]
    path = tmp_path / "export_google.csv"
    path.write_bytes(text([header, *rows]))
    assert taken(empty_folder, path)[:2] == ("checked", 9), taken(empty_folder, path)[2]


def test_porsline_in_excel_with_another_keyboard(empty_folder, questions, tmp_path):
    mapping(empty_folder, questions, "", "تاریخ پاسخ‌گویی")
    arabic = str.maketrans("یک‌", "يك ")
    numbered = [
        f"{n}. {question}".translate(arabic) for n, (_, question) in enumerate(questions, 1)
    ]
    rows = [["۱۴۰۴/۰۷/۰۳", *answers(n, len(questions))] for n in range(9)]
    header = ["تاريخ پاسخگويي", *numbered]
    path = xlsx(tmp_path / "export_porsline.xlsx", [header, *rows], titles=[["نتایج نظرسنجی"], []])
    assert taken(empty_folder, path)[:2] == ("checked", 9), taken(empty_folder, path)[2]


def test_without_a_mapping_the_columns_are_proposed(empty_folder, questions, tmp_path):
    path = tmp_path / "porsline.csv"
    header = [
        "respondent",
        "branch",
        "answered_on",
        *(f"{n}) {q}" for n, (_, q) in enumerate(questions)),
    ]
    path.write_bytes(text([header, ["1", "B0901", "1404/07/03", *answers(1, len(questions))]]))
    outcome, _, said = taken(empty_folder, path)
    assert outcome == "refused"
    assert "(perhaps R1?)" in "\n".join(said) and "(perhaps R20?)" in "\n".join(said)
