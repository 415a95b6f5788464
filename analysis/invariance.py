"""Invariance: do two groups of respondents understand the questions in the same way?

Two provinces, or two waves (months), under the questionnaire's own structure. One row per model,
each beside the one before: configural (the same structure), metric (also equal loadings) and scalar
(also equal intercepts: only then do means compare). `totals["verdict"]`:
- comparable: scalar holds, so means may be compared
- means_differ: metric holds, scalar does not: a difference of means may lie in the questions
- differ: not even the loadings are alike
- not_tested, and `problem` says why: one_group, no_sheets, too_few (no more complete sheets than
  items), constant (`items` answered all alike in `problem_group`), not_positive_definite,
  not_identified (too few items on a factor), not_converged
Complete sheets, unweighted; thresholds in `analysis.statistics.invariance`.
"""

from dataclasses import replace

import numpy as np
import polars as pl

from analysis import answer_sheets, questionnaire
from analysis.answer import Answer
from analysis.confirmed_structure import problem_of
from analysis.disclosure import few
from analysis.marts import Marts, People
from analysis.selection import Selection, SelectionError, check_one_of, closest_codes
from analysis.statistics.factor_model import Moments
from analysis.statistics.invariance import comparable, steps
from analysis.structure import COMPONENT, STRUCTURES, factors_of, items_of, scales_of

BETWEEN = ("province", "month")
OTHERS = "others"  # all groups but the first, together
VERDICTS = {"scalar": "comparable", "metric": "means_differ", "configural": "differ"}
NOT_TESTED = "not_tested"
OF_FIT = ("chi_square", "df", "p", "cfi", "rmsea")


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    between: str = "province",
    pair: tuple[str, ...] = (),
    factors: str = COMPONENT,
) -> Answer:
    """One row per model; none where nothing can be tested.

    pair: two provinces or months, or one and `others`; by default the two provinces with most
    sheets, the first and the last month. factors: component or subscale.
    """
    if by:
        raise SelectionError("by", by[0], "is not asked of two groups; between chooses them")
    check_one_of("between", between, BETWEEN)
    check_one_of("factors", factors, STRUCTURES)
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    groups, n, notes = _groups(marts, asked, between)
    chosen = _pair(marts, between, pair, groups)
    items = items_of(marts, asked.instrument["instrument"])
    structure = factors_of(scales_of(marts, asked.instrument["instrument"], items), factors)
    told, found = _tested(marts, asked, between, chosen, groups, structure)
    return Answer(
        question="invariance",
        rows=found,
        totals={
            "instrument": asked.instrument["instrument"],
            "battery": asked.battery,
            "between": between,
            "factors": structure[0].kind if structure else None,
            "single": sum(len(factor.items) == 1 for factor in structure),
        }
        | told,
        n=n,
        notes=notes,
        **answer_sheets.behind(marts, asked),
    )


def _groups(marts, asked, between) -> tuple[dict, int | None, list]:
    """Group → respondents, those that may be shown; the respondents in all; remarks."""
    about = {"battery": asked.battery}
    people = People("respondents", "answered", "battery = $battery", about)
    rows = marts.query(
        f"""select {between}, sum(answered)::bigint as n from respondents
            where battery = $battery and {between} is not null
            group by all having n > 0 order by {between}""",
        asked.selection,
        **about,
    )
    rows, n, notes = marts.suppress(rows, ("n",), asked.selection, (between,), people)
    missing = [] if answer_sheets.MART in marts.tables else [answer_sheets.MISSING]
    shown = rows.filter(pl.col("n").is_not_null())
    return dict(shown.select(between, "n").iter_rows()), n, asked.notes + notes + missing


def _pair(marts, between, pair, groups) -> tuple[str, ...]:
    """The two groups; fewer where there are not two."""
    if not pair:
        if between == "month":
            return tuple(sorted({*list(groups)[:1], *list(groups)[-1:]}))
        return tuple(sorted(groups, key=lambda code: -groups[code])[:2])
    known = marts.known["province"] if between == "province" else marts.months()
    for code in pair:
        if code not in known and code != OTHERS:
            raise SelectionError("pair", code, "is not known", closest_codes(code, known))
    if len(pair) != 2 or pair[0] in (pair[1], OTHERS):
        raise SelectionError("pair", " ".join(pair), "is not two groups, the first by its code")
    return tuple(pair)


def _tested(marts, asked, between, pair, groups, factors) -> tuple[dict, list[dict]]:
    """verdict, problem and groups; and the rows of the models."""
    items = [item for factor in factors for item in factor.items]
    hidden = [code for code in pair if code not in groups and code != OTHERS]
    sheets = [_of_group(marts, asked, between, code, pair, items) for code in pair]
    counts = [None if hidden or few(each.n) else int(each.n) for each in sheets]
    told = {
        "groups": [{"group": code, "complete": n} for code, n in zip(pair, counts, strict=True)],
        "verdict": NOT_TESTED,
        "problem": None,
        "problem_group": None,
        "items": None,
    }
    if hidden:
        return told | {"problem": "too_few", "problem_group": hidden[0]}, []
    if len(pair) < 2:
        return told | {"problem": "one_group"}, []
    for code, each in zip(pair, sheets, strict=True):
        wrong = problem_of(each, items)
        if wrong["problem"]:
            named = {"problem_group": code, "items": " ".join(wrong["items"]) or None}
            return told | {"problem": wrong["problem"]} | named, []
    factor_of = [place for place, factor in enumerate(factors) for _ in factor.items]
    if _degrees(factor_of) < 1:
        return told | {"problem": "not_identified"}, []
    found = steps(sheets, factor_of)
    if not found[0].converged:
        return told | {"problem": "not_converged"}, []
    return told | {"verdict": VERDICTS[comparable(found)]}, [_row(step) for step in found]


def _of_group(marts, asked, between, code, pair, items) -> Moments:
    """Of the complete sheets of one group."""
    selection = asked.selection
    if code == OTHERS:
        every = answer_sheets.read(marts, asked, items, (between,))
        answers = every.answers[(every.keys[between] != pair[0]).fill_null(True).to_numpy()]
        return every._replace(answers=answers).moments()
    only = {"provinces": (code,)} if between == "province" else {
        "first_month": code, "last_month": code
    }  # fmt: skip
    asked = replace(asked, selection=replace(selection, **only))
    return answer_sheets.read(marts, asked, items).moments()


def _degrees(factor_of) -> int:
    """Degrees of freedom of the structure in one group; a factor of one item gives away all."""
    sizes = np.bincount(factor_of) if factor_of else np.zeros(1, dtype=int)
    p, k = len(factor_of), len(sizes)
    free = p + int(sizes[sizes > 1].sum()) + k * (k - 1) // 2
    identified = k > 1 or p > 2
    return p * (p + 1) // 2 - free if identified and (sizes > 1).any() else 0


def _row(step) -> dict:
    known = {name: _finite(getattr(step.indices, name)) for name in OF_FIT}
    return {
        "level": step.level,
        **known,
        "df": int(known["df"]),
        "cfi_change": _finite(step.cfi_change),
        "rmsea_change": _finite(step.rmsea_change),
        "p_difference": step.p_difference,
        "converged": step.converged,
        "holds": step.holds,
    }


def _finite(value):
    return None if value is None or not np.isfinite(value) else float(value)
