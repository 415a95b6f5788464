"""Do the marts have the tables and columns that this program fills?"""

from etl import filling
from etl.refusal import Refusal

COLUMNS = """
    select table_name, list((column_name, data_type) order by column_name)
    from duckdb_columns() where database_name = current_database() group by 1
"""


def refuse_other_layout(con, fresh) -> None:
    """Refuse marts that another version of the program made; `fresh` is a room without tables."""
    filling.create_marts(fresh)
    found = dict(con.execute(COLUMNS).fetchall())
    for mart, columns in fresh.execute(COLUMNS).fetchall():
        if mart in found and found[mart] != columns:
            raise Refusal(
                "warehouse",
                f"its table {mart} has the columns of another version of Payesh",
                "python -m etl rebuild, which counts all loads anew; nothing is lost",
            )
