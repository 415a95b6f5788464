"""Which branches lie in which city? Told by the list of branches, where it has the columns."""

from pathlib import Path

import polars as pl

from etl.refusal import Refusal
from etl.tables import read_table

COLUMNS = ("city_fa", "city_en")
CITIES = dict.fromkeys(("city", "name_fa", "name_en", "province", "branch"), pl.String)


def read_cities(path: Path) -> pl.DataFrame:
    """One row per branch whose city is told; `city` is a code made of the English name.

    Refused where one name is told without the other, or one city with two names or provinces.
    """
    rows, known = [], {}
    lines = read_table(path, ["branch", "province"], COLUMNS)
    for line, row in enumerate(lines, start=2):
        names = tuple(row.get(column) for column in COLUMNS)
        if not any(names):
            continue
        where = f"{path.name}, line {line}"
        if not all(names):
            _refuse(where, "a city with one name", "city_fa and city_en, or neither")
        city = "_".join(names[1].lower().split())
        told = (*names, row["province"])
        if known.setdefault(city, told) != told:
            before = ", ".join(map(str, known[city]))
            _refuse(where, f"the city {', '.join(map(str, told))}", f"{before}, as in another line")
        rows.append((city, *told, row["branch"]))
    return pl.DataFrame(rows, schema=CITIES, orient="row")


def _refuse(where: str, found: str, right: str) -> None:
    raise Refusal(where, found, right, code="settings")
