"""Every check is in the catalogue in both languages, and nothing is in it that no code says."""

import ast
import re
import string
from pathlib import Path

import pytest

from etl.checks import whole_file
from etl.checks.catalogue import SEVERITIES, catalogue, markdown
from etl.sources import all_sources

PROJECT = Path(__file__).resolve().parents[3]
MODULES = sorted((PROJECT / "etl").rglob("*.py"))
# Where an extract is read and checked: every refusal there is one of its checks.
READING = [PROJECT / "etl" / f"{name}.py" for name in ("reading", "mappings", "mapping_files",
           "header_search", "wrong_columns", "extract", "other_sources")]  # fmt: skip
READING += sorted((PROJECT / "etl" / "formats").glob("*.py"))
ENTRIES = list(catalogue().values())


def calls(path: Path, names: set[str]) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in found if getattr(call.func, "id", "") in names]


def codes_said() -> set[str]:
    """Codes that the program names: in refusals and remarks, in checks of rows, in contracts."""
    said = {"empty", "cut", "too_many", "duplicate", "loaded", "period", "future",
            "outside_calendar", "branch_elsewhere", "header_again", "total_line",
            "note_line"}  # fmt: skip
    for path in MODULES:
        for call in calls(path, {"Refusal", "Report", "replace"}):
            said |= {
                k.value.value
                for k in call.keywords
                if k.arg == "code" and isinstance(k.value, ast.Constant)
            }
    for check in whole_file.all_checks():
        said |= set(check.CODES)
    for source in all_sources().values():
        said |= {code for _, code, _ in source.row_checks()}
    return said


def test_what_is_said_is_in_the_catalogue():
    assert codes_said() - set(catalogue()) == set()


def test_what_is_in_the_catalogue_is_said():
    program = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    for code in catalogue():
        assert re.search(rf"""["']{code}[:"']""", program), code


@pytest.mark.parametrize("path", READING, ids=lambda path: path.name)
def test_every_refusal_of_an_extract_names_its_check(path):
    for call in calls(path, {"Refusal"}):
        starred = any(isinstance(argument, ast.Starred) for argument in call.args)
        named = any(keyword.arg == "code" for keyword in call.keywords) or len(call.args) > 4
        assert named or starred, f"{path.name}, line {call.lineno}"


@pytest.mark.parametrize("check", whole_file.all_checks(), ids=lambda check: check.__name__)
def test_every_check_of_files_has_what_such_a_check_has(check):
    assert "?" in check.__doc__ and callable(check.look)
    for code in check.CODES:
        assert catalogue()[code].of == "file" and catalogue()[code].severity != "error"
        assert catalogue()[code].said_en


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_every_check_is_told_in_both_languages(entry):
    assert entry.severity in SEVERITIES and entry.of in ("row", "file")
    for what in ("title", "means", "do", "right", "said"):
        english, persian = entry.text(what, "en"), entry.text(what, "fa")
        assert bool(english) == bool(persian)
        assert fields(english) == fields(persian)
        assert not re.search("[يىكة]", persian)  # letters of an Arabic keyboard
    assert re.search("[آ-ی]", entry.title_fa + entry.means_fa + entry.do_fa)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_the_documentation_is_that_of_the_catalogue():
    """Else: python -m etl checks --markdown > docs/checks.md."""
    assert (PROJECT / "docs" / "checks.md").read_text(encoding="utf-8") == markdown()
