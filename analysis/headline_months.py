"""The months of the headline measures: values, and what their process charts say of the last one.

Four of them are charted by `process_charts`; the other three are drawn here in the same way, in a
family that counts them too.
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from analysis import process_charts
from analysis.answer import Answer, Note
from analysis.chart_rows import drawn
from analysis.headline_values import values
from analysis.headlines import HEADLINES
from analysis.marts import Marts
from analysis.measures import CHARTED
from analysis.questionnaire import Questionnaire

SHARED = tuple(name for name in HEADLINES if name in CHARTED)
OWN = tuple(name for name in HEADLINES if name not in CHARTED)
# Counted from the respondents whose small months the chart of satisfaction hides
OF_SHEETS = ("favourable_factors",)
HIDDEN = {"n": None, "value": None, "suppressed": True}
SCHEMA = {"month": pl.String, "n": pl.Int64, "value": pl.Float64, "suppressed": pl.Boolean}


def followed(
    marts: Marts, asked: Questionnaire, targets: Mapping[str, float]
) -> tuple[Answer, list[dict], dict[str, dict], list[Note]]:
    """The answer of `process_charts`; rows per measure and month; charts by measure; remarks."""
    selection = asked.selection
    answer = process_charts.ask(marts, selection, measures=SHARED, targets=targets)
    if not answer.loads:
        return answer, [], {}, []
    rows, charts, notes = list(answer.rows), list(answer.totals["charts"]), []
    family = answer.totals["family"] * (len(CHARTED) + len(OWN)) // len(CHARTED)
    source = {"period": answer.period, "loads": answer.loads}
    place = replace(process_charts.place_of(marts, asked, source), family=family)
    unseen = {row["month"] for row in rows if row["suppressed"]}
    for name in OWN:
        found, said = _history(marts, selection, name)
        if name in OF_SHEETS:
            found = [row | HIDDEN if row["month"] in unseen else row for row in found]
        own, chart = drawn(HEADLINES[name], _series(name, found), place, targets.get(name))
        rows, charts, notes = rows + own, charts + chart, notes + said
    return answer, rows, {chart["measure"]: chart for chart in charts}, notes


def _history(marts, selection, name) -> tuple[list[dict], list[Note]]:
    """The months up to the last chosen. Each is a sample of its own, whichever are asked for beside
    it: where nothing is remarked, they are counted once for every choice of months."""
    if name in OF_SHEETS:
        whole = replace(selection, first_month=None, last_month=None)
        schema = SCHEMA | {"low": pl.Float64, "high": pl.Float64, "weak": pl.Boolean}
        found = marts.keep(
            ("months", name, whole),
            lambda: pl.DataFrame(values(marts, whole, name, ("month",))[0], schema=schema),
        )
        return found.filter(pl.col("month") <= (selection.last_month or "9")).to_dicts(), []
    return values(marts, replace(selection, first_month=None), name, ("month",))


def _series(name: str, found: list[dict]) -> pl.DataFrame:
    """The months of a measure as `chart_rows` wants them: of a share the count too."""
    series = pl.DataFrame([{key: row[key] for key in SCHEMA} for row in found], schema=SCHEMA)
    if HEADLINES[name].is_share:
        return series.with_columns(count=(pl.col("value") * pl.col("n")).round())
    return series
