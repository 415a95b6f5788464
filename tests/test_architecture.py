"""One direction, enforced from the imports: etl writes, analysis answers, pages draw."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.__main__ import questions
from etl.filling import MARTS, statements
from etl.sources import all_sources

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = [
    path
    for part in ("etl", "analysis", "pages", "reports")
    for path in sorted((PROJECT / part).rglob("*.py"))
] + [PROJECT / "app.py"]
PAGES = sorted(path for path in (PROJECT / "pages").glob("*.py") if path.name != "__init__.py")
# A room may not import these; the reason is the rule that a newcomer would otherwise break.
FORBIDDEN = {
    "etl": {"streamlit", "plotly", "pages", "reports"},  # etl runs at night, without a browser
    # Answers know no screen, no paper, and never write
    "analysis": {"streamlit", "plotly", "pages", "etl", "reports"},
    "pages": {"duckdb", "polars", "etl"},  # pages ask, they do not compute
    "reports": {"streamlit", "plotly", "duckdb", "polars", "etl"},  # reports say what pages say
    "app.py": {"duckdb", "polars", "etl"},
}
ALLOWED = {
    "pages/parts/entry.py": {"etl"},  # what a person enters goes through etl.load
    "analysis/documents.py": {"reports"},  # the command line asks for a document
}
# Of pages, reports take words, numbers and columns: what says something, and draws nothing.
SAYING = {
    "axes", "channel_tables", "factor_tables", "factors", "funnel_chart", "funnel_tables",
    "numbers", "process", "process_tables", "status", "tables", "variation", "words", "workbook",
}  # fmt: skip
ANALYSIS_FOR_ETL = "analysis.statistics"


def imports(path: Path) -> set[str]:
    """Every module that a file imports, absolute names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def named(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_room_imports_only_what_it_may(path):
    room = named(path).split("/")[0]
    tops = {module.split(".")[0] for module in imports(path)}
    assert not tops & FORBIDDEN[room] - ALLOWED.get(named(path), set())


@pytest.mark.parametrize("path", [p for p in SOURCES if named(p).startswith("reports/")], ids=named)
def test_reports_take_nothing_of_pages_but_what_they_say(path):
    parts = {module for module in imports(path) if module.startswith("pages.")} - {"pages.parts"}
    assert all(m.split(".")[1] == "parts" and m.split(".")[2] in SAYING for m in parts)


@pytest.mark.parametrize("path", [p for p in SOURCES if named(p).startswith("etl/")], ids=named)
def test_etl_uses_nothing_of_analysis_but_statistics(path):
    ours = {module for module in imports(path) if module.split(".")[0] == "analysis"}
    assert all((m + ".").startswith(ANALYSIS_FOR_ETL + ".") or m == "analysis" for m in ours)


def test_statistics_know_no_database():
    for path in (PROJECT / "analysis" / "statistics").glob("*.py"):
        assert not {m.split(".")[0] for m in imports(path)} & {"duckdb", "polars", "pandas"}
        assert not re.search(r"\bselect\b.*\bfrom\b", path.read_text(), re.IGNORECASE)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_one_page_never_imports_another(page):
    others = {f"pages.{other.stem}" for other in PAGES if other != page}
    assert not imports(page) & others


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_page_is_in_the_table_of_contents_and_says_its_question(page):
    assert page.stem in (PROJECT / "app.py").read_text(encoding="utf-8")
    assert "?" in ast.get_docstring(ast.parse(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("mart", sorted(MARTS.glob("*.sql")), ids=lambda path: path.stem)
def test_a_mart_begins_with_its_grain_and_is_one_table(mart):
    text = mart.read_text(encoding="utf-8")
    assert text.startswith("-- One row per ")
    create, insert = statements(mart)
    assert text.count(";") == 1  # the statements are told apart by it
    assert f"create table if not exists {mart.stem} (" in create
    assert insert.strip().startswith(f"insert into {mart.stem} by name")
    assert any(mart.stem in source.MARTS for source in all_sources().values())


@pytest.mark.parametrize("source", all_sources().values(), ids=lambda source: source.KIND)
def test_every_source_has_what_a_source_has(source):
    required = ("KIND", "KEY", "MONTH_OF", "PLACE", "MARTS", "COUNTED")
    for attribute in (*required, "columns", "row_checks", "prepare"):
        assert hasattr(source, attribute), f"{source.__name__} lacks {attribute}"
    assert source.__doc__ and source.__name__.endswith(f".{source.KIND}")


def test_the_readme_names_every_page_source_and_question():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    for word in [*all_sources(), *questions(), *(page.stem for page in PAGES)]:
        assert f"`{word}`" in readme, word


def test_no_drawer_for_everything():
    for path in SOURCES:
        assert path.stem not in {"utils", "util", "helpers", "common", "misc", "tools"}


def test_style():
    check = [sys.executable, "-m", "ruff", "check", "--no-cache", "."]
    done = subprocess.run(check, cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
