"""Do the marts have the tables and columns that this program fills?"""

from etl import filling
from etl.refusal import Refusal
from etl.sources import all_sources

COLUMNS = """
    select table_name, list((column_name, data_type) order by column_name)
    from duckdb_columns() where database_name = current_database() group by 1
"""


def refuse_other_layout(con, fresh) -> None:
    """Refuse marts that another version of the program made; `fresh` is a room without tables."""
    filling.create_marts(fresh)
    found = dict(con.execute(COLUMNS).fetchall())
    filled = _filled(con) if "loads" in found else set()
    for mart, columns in fresh.execute(COLUMNS).fetchall():
        # A mart that came since would hold the loads of tomorrow only, and nobody would see it.
        if found.get(mart, None if mart in filled else columns) != columns:
            what = "has the columns" if mart in found else "is not there: the marts are those"
            raise Refusal(
                "warehouse",
                f"its table {mart} {what} of another version of Payesh",
                "python -m etl rebuild, which counts all loads anew; nothing is lost",
            )


def _filled(con) -> set[str]:
    """The marts that the loads were counted into, or would be by this program."""
    kinds = con.execute("select distinct kind from loads").fetchall()
    return {mart for (kind,) in kinds for mart in all_sources()[kind].MARTS}
