"""The kiosk file, read without the product: the rows with answers, by our names of the columns."""

import csv
from pathlib import Path

import pandas as pd

from etl.instruments import read_toml

FILE = "kiosk_raw_cp949.csv"


def rows(real_extracts: Path, mappings: Path) -> pd.DataFrame:
    """The 207 rows that are not blank, as text, with every column that the mapping names."""
    with (real_extracts / "kiosk_survey" / FILE).open(encoding="cp949", newline="") as text:
        header, *lines = csv.reader(text)
    mapped = read_toml(mappings / "kiosk_survey.toml")["columns"]
    named = {n: mapped[" ".join(title.split())] for n, title in enumerate(header)
             if " ".join(title.split()) in mapped}  # fmt: skip
    told = [{name: line[n] for n, name in named.items()} for line in lines]
    return pd.DataFrame([row for row in told if all(row.values())])
