"""The rows of a Kano analysis: categories counted, the leading one tested, better and worse."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis import battery_pairs
from analysis.disclosure import SMALL
from analysis.evidence import ALPHA
from analysis.judged import Way
from analysis.marts import Marts
from analysis.measure_sums import INNER, PLACE, SUMS
from analysis.questionnaire import Questionnaire
from analysis.statistics import multiple
from analysis.statistics.kano import BETTER, JUDGED, WORSE, category, first_two, fong
from analysis.statistics.wilson import wilson
from analysis.survey_estimates import SIMPLE, sample_of, with_estimates

NAMES = {"M": "must_be", "O": "one_dimensional", "A": "attractive", "I": "indifferent",
         "R": "reverse", "Q": "questionable"}  # fmt: skip
SHARES = tuple(f"{name}_share" for name in NAMES.values())
SIDES = ("better", "worse")
LIMITS = tuple(f"{side}{end}" for side in SIDES for end in ("", "_low", "_high"))
TESTED = ("difference", "se", "df")
FIGURES = ("n", *NAMES.values(), *SHARES, "category", "second", *TESTED, "fong", *LIMITS)


def judged(
    marts: Marts, asked: Questionnaire, items: pl.DataFrame, by: Sequence[str], way: Way
) -> tuple[list[dict], int | None, list]:
    """(rows, respondents in all, remarks): each of `items` in each group that has pairs."""
    keys = ("item", *by)
    people, pairs = battery_pairs.kano_pairs()
    cells = _cells(marts, asked.selection, keys, pairs)
    sampled = sample_of(marts, asked.selection, by, way.design)
    rows = items.join(cells.select(by).unique(), how="cross") if by else items
    rows = _counted(rows, cells, keys)

    def estimated(rows, y, of=True):
        sums = _sums(cells.join(rows.select(*keys, "category", "second"), on=keys,
                                nulls_equal=True), keys, y, of)  # fmt: skip
        return with_estimates(rows.select(keys), keys, sums, sampled, 0.0, way.design)

    rows, notes = _with_difference(rows, estimated)
    for side, letters in (("better", BETTER), ("worse", WORSE)):
        y, of = pl.col("letter").is_in(letters), pl.col("letter").is_in(JUDGED)
        rows = rows.hstack(_side(rows, side, estimated(rows, y, of)[0], way.design))
    rows, n, remarks = marts.suppress(rows, FIGURES, asked.selection, by, people, pairs)
    rows = _tested(rows.sort([*by, "position"], nulls_last=True), by, way.adjust)
    return rows.to_dicts(), n, remarks + notes


def _cells(marts, selection, keys, pairs) -> pl.DataFrame:
    """Respondents and weights by group, branch and category (its letter)."""
    rows = marts.query(
        f"""select {", ".join(dict.fromkeys((*keys, *PLACE)))}, first_answer, second_answer,
                sum(respondents)::bigint as n,
                coalesce(sum(respondents) filter (weight > 0), 0)::double as weighed,
                sum(weight)::double as weight, sum(weight_squared)::double as weight_squared
            from {pairs.table} where {pairs.condition} group by all""",
        selection,
        **pairs.parameters,
    )
    answers = rows.select("first_answer", "second_answer").rows()
    letters = [category(functional, dysfunctional) for functional, dysfunctional in answers]
    return rows.with_columns(letter=pl.Series(letters, dtype=pl.String))


def _counted(rows, cells, keys) -> pl.DataFrame:
    """With n, counts and shares of every category, the first two of them, and Fong's test."""
    counts = cells.group_by(keys).agg(
        pl.col("n").sum(),
        whole=pl.col("weight").sum(),
        **{name: pl.col("n").filter(letter=letter).sum() for letter, name in NAMES.items()},
        **{f"{name}_share": pl.col("weight").filter(letter=letter).sum()
           for letter, name in NAMES.items()},
    )  # fmt: skip
    rows = rows.join(counts, on=keys, how="left", nulls_equal=True)
    rows = rows.with_columns(pl.col("n", *NAMES.values()).fill_null(0))
    rows = rows.with_columns(
        pl.when(pl.col("whole") > 0).then(pl.col(name) / pl.col("whole")).alias(name)
        for name in SHARES
    ).drop("whole")
    leading = [_leading(row) for row in rows.iter_rows(named=True)]
    types = {"category": pl.String, "second": pl.String, "fong": pl.Boolean}
    return rows.hstack(pl.DataFrame(leading, schema=types, orient="row"))


def _leading(row) -> tuple:
    shares = {letter: row[f"{name}_share"] or 0 for letter, name in NAMES.items()}
    first, second = first_two(shares)
    if first is None:
        return None, None, None
    most, next_ = (row[NAMES[letter]] for letter in (first, second))
    return NAMES[first], NAMES[second], fong(most, next_, row["n"])


def _sums(cells, keys, y, of) -> pl.DataFrame:
    """`SUMS` and `INNER` of a value `y` of each pair, of the pairs that `of` keeps."""
    kept = cells.filter(of).with_columns(y=y.cast(pl.Float64))
    w, w2, y = pl.col("weight"), pl.col("weight_squared"), pl.col("y")
    values = (pl.col("weighed"), w, w * y, w * y * y, w2, w2 * y, w2 * y * y)
    return kept.group_by(list(dict.fromkeys((*keys, *PLACE)))).agg(
        value.sum().alias(name) for name, value in zip((*SUMS, *INNER), values, strict=True)
    )


def _side(rows, side, told, design) -> pl.DataFrame:
    """A share of the pairs that are judged, with Wilson's limits; worse counts below zero.

    None where fewer than 5 pairs are judged: there may be 5 and more in all.
    """
    judged = sum(rows[NAMES[letter]] for letter in JUDGED).to_numpy()
    columns = ("weighted_mean", "n_effective", "df_design")
    share, effective, df = (told[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
                            for name in columns)  # fmt: skip
    # Without spread there is no design effect, and a design may not make answers worth more
    effective = np.fmin(effective, judged)
    low, high = wilson(share, effective, judged - 1 if design == SIMPLE else df)
    ends = (share, low, high) if side == "better" else (-share, -high, -low)
    told = [np.where(judged >= SMALL, end, np.nan) for end in ends]
    names = (side, f"{side}_low", f"{side}_high")
    return pl.DataFrame(dict(zip(names, told, strict=True))).fill_nan(None)


def _with_difference(rows, estimated):
    """The share of the first category less that of the second, with its error."""
    named = pl.col("letter").replace_strict(NAMES)
    y = (named == pl.col("category")).cast(pl.Int8) - (named == pl.col("second")).cast(pl.Int8)
    told, notes = estimated(rows, y)
    columns = {"weighted_mean": "difference", "se_design": "se", "df_design": "df"}
    return rows.hstack(told.select(list(columns)).rename(columns)), notes


def _tested(rows, by, adjust) -> pl.DataFrame:
    """Interval and adjusted p of each difference; the family is all things of a group."""
    parts = rows.partition_by(by, maintain_order=True) if by and rows.height else [rows]
    return pl.concat([_family(part, adjust) for part in parts]).drop("se", "df")


def _family(rows, adjust) -> pl.DataFrame:
    values = (rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in TESTED)
    found = multiple.judged_together(*values, 0.0, adjust, ALPHA)
    told = {"low": found.ci_low, "high": found.ci_high, "p_adjusted": found.p_adjusted}
    rows = rows.with_columns(pl.Series(name, v).fill_nan(None) for name, v in told.items())
    return rows.with_columns(sure=pl.col("p_adjusted") < ALPHA)
