"""Rows of a whole beside rows of its parts: along one column, along two, and beside nothing."""

import pytest

from etl.load import Loading
from tests.etl.extracts import write_log

COLUMNS = ["period", "province", "branch", "service", "channel", "requests"]


def row(branch="", service="", province="IR-09", channel="web_portal"):
    values = ("1404-07", province, branch, service, channel, 10)
    return dict(zip(COLUMNS, values, strict=True))


SERVICES = ("insurance_history", "pension_slip")
EACH = [row(branch, service) for branch in ("B0901", "B0902") for service in SERVICES]


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        ([], []),
        ([row(service="insurance_history")], [("branch", 1, 6)]),
        ([row("B0901"), row("B0902")], [("service", 2, 6)]),
        ([row()], [("branch, service", 1, 6)]),  # of the province, over all services
        ([row("B0901"), row()], [("branch", 1, 7), ("service", 1, 6), ("branch, service", 1, 7)]),
        ([row(channel="kiosk"), row(province="IR-29")], []),  # known of no branch or service
    ],
)
def test_totals_are_told_along_every_column_that_they_leave_out(
    empty_folder, tmp_path, beside, told
):
    path = write_log(tmp_path / "x.csv", [*EACH, *beside], COLUMNS)
    report = Loading(empty_folder).check(path)
    found = [one for one in report.findings if one.code == "totals_beside"]
    assert [(one.column, one.count, one.figures["first"]) for one in found] == told
