"""Has one column dates of both calendars?"""

from collections.abc import Iterator

from etl.checks.evidence import Evidence
from etl.checks.remark import Remark
from etl.persian_text import normalised_sql
from etl.sql import literal

CODES = ("mixed_calendars",)


def look(evidence: Evidence) -> Iterator[Remark]:
    """Jalali years in use begin with 13 or 14, Gregorian ones with 19 or 20."""
    positions = evidence.found.positions
    moments = [c.name for c in evidence.found.columns if c.kind == "moment" and c.name in positions]
    if not moments or evidence.found.mapping.date_format:
        return
    century = [f"left({normalised_sql(f'c{positions[column]}')}, 2)" for column in moments]
    counts = ", ".join(
        f"count(*) filter ({c} in ('13', '14')), count(*) filter ({c} in ('19', '20'))"
        for c in century
    )
    cells = f"read_parquet({literal(evidence.arrived.cells)})"
    (found,) = evidence.con.execute(f"select {counts} from {cells}").fetchall()
    for column, jalali, gregorian in zip(moments, found[::2], found[1::2], strict=True):
        if jalali and gregorian:
            fewer = min(jalali, gregorian)
            figures = {"jalali": jalali, "gregorian": gregorian}
            yield Remark("mixed_calendars", fewer, column, "", figures)
