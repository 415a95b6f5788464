"""What should the page of the evidence model say? The paper typed again, and its factors judged."""

import csv
import tomllib
from collections import Counter
from pathlib import Path

from pages.parts import words
from tests.pages.walk.comparing import Expected, Table
from tests.pages.walk.judging import Judging, answered

NAME = "evidence_model"
TYPED = Path(__file__).parents[2] / "data" / "evidence_model_tables.csv"
CODES, EXPERTS = 64, 35
OF_STRATEGIES = 4
WORDS_OF_LINES = frozenset({"title", "part", "concept", "repeats"})  # compared in tests/data


def expected(world, filters, views) -> Expected:
    files = world.files
    frame = world.once("answered", lambda: answered(files))
    judging = Judging(files, world.small, frame, files.items["item"], filters)
    acting = _strategies(files)
    rows = {row["item"]: row for row in judging.rows("evidence")} if judging.n else {}
    nothing = {"n": judging.n}  # 0 answers, or a number that may not be said
    factors = [_factor(files, rows.get(item, nothing), item, acting) for item in files.items["item"]
               if any(item in own for own in acting.values())]  # fmt: skip
    statuses = Counter(row["status"] for row in factors)
    typed = _typed()
    marks = {
        "participants": [EXPERTS],
        "codes": [CODES],
        "linked": [len(factors)],
        "frequency": {f"{row['of_table']}.{row['line']}": row["frequency"] for row in typed
                      if row["of_table"] == OF_STRATEGIES},
        "contradiction": None,
    }  # fmt: skip
    if any(statuses[name] for name in ("favourable", "unfavourable", "undetermined")):
        marks |= {name: [statuses[name]] for name in ("unfavourable", "favourable")}
        means = {row["item"]: row["mean"] for row in factors if row["mean"] is not None}
        marks["mean"] = {
            f"{concept}.{item}": means[item]
            for concept, own in acting.items()
            for item in own & means.keys()
        }
    tables = {
        words.say(f"{NAME}.codes_caption"): Table(("of_table", "line"), typed, WORDS_OF_LINES),
        words.say(f"{NAME}.factors_caption"): Table(("item",), factors),
        words.say(f"{NAME}.said_caption"): None,
        "*paper": None,
    }
    return Expected(tables, marks, {(NAME, judging.n)})


def _typed() -> list[dict]:
    with TYPED.open(encoding="utf-8", newline="") as file:
        return [
            {"of_table": int(row["table"]), "line": int(row["row"]),
             "frequency": int(row["frequency"])}
            for row in csv.DictReader(file)
        ]  # fmt: skip


def _strategies(files) -> dict:
    """Concept of the strategies → the factors that its codes act on."""
    path = files.root / "studies" / "evidence_model.toml"
    parts = tomllib.loads(path.read_text(encoding="utf-8"))["parts"]
    strategies = next(part for part in parts if part["part"] == "strategies")
    return {
        concept["concept"]: {item for code in concept["codes"] for item in code["factors"]}
        for concept in strategies["concepts"]
    }


def _factor(files, row, item, acting) -> dict:
    known = {key: row.get(key) for key in ("n", "mean", "low", "high", "status")}
    of = [concept for concept, own in acting.items() if item in own]
    return known | {"item": item, "title": files.titles[item], "concepts": str(sorted(of))}
