"""The folder and its tables of what is expected agree."""

from etl.checks.catalogue import catalogue
from tests.extracts.conftest import FILES
from tests.extracts.expecting import expected
from tests.extracts.recipes import RECIPES

# Said only of long surveys, of columns with units, and of names that two branches share.
NEED_A_MAPPING = {"answered_twice", "respondent_differs", "duration", "several_codes"}
ROWS = [row for part in ("files", "rows") for row in expected(part)]


def test_every_file_has_an_expected_report_and_they_are_many():
    there = {path.name for path in FILES.iterdir()} | set(RECIPES)
    assert {row["file"] for row in ROWS} == there
    assert len(ROWS) == len(there) >= 60


def test_the_expected_checks_are_in_the_catalogue_and_cover_most_of_it():
    said = {word.split("=")[0] for row in ROWS for word in row["checks"].split()}
    assert said <= set(catalogue())
    of_rows = {code for code, check in catalogue().items() if check.of == "row"}
    assert of_rows - said <= NEED_A_MAPPING
