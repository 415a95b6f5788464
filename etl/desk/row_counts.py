"""Which months and branches do the rows of a load fall on, and which rows would they replace?"""

from pathlib import Path

from etl import publish
from etl.data_folder import DataFolder
from etl.sql import literal

COUNTS = """
    with rows as ({rows}),
    counted as (
        select month, province, branch,
            count(*) filter (fresh) as fresh, count(*) filter (not fresh) as replaced
        from rows group by all)
    select c.*, b.name_fa as branch_fa, b.name_en as branch_en,
        p.name_fa as province_fa, p.name_en as province_en
    from counted c
    left join branches b using (branch)
    left join provinces p on p.province = c.province
    order by month, province nulls last, branch nulls last
"""


def by_month_and_branch(folder: DataFolder, entry: dict | None) -> list[dict]:
    """month, province, branch and their names, fresh (rows it brings), replaced (rows that go)."""
    if entry is None:
        return []
    parts = [(entry["load"], True)]
    parts += [(entry["replaces"], False)] if entry["replaces"] else []
    with publish.reading(folder) as con:
        rows = [_rows(con, folder.loads / str(load) / "accepted.parquet", f) for load, f in parts]
        cursor = con.execute(COUNTS.format(rows=" union all ".join(rows)))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _rows(con, accepted: Path, fresh: bool) -> str:
    table = f"read_parquet({literal(accepted)})"
    there = {row[0] for row in con.execute(f"describe from {table}").fetchall()}
    columns = ", ".join(
        column if column in there else f"null::varchar as {column}"
        for column in ("month", "province", "branch")
    )
    return f"select {columns}, {str(fresh).lower()} as fresh from {table}"
