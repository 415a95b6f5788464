"""What should the page of factors say? Every factor, counts by scale, and the scores of scales."""

from collections import Counter
from statistics import median

import polars as pl

from pages.parts import words
from tests.pages.walk.comparing import Expected, Table, Words
from tests.pages.walk.exempt import FURTHER
from tests.pages.walk.judging import Judging, answered, scores

STATUSES = ("favourable", "undetermined", "unfavourable")


def expected(world, filters, views) -> Expected:
    files, rule = world.files, views.get("rule", "evidence")
    reference = float(views.get("target", 3))
    frame = world.once("answered", lambda: answered(files))
    items = files.items["item"].to_list()
    judging = Judging(files, world.small, frame, items, filters, reference=reference)
    if not judging.n:
        return Expected()
    rows = [factor_row(files, row, reference == 3) for row in judging.rows(rule)]
    worth = [row["n_effective"] for row in rows if row["n_effective"] is not None]
    dots = {row["item"]: row["mean"] for row in rows if row["mean"] is not None}
    found = Expected(
        {
            words.say("factor_status.items_caption"): Table(("item",), rows, FURTHER),
            words.say("factor_status.components_caption"): _by_scale(world, rows),
        },
        _headline(rows, judging.n, rule),
        {("factor_status", judging.n)},
        said=[median(worth)] if worth else [],
    )
    scored = _scores(world, filters, reference, rule)
    matrix = _everywhere(world, filters)
    found |= scored | matrix
    found.marks["mean"] = dots | scored.marks.get("mean", {})
    return found


def factor_row(files, row, comparable) -> dict:
    """A judged factor with its names and what the paper printed."""
    item = files.items.row(by_predicate=pl.col("item") == row["item"], named=True)
    printed = files.published[row["item"]]
    titles = files.titles
    numbers = {f"published_{k}": float(printed[k]) for k in ("mean", "sd", "t", "p")}
    mean = row["mean"]
    differs = {row["status"], printed["status"]} == {"favourable", "unfavourable"}
    return row | numbers | {
        "title": titles[row["item"]],
        "component": item["component"],
        "subscale": item["subscale"],
        "effect_word": Words(words.say(f"effect.{row['effect_word']}"))
        if row["effect_word"] else Words(words.say("no_data")),
        "published_status": printed["status"],
        "gap": None if mean is None else mean - numbers["published_mean"],
        "differs": differs,
    }  # fmt: skip


def _headline(rows, n, rule) -> dict:
    counted = Counter(row["status"] for row in rows)
    shown = STATUSES if rule == "evidence" else ("favourable", "unfavourable")
    printed = sum(row["published_status"] == "favourable" for row in rows)
    return {code: [counted[code]] for code in shown} | {
        "published_favourable": [printed],
        "n": [n],
    }


def _by_scale(world, rows) -> Table:
    counted = []
    for column in ("component", "subscale"):
        for code in dict.fromkeys(row[column] for row in rows):
            inside = [row for row in rows if row[column] == code]
            line = {"title": world.files.titles[code], "items": len(inside)}
            for prefix, key in (("", "status"), ("published_", "published_status")):
                line |= {prefix + s: sum(r[key] == s for r in inside) for s in STATUSES}
            counted.append(line)
    return Table(("title", "items"), counted)


def _scores(world, filters, reference, rule) -> Expected:
    frame, scales = world.once("scores", lambda: scores(world.files))
    judging = Judging(world.files, world.small, frame, scales, filters, reference=reference)
    rows = [
        row | {"title": world.files.titles[row["item"]]}
        | {"effect_word": Words(words.say(f"effect.{row['effect_word']}" if row["effect_word"]
                                          else "no_data"))}
        for row in judging.rows(rule)
    ]  # fmt: skip
    known = {row["item"]: row["mean"] for row in rows if row["mean"] is not None}
    if not known.keys() - {"total"}:
        return Expected()
    return Expected(
        {words.say("scales.caption"): Table(("title",), rows, FURTHER)},
        {"mean": known},
        {("scale_status", judging.n)},
    )


def _everywhere(world, filters) -> Expected:
    """The matrix of provinces: its foot counts who answered in all of them."""
    frame = world.once("answered", lambda: answered(world.files))
    rows = filters.everywhere.of(frame)
    few = world.small.groups(frame, filters.everywhere, ("province",))[1]
    if rows["province"].n_unique() < 2:
        return Expected()
    return Expected(feet={("factor_matrix", None if few else rows.height)})
