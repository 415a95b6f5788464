"""Kano: which things please when they are there, and which offend when they are missing?

Each respondent's pair of answers about a thing, had the service it and had it not, has a category
by the evaluation table (`analysis.statistics.kano`). One row per thing that was asked so:
- attractive … questionable: respondents of each category; their weighted shares in …_share
- category: the largest share, second: the one after it; difference: first − second share, its
  interval and p (adjusted over all things) by the survey's design; sure: p below 0.05. The two
  are picked by the same answers, so of a close call this says somewhat too much
- fong: whether Fong's test of the two counts, at 90 %, says the same
- better, worse: how much satisfaction the thing can win, and lose where it is missing, each with a
  95 % interval (Wilson's, on the effective answers); reverse and questionable answers are not
  counted, and neither is told where fewer than 5 others are left
A category may count 1 … 4 of at least 5 respondents, as an answer to a factor may.
`problem`: no_kano (the questionnaire asks no such pairs), or no_sheets (an old version).
"""

from dataclasses import replace

import polars as pl

from analysis import battery_pairs, kano_rows
from analysis.answer import Answer
from analysis.kano_rows import NAMES
from analysis.marts import Marts
from analysis.provenance import provenance
from analysis.selection import Selection
from analysis.survey_estimates import SURVEY


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    adjust: str = "bh",
    design: str = SURVEY,
) -> Answer:
    """One row per thing asked about and group of `by`; adjust, design: as in `factor_status`."""
    by, asked, way = battery_pairs.opened(marts, selection, by, adjust, design)
    missing = battery_pairs.missing(marts, battery_pairs.KANO_TABLE)
    items = pl.DataFrame() if missing else _items(marts, asked)
    if not items.height:
        return _nothing(marts, asked, way, missing)
    asked = replace(asked, selection=replace(asked.selection, battery=None))
    rows, n, notes = kano_rows.judged(marts, asked, items, by, way)
    return Answer(
        question="kano",
        rows=rows,
        totals=_totals(asked, way, None, rows),
        n=n,
        notes=notes,
        **provenance(
            marts, "answer_sheets", asked.selection, "battery = $battery",
            battery=battery_pairs.KANO[0],
        ),
    )  # fmt: skip


def _items(marts, asked) -> pl.DataFrame:
    return marts.query(
        f"""select item, position, title_fa, title_en from {battery_pairs.KANO_TABLE}
            where instrument = $instrument""",
        instrument=asked.instrument["instrument"],
    )


def _totals(asked, way, problem, rows) -> dict:
    """How many things have which category, and of how many that is sure; with `by`, of rows."""
    return {
        "instrument": asked.instrument["instrument"],
        "problem": problem,
        "adjust": way.adjust,
        "design": way.design,
        "items": len({row["item"] for row in rows}),
        "sure": sum(row["sure"] is True for row in rows),
        **{name: sum(row["category"] == name for row in rows) for name in NAMES.values()},
    }


def _nothing(marts, asked, way, missing) -> Answer:
    """No pairs of this kind, or none that this version knows of."""
    return Answer(
        question="kano",
        rows=[],
        totals=_totals(asked, way, "no_sheets" if missing else "no_kano", []),
        n=0,
        notes=asked.notes + missing,
        **provenance(marts, "respondents", asked.selection, "answered > 0"),
    )
