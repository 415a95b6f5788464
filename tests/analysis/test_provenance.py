"""What stands behind an answer: exactly the loads with cells in it, and whether one is invented."""

import duckdb
import pytest

from analysis.marts import open_marts
from analysis.provenance import provenance
from analysis.selection import Selection
from etl.data_folder import DataFolder
from etl.publish import current
from etl.rebuild import rebuild

KEYS = ("load", "file", "loaded_at", "kind", "period", "rows_taken", "rows_refused")
# T1, alone in its province, is the only branch that is no sample
OF_T1, OF_OTHERS = Selection(provinces=("IR-07",)), Selection(provinces=("IR-09", "IR-29"))
TABLES = ("requests", "request_durations", "respondents")


def behind(folder, table, condition):
    """The loads with such cells, read past the product."""
    with duckdb.connect(str(current(DataFolder(folder))), read_only=True) as con:
        rows = con.execute(
            f"""select {", ".join(KEYS)} from loads
                where load in (select load from {table} where {condition}) order by load"""
        ).fetchall()
    return [dict(zip(KEYS, row, strict=True)) for row in rows]


@pytest.mark.parametrize("table", TABLES)
def test_the_loads_are_those_with_such_cells(marts, folder, table):
    asked = Selection(provinces=("IR-09",), last_month="1404-05")
    condition = "province = 'IR-09' and month <= '1404-05'"
    found = provenance(marts, table, asked)["loads"]
    assert found == behind(folder, table, condition)
    assert 0 < len(found) < len(behind(folder, table, "true"))
    of_few = provenance(marts, table, asked, "channel = $channel", channel="kiosk")["loads"]
    assert of_few == behind(folder, table, f"{condition} and channel = 'kiosk'")


@pytest.mark.parametrize("table", TABLES)
def test_of_a_load_with_both_kinds_of_branches_the_cells_decide(marts, table):
    """Each load holds the branch that is real beside those of the sample."""
    said = [provenance(marts, table, asked)["sample"] for asked in (OF_T1, OF_OTHERS, Selection())]
    assert said == [False, True, True]


@pytest.mark.parametrize("kind", ["sample", "real"])
def test_where_all_branches_are_of_one_kind_so_are_their_loads(own_folder, kind):
    branches = own_folder / "reference" / "branches.csv"
    other = {"sample": ",real\n", "real": ",sample\n"}[kind]
    text = branches.read_text("utf-8").replace(other, f",{kind}\n")
    branches.write_text(text, "utf-8")
    rebuild(DataFolder(own_folder))
    for table in TABLES:
        for asked in (OF_T1, OF_OTHERS, Selection()):
            found = provenance(open_marts(), table, asked)
            assert found["loads"] and found["sample"] == (kind == "sample")


def test_sheets_without_a_branch_are_not_invented_by_their_load(surveyed):
    """One load: sheets of a branch of the sample, and of a province that names no branch."""
    here = [{"branch": "N1", "A1": 3, "overall": 3}] * 6
    there = [{"province": "IR-07", "A1": 3, "overall": 3}] * 6
    marts = surveyed(here + there)
    for table in ("respondents", "answers"):
        said = [provenance(marts, table, asked)["sample"] for asked in (OF_T1, OF_OTHERS)]
        assert said == [False, True]


@pytest.mark.parametrize("provinces, sample", [(["IR-07"], False), (["IR-09"], True)])
def test_a_reader_of_one_province_is_told_of_its_cells_alone(open_as, folder, provinces, sample):
    marts = open_as(*provinces)
    for table in TABLES:
        found = provenance(marts, table, Selection())
        assert found["sample"] == sample
        assert found["loads"] == behind(folder, table, f"province = '{provinces[0]}'")
