"""What should the page of priorities say? Importance against the gap, and the actions on each."""

import tomllib
from collections import Counter
from statistics import median

from pages.parts import words
from tests.pages.walk.comparing import Expected, Table
from tests.pages.walk.exempt import ACTION_WORDS, DRIVERS
from tests.pages.walk.judging import Judging, answered

NAME = "priorities"
IN_FOLDS = 6  # factors whose actions stand in folds of their own; the rest in one


def expected(world, filters, views) -> Expected:
    files, reference = world.files, float(views.get("target", 3))
    frame = world.once("answered", lambda: answered(files))
    items = files.items["item"]
    judging = Judging(files, world.small, frame, items, filters, reference=reference)
    if not judging.n:
        return Expected()
    middle = median(float(one["loading"]) for one in files.published.values())
    rows = [_row(files, row, reference, middle) for row in judging.rows(views["rule"])]
    below = [row for row in rows if row["gap"] is not None and row["gap"] > 0]
    urgent = [r for r in below if (r["quadrant"], r["status"]) == ("first", "unfavourable")]
    marks = {
        "urgent": [len(urgent)],
        "unfavourable": [Counter(row["status"] for row in rows)["unfavourable"]],
        "taken": [0],
        "n": [judging.n],
    }
    tables = {
        words.say(f"{NAME}.factors_caption"): Table(("item",), rows),
        words.say(f"{NAME}.actions_caption"): _actions(files, rows),
    }
    if below:
        marks["gap"] = [max(row["gap"] for row in below)]
        tables[words.say(f"{NAME}.gaps_caption")] = Table(("item",), below)
    acting = tables[words.say(f"{NAME}.actions_caption")].rows
    poor = {row["item"] for row in rows if row["status"] == "unfavourable"}
    actions = {row["action"] for row in acting if row["item"] in poor}
    said = [middle, reference, len(actions), len(poor) - IN_FOLDS]
    return Expected(tables, marks, {(NAME, judging.n)}, DRIVERS, said)


def _row(files, row, reference, middle) -> dict:
    importance = float(files.published[row["item"]]["loading"])
    gap = None if row["mean"] is None else reference - row["mean"]
    quadrant = None
    if gap is not None:
        names = ("first", "keep") if importance >= middle else ("later", "enough")
        quadrant = names[gap <= 0]
    return row | {
        "title": files.titles[row["item"]],
        "importance": importance,
        "gap": gap,
        "gap_low": None if row["high"] is None else reference - row["high"],
        "priority": None if gap is None else gap * importance,
        "quadrant": quadrant,
    }


def _actions(files, rows) -> Table:
    told = tomllib.loads((files.root / "actions.toml").read_text(encoding="utf-8"))["actions"]
    pairs = [
        {"item": row["item"], "title": row["title"], "action": action["title_fa"]}
        for row in rows
        for action in told
        if row["item"] in action["factors"]
    ]
    return Table(("item", "action"), pairs, ACTION_WORDS)
