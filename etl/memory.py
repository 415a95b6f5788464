"""How much memory may the queries of a load take, and where does what does not fit lie meanwhile?

Left alone, DuckDB takes four fifths of the machine, which it shares with the pages, and writes the
rest beside whoever started the command.
"""

import os
from pathlib import Path

import duckdb

from etl.refusal import Refusal
from etl.sql import literal

SETTING = "PAYESH_MEMORY"
LIMIT = "512MB"  # of each connection; a load has two
# Each thread holds rows of its own, so many would fill the limit before anything is done; and more
# than two save little, since a file is read by one.
THREADS = 2


def limit(con: duckdb.DuckDBPyConnection, spill: Path) -> None:
    """Let the queries of `con` take no more than the setting, and use the folder `spill` beyond it.

    spill: of this connection alone; DuckDB makes it when it is needed, and removes it in the end.
    """
    spill.parent.mkdir(parents=True, exist_ok=True)
    amount = os.environ.get(SETTING) or LIMIT
    try:
        con.execute(f"set memory_limit = {literal(amount)}")
    except duckdb.Error as error:
        right = "a number and its unit, such as 512MB or 2GB"
        raise Refusal(f"{SETTING}={amount}", "is no amount of memory", right) from error
    con.execute(f"set temp_directory = {literal(spill)}")
    con.execute(f"set threads = {min(THREADS, os.cpu_count() or 1)}")
