"""What should the page of comments say? Themes by the slow way, shares, intervals, satisfaction."""

import tomllib

import numpy as np
import polars as pl
from scipy import stats

from pages.parts import words
from tests.etl.slow_themes import slowly
from tests.pages.walk.comparing import Expected, Table
from tests.pages.walk.design import Sampled
from tests.pages.walk.exempt import ENTRIES, OF_DIFFERENCES
from tests.pages.walk.small_numbers import SMALL

NAME, NONE = "comments", "none"
FIGURES = ("n", "comments", "share", "share_low", "share_high", "deff")
RATED = ("satisfaction", "others", "difference")


def expected(world, filters, views) -> Expected:
    frame, themes = world.once(NAME, lambda: mentioned(world.files))
    whole = Shares(world, filters, frame, themes, ())
    if not whole.n:
        return Expected()
    rows = [row | whole.rated(row) for row in whole.rows()]
    shown = [row for row in rows if row["share"] and row["theme"] != NONE]
    rated = {r["theme"]: r["difference"] for r in rows if r["difference"] is not None}
    sheets = filters.of(world.files.sheets).height
    marks = {
        "n": [whole.n],
        "written_share": [None if 0 < sheets - whole.n < SMALL else whole.n / sheets],
        "uncaught": [next(row["share"] for row in rows if row["theme"] == NONE)],
        "theme_share": {r["theme"]: r["share"] for r in rows if r["share"] is not None},
    }
    if shown:
        marks["most"] = [max(row["share"] for row in shown)]
    if least := [row["satisfaction"] for row in shown if row["satisfaction"] is not None]:
        marks["least_satisfied"] = [min(least)]
    if rated:
        marks["satisfaction_difference"] = rated
    split, theme = views["theme_split"], views["theme"]
    monthly = Shares(world, filters, frame, themes, ("month",)).rows()
    groups = Shares(world, filters, frame, themes, (split,)).rows()
    of_theme = [r for r in groups if r["theme"] == theme and r["share"] is not None]
    if of_theme:
        marks["group_share"] = {r[split] or "": r["share"] for r in of_theme}
    titled = words.say(f"{NAME}.caption.months", theme=title(world.files, theme))
    tables = {
        words.say(f"{NAME}.caption.themes"): Table(("theme",), rows, OF_DIFFERENCES),
        titled: Table(("month",), [row for row in monthly if row["theme"] == theme]),
        words.say(f"{NAME}.caption.{split}"): Table((split, "theme"), groups),
    }
    return Expected(tables, marks, {(NAME, whole.n)}, ENTRIES, [sheets])


def dictionary(files) -> list[dict]:
    return tomllib.loads((files.root / "themes.toml").read_text(encoding="utf-8"))["themes"]


def title(files, theme) -> str:
    named = {one["theme"]: one["title_fa"] for one in dictionary(files)}
    return named.get(theme, words.say(f"{NAME}.uncaught"))


def mentioned(files):
    """One row per respondent who wrote; per theme t the columns t and ~t, of which one is empty."""
    told = {"themes": dictionary(files)}
    themes = [one["theme"] for one in told["themes"]] + [NONE]
    frame = files.sheets.filter(pl.col("comment").is_not_null() & (pl.col("comment") != ""))
    found = {text: slowly(told, text)[0] or {NONE} for text in frame["comment"].unique()}
    said = [found[text] for text in frame["comment"]]
    for theme in themes:
        is_in = pl.Series([theme in each for each in said])
        frame = frame.with_columns(
            is_in.cast(pl.Float64).alias(f"y {theme}"),
            pl.Series([1 if yes else None for yes in is_in], dtype=pl.Int8).alias(theme),
            pl.Series([None if yes else 1 for yes in is_in], dtype=pl.Int8).alias(f"~{theme}"),
        )
    return frame, themes


class Shares:
    """The share of each theme in each group of `by`; hidden where either side of it must be."""

    def __init__(self, world, filters, frame, themes, by):
        self.by, self.themes, own = by, themes, filters.of(frame)
        _, everything, _, _ = world.small.groups(frame, filters, by)
        self.n = None if everything else own.height
        sides = [side + theme for theme in themes for side in ("", "~")]
        hidden, _ = world.small.of_items(frame, sides, filters, by)
        self.hidden = {(item.removeprefix("~"), *key) for item, *key in hidden}
        self.groups = own.partition_by(by, as_dict=True) if by else {(): own}
        self.sampled = Sampled(world.files, filters, "month" in by)

    def rows(self) -> list[dict]:
        return [
            dict(zip(self.by, key, strict=True)) | {"theme": theme} | self.figures(theme, key)
            for theme in self.themes
            for key in self.groups
        ]

    def figures(self, theme, key) -> dict:
        if (theme, *key) in self.hidden:
            return dict.fromkeys(FIGURES)
        rows = self.groups[key]
        one = self.sampled.estimate(rows, f"y {theme}", "branch" in self.by)
        y, w = (rows[name].to_numpy() for name in (f"y {theme}", "weight"))
        effective = one.n_effective or w.sum() ** 2 / np.sum(w**2)
        low, high = wilson(one.mean, min(effective, len(y)), one.df)
        return dict(
            zip(FIGURES, (int(y.sum()), len(y), one.mean, low, high, one.deff), strict=True)
        )

    def rated(self, row) -> dict:
        """Mean satisfaction of both sides, where both have 5 who answered it."""
        rows, theme = self.groups[()].drop_nulls("overall"), row["theme"]
        sides = [rows.drop_nulls(theme), rows.drop_nulls(f"~{theme}")]
        if row["n"] is None or min(side.height for side in sides) < SMALL:
            return dict.fromkeys(RATED)
        yes, no = (np.average(side["overall"], weights=side["weight"]) for side in sides)
        return dict(zip(RATED, (yes, no, yes - no), strict=True))


def wilson(share, n, df):
    """The two p at which |share − p| is t standard errors √(p(1 − p)/n): roots of a quadratic."""
    if df is None or df < 1:
        return None, None
    k = stats.t.ppf(0.975, df) ** 2 / n
    roots = np.roots([1 + k, -(2 * share + k), share**2])
    return tuple(sorted(float(np.clip(root.real, 0, 1)) for root in roots))
