"""What should the page of frameworks say? Scores from the files' rows and the frameworks' TOML."""

import tomllib
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from pages.parts import numbers, words
from tests.pages.walk import headlines
from tests.pages.walk.comparing import Expected, Table, Words

NAME, ASSESSED, RELATED = "frameworks", "self_assessment", "readiness_and_satisfaction"
BEYOND = "participation"


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def expected(world, filters, views) -> Expected:
    code = views.get("framework", "cx_readiness")
    sheets = world.once(("assessed", code), lambda: Sheets(world.files.root, code))
    every = sorted(sheets.units(world.files.provinces))
    here = [p for p in every if not filters.provinces or p in filters.provinces]
    rows = [sheets.unit(world, province) for province in every]
    shown = [row for row in rows if row["province"] in here]
    means = [sheets.mean(shown, part) for part in sheets.parts]
    found = Expected(
        {
            say("heat_levels" if sheets.staged else "heat_caption"): Table(("unit",), [
                {"unit": row["province"], **row["scores"], "level": sheets.title(row["level"])}
                for row in rows]),
            say("units_caption"): Table(("unit",), [
                row | {"unit": row["name"]}
                | {key: sheets.title(row[key]) for key in ("level", "level_before") if key in row}
                for row in rows]),
            say("levels_caption" if sheets.staged else "layers_caption"): Table(
                ("title",), means[1:]),
            say("stated.caption"): None,  # as printed: tests/data has every number of it
        },
        _headline(sheets, shown, means)
        | {"component_score": {row["part"]: row["score"] for row in means
                               if row["kind"] == "component" and row["score"] is not None}},
        {(ASSESSED, len(every)), (ASSESSED, len(here))},
        said=[len(sheets.weights)],
    )  # fmt: skip
    missing = [row for row in shown if row["missing"]]
    if missing:
        found.tables[say("missing_caption")] = Table(("unit",), [
            {"unit": row["name"], "count": numbers.number(len(row["missing"])),
             "titles": words.listed(row["missing"])} for row in missing])  # fmt: skip
    return found | _satisfaction(world, filters, rows)


def _headline(sheets, shown, means) -> dict:
    marks = {
        "units": [len(shown)],
        "complete": [sum(not row["missing"] for row in shown)],
        "score": [means[0]["score"]],
        "change": [means[0]["change"]],
    }
    if sheets.staged:
        return marks | {"beyond": [sum(row["level"] == BEYOND for row in shown)]}
    return marks | {"outer": [means[1]["score"]]}


def _satisfaction(world, filters, rows) -> Expected:
    """Complete assessments beside the satisfaction of the months and customers asked for."""
    satisfied = headlines.values(world, filters.everywhere, "satisfaction", ("province",))
    beside = []
    for row in rows:
        if not row["missing"] and (row["province"],) in satisfied:
            n, mean, low, high, _ = satisfied[row["province"],]
            told = {"n": n, "value": mean, "low": low, "high": high}
            beside.append({"province": row["province"], "score": row["score"], **told})
    n = sum(row["n"] or 0 for row in beside)
    shown = [row for row in beside if row["value"] is not None]
    table = {say("satisfaction.caption"): Table(("province",), beside)} if shown else {}
    return Expected(table, {}, {(RELATED, n)}, said=_rank_correlation(shown))


def _rank_correlation(rows) -> list[float]:
    """Spearman's, with the interval of Bonett & Wright."""
    if len(rows) < 4:
        return []
    rho = stats.spearmanr([r["score"] for r in rows], [r["value"] for r in rows]).statistic
    reach = stats.norm.isf(0.025) * np.sqrt((1 + rho**2 / 2) / (len(rows) - 3))
    return [rho, *np.tanh(np.arctanh(rho) + np.array([-reach, reach]))]


@dataclass(frozen=True)
class Part:
    part: str
    kind: str
    title: str
    statements: list


class Sheets:
    """The rounds of one framework: province → statement → score, of the last two files."""

    def __init__(self, root, code):
        path = root / "frameworks" / f"{code}.toml"
        self.toml = tomllib.loads(path.read_text(encoding="utf-8"))
        self.staged = "reached" in self.toml
        files = sorted((root / "inbox").glob("self_assessment_*.csv"))[-2:]
        self.before, self.now = (self._read(file, code) for file in files)
        self.before_month = files[0].stem[-7:]
        self.weights = {s["statement"]: s.get("codes", 1) for s in self.toml["statements"]}
        self.titles = {s["statement"]: s["title_fa"] for s in self.toml["statements"]}
        self.parts = list(self._parts())

    def _read(self, file, code):
        rows = pl.read_csv(file).filter(pl.col("framework") == code).drop_nulls("score")
        found = {}
        for province, statement, score in rows.select("province", "statement", "score").iter_rows():
            found.setdefault(province, {})[statement] = score
        return found

    def _parts(self):
        of = {s["statement"]: s["component"] for s in self.toml["statements"]}
        yield Part("score", "total", "", list(of))
        for layer in self.toml["layers"]:
            inside = [c for c in self.toml["components"] if c["layer"] == layer["layer"]]
            members = {c["component"]: [s for s in of if of[s] == c["component"]] for c in inside}
            yield Part(layer["layer"], "layer", layer["title_fa"], sum(members.values(), []))
            for one in inside:
                code = one["component"]
                yield Part(code, "component", one["title_fa"], members[code])

    def units(self, provinces):
        return [province for province in provinces if province in self.now]

    def unit(self, world, province) -> dict:
        now, before = self.now[province], self.before.get(province, {})
        both = [code for code in self.weights if code in now and code in before]
        then = self.weighted(before, both)
        names = dict(world.files.table("provinces").select("province", "name_fa").rows())
        row = {
            "province": province, "name": names[province], "now": now, "before_of": before,
            "score": self.weighted(now, [c for c in self.weights if c in now]),
            "answered": len(now), "statements": len(self.weights), "compared": len(both),
            "before_month": self.before_month, "before": then,
            "change": self.weighted(now, both) - then,
            "missing": [self.titles[c] for c in self.weights if c not in now],
            "scores": {part.part: self.weighted(now, [c for c in part.statements if c in now])
                       for part in self.parts if part.kind != "layer"},
        }  # fmt: skip
        if not self.staged:
            return row | {"level": None}
        return row | {"level": self.level(now), "level_before": self.level(before)}

    def weighted(self, scores, codes):
        if not codes:
            return None
        weights = [self.weights[code] for code in codes]
        return sum(w * scores[c] for w, c in zip(weights, codes, strict=True)) / sum(weights)

    def level(self, scores):
        last = None
        for part in self.parts:
            if part.kind == "component":
                if min(scores.get(code, 0) for code in part.statements) < self.toml["reached"]:
                    return last
                last = part.part
        return last

    def title(self, level):
        """A level in words; that of none may be told by its words alone."""
        titles = {part.part: part.title for part in self.parts}
        return Words(titles.get(level, say("no_level")))

    def mean(self, rows, part) -> dict:
        scores, changes = [], []
        for row in rows:
            judged = [c for c in part.statements if c in row["now"]]
            both = [c for c in judged if c in row["before_of"]]
            if len(judged) == len(part.statements):
                scores.append(self.weighted(row["now"], judged))
            if both:
                now, before = (self.weighted(row[of], both) for of in ("now", "before_of"))
                changes.append(now - before)
        return {
            "part": part.part, "kind": part.kind, "title": part.title,
            "statements": len(part.statements), "units": len(scores), "changed": len(changes),
            "weight": sum(self.weights[code] for code in part.statements),
            "score": sum(scores) / len(scores) if scores else None,
            "change": sum(changes) / len(changes) if changes else None,
        }  # fmt: skip
