"""What should the page of expectations say? Pairs of answers of the website's survey, judged anew.

The reader chose the other questionnaire; the page shows this one, which asks for both sides.
"""

import tomllib
from statistics import mean, median

import numpy as np
import polars as pl

from pages.parts import words
from tests.pages.walk.comparing import Expected, Table
from tests.pages.walk.design import Estimate, Sampled
from tests.pages.walk.judging import Judging

NAME, INSTRUMENT = "gaps", "e_service_quality"
EXPECTED, PERCEIVED, IMPORTANCE = BATTERIES = ("expectation", "perception", "importance")
VERDICTS = {"unfavourable": "falls_short", "favourable": "exceeds", "undetermined": "undetermined"}


class Simple:
    """Answers drawn one by one: what scipy's paired test takes them for."""

    def estimate(self, rows, item, of_branch=False):
        y = rows[item].drop_nulls().to_numpy()
        if len(y) < 2:
            return Estimate(len(y), float(y[0])) if len(y) else None
        sd = float(np.std(y, ddof=1))
        deff = 1.0 if sd > 0 else None
        n = len(y)
        return Estimate(n, float(y.mean()), sd, sd / np.sqrt(n), n - 1, deff, n if deff else None)


class Survey:
    """The sheets of the website's survey, and what its questionnaire says."""

    def __init__(self, files):
        path = files.root / "instruments" / f"{INSTRUMENT}.toml"
        self.toml = tomllib.loads(path.read_text(encoding="utf-8"))
        self.items = [item["item"] for item in self.toml["items"]]
        component = {one["subscale"]: one["component"] for one in self.toml["subscales"]}
        self.dimension = {item["item"]: item["subscale"] for item in self.toml["items"]}
        self.titles = {"total": "همهٔ عامل‌ها با هم"}
        for kind, code in (
            ("items", "item"),
            ("subscales", "subscale"),
            ("components", "component"),
        ):
            self.titles |= {one[code]: one["title_fa"] for one in self.toml[kind]}
        self.scales = {name: [] for name in component}
        self.scales |= {name: [] for name in component.values()} | {"total": self.items}
        for item, name in self.dimension.items():
            self.scales[name].append(item)
            self.scales[component[name]].append(item)
        rows = files._rows(f"survey_{INSTRUMENT}_*.csv", "answered_on")
        answers = [f"{item}.{battery}" for item in self.items for battery in BATTERIES]
        self.sheets = rows.with_columns(
            pl.col(answers).cast(pl.Float64, strict=False), weight=pl.lit(1.0)
        )

    def side(self, battery, of_pairs=False) -> pl.DataFrame:
        """A column per item; of pairs: only where the other side was answered too."""
        told = [pl.col(f"{item}.{battery}").alias(item) for item in self.items]
        if of_pairs:
            both = {i: pl.col(f"{i}.{EXPECTED}", f"{i}.{PERCEIVED}") for i in self.items}
            told = [
                pl.when(pl.all_horizontal(both[i].is_not_null())).then(one).alias(i)
                for i, one in zip(self.items, told, strict=True)
            ]
        return self._of_anybody(self.sheets.with_columns(told))

    def pairs(self, value) -> pl.DataFrame:
        """value: of the gap, or one side; a column per item and per scale, one row per pair."""
        sides = {b: self.side(b, of_pairs=True) for b in (EXPECTED, PERCEIVED)}
        if value == "gap":
            frame = sides[PERCEIVED].with_columns(
                (sides[PERCEIVED][item] - sides[EXPECTED][item]).alias(item) for item in self.items
            )
        else:
            frame = sides[value]
        for name, items in self.scales.items():
            enough = pl.sum_horizontal(pl.col(items).is_not_null()) * 2 >= len(items)
            frame = frame.with_columns(pl.when(enough).then(pl.mean_horizontal(items)).alias(name))
        return frame

    def _of_anybody(self, frame):
        return frame.filter(pl.any_horizontal(pl.col(self.items).is_not_null()))


def expected(world, filters, views) -> Expected:
    survey = world.once("website", lambda: Survey(world.files))
    sampled = Sampled(world.files, filters, finite=False, sheets=survey.sheets)
    sampled = Simple() if views.get("design") == "simple" else sampled
    judge = _Judge(world, filters, survey, sampled)
    items, n = judge.pairs(survey.items)
    if not n:
        return Expected()
    scales, _ = judge.pairs(list(survey.scales))
    importance = judge.importance()
    for row in items:
        row["importance"] = importance[row["item"]]
        row["dimension"] = survey.titles[survey.dimension[row["item"]]]
    for row in scales:
        known = [importance[item] for item in survey.scales[row["item"]]]
        row["importance"] = None if None in known else mean(known)
    return _page(judge, items, scales, n)


class _Judge:
    def __init__(self, world, filters, survey, sampled):
        self.world, self.filters, self.survey, self.sampled = world, filters, survey, sampled

    def pairs(self, columns):
        """The rows of the tables, and how many respondents have a pair."""
        kept = {
            value: self.world.once(f"website {value}", lambda v=value: self.survey.pairs(v))
            for value in ("gap", EXPECTED, PERCEIVED)
        }
        judging = self._judging(kept["gap"], columns, 0.0)
        rows = []
        for row in judging.rows("evidence"):
            row |= {"gap": row["mean"], "verdict": VERDICTS.get(row["status"])}
            row |= {"title": self.survey.titles[row["item"]], "kind": self._kind(row["item"])}
            for battery, name in ((EXPECTED, "expected"), (PERCEIVED, "perceived")):
                told = self.filters.of(kept[battery])
                one = None if row["suppressed"] else self.sampled.estimate(told, row["item"])
                low, _ = one.interval() if one else (None, None)
                row |= {name: one and one.mean, f"{name}_low": low}
            rows.append(row)
        return rows, judging.n

    def importance(self) -> dict:
        frame = self.world.once("website importance", lambda: self.survey.side(IMPORTANCE))
        rows = self._judging(frame, self.survey.items, 3.0).rows("evidence")
        return {row["item"]: row["mean"] for row in rows}

    def performance(self):
        frame = self.world.once("website performance", lambda: self.survey.side(PERCEIVED))
        judging = self._judging(frame, self.survey.items, 3.0)
        return judging.rows("evidence"), judging.n

    def _judging(self, frame, columns, reference):
        return Judging(self.world.files, self.world.small, frame, columns, self.filters,
                       reference=reference, sampled=self.sampled)  # fmt: skip

    def _kind(self, name):
        for kind in ("subscale", "component"):
            if name in {one[kind] for one in self.survey.toml[f"{kind}s"]}:
                return kind
        return name


def _page(judge, items, scales, n) -> Expected:
    known = {row["item"]: row["gap"] for row in items if row["gap"] is not None}
    dimensions = [row for row in scales if row["kind"] == "subscale"]
    gaps = [row["gap"] for row in dimensions]
    verdicts = [row["verdict"] for row in items]
    marks = {name: [verdicts.count(name)] for name in ("falls_short", "exceeds")} | {"n": [n]}
    if None not in gaps:
        marks["unweighted"] = [mean(gaps)]
        weights = [row["importance"] for row in dimensions]
        if None not in weights:
            marks["weighted"] = [float(np.average(gaps, weights=weights))]
    found = Expected({}, marks, {(NAME, n)})
    if not known:
        return found
    found.marks |= {"difference": known, "gap": known}
    found.tables[words.say(f"{NAME}.items_caption")] = Table(("item",), items)
    if any(gap is not None for gap in gaps):
        shown = {row["item"]: row["gap"] for row in dimensions if row["gap"] is not None}
        found.marks["dimension_gap"] = shown
        found.tables[words.say(f"{NAME}.dimensions_caption")] = Table(("title",), scales)
    return found | _quadrants(judge, {row["item"]: row["importance"] for row in items})


def _quadrants(judge, importance) -> Expected:
    """Performance against stated importance, as the page of priorities has it."""
    stated = [one for one in importance.values() if one is not None]
    rows, n = judge.performance()
    if not stated:
        return Expected()
    told = []
    for row in rows:
        gap = None if row["mean"] is None else 3 - row["mean"]
        weight, quadrant = importance[row["item"]], None
        if None not in (gap, weight):
            names = ("first", "keep") if weight >= median(stated) else ("later", "enough")
            quadrant = names[gap <= 0]
        told.append(row | {
            "title": judge.survey.titles[row["item"]], "importance": weight, "gap": gap,
            "priority": None if None in (gap, weight) else gap * weight, "quadrant": quadrant,
        })  # fmt: skip
    table = Table(("item",), told)
    return Expected({words.say(f"{NAME}.quadrants_caption"): table}, {}, {("priorities", n)})
