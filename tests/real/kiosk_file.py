"""The kiosk file, read without the product: the rows with answers, by our names of the columns."""

import csv
from pathlib import Path

import pandas as pd

from etl.instruments import read_toml

FILE = "kiosk_raw_cp949.csv"
FACTORS = {
    "tangible": ["x4", "x5", "x6", "x22"],
    "security": ["x19", "x20", "x21"],
    "economy": ["x10", "x11", "x18"],
    "convenience": ["x13", "x14", "x15", "x16", "x17"],
    "reliability": ["x1", "x2", "x3"],
    "control": ["x7", "x8"],
}


def rows(real_extracts: Path, mappings: Path) -> pd.DataFrame:
    """The 207 rows that are not blank, as text, with every column that the mapping names."""
    with (real_extracts / "kiosk_survey" / FILE).open(encoding="cp949", newline="") as text:
        header, *lines = csv.reader(text)
    mapped = read_toml(mappings / "kiosk_survey.toml")["columns"]
    named = {n: mapped[" ".join(title.split())] for n, title in enumerate(header)
             if " ".join(title.split()) in mapped}  # fmt: skip
    told = [{name: line[n] for n, name in named.items()} for line in lines]
    return pd.DataFrame([row for row in told if all(row.values())])
