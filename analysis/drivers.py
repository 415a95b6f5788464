"""Drivers: which components, subscales and factors carry overall satisfaction?

One row per scale of the level: a regression of the answer to the questionnaire's first overall item
on the respondent's scores, unweighted, of sheets that have them all.
- share: of what all scales explain together (R²), by LMG: the mean of what a scale adds to R² over
  all orders in which the scales can be added. At level item Johnson's relative weights in its place
- share_low, share_high: 95 % limits, by drawing branches anew with replacement (percentiles)
- coefficient: deviations of the overall answer that go with one deviation of the score, the other
  scales held equal; p by branch-clustered errors (CR2, Satterthwaite), p_adjusted over
  all scales of the level
- role: carries (p_adjusted below 0.05, coefficient above 0), against (below 0), else unclear
- driver: the share of a scale that carries; 0 for the others
- vif: how many times likeness to the other scales widens the variance of the coefficient
`problem` says why nothing can be told: no_overall, no_sheets, one_scale, too_few (sheets below 30
or 5 per scale), constant_overall, singular (a scale constant or following from the others),
determined (the overall answer is computed from the others).
These are associations between answers of one sheet: that better answers to a scale would raise
overall satisfaction does not follow.
"""

from analysis import answer_sheets, driver_sheets, questionnaire
from analysis.answer import Answer, Note
from analysis.disclosure import SMALL, few
from analysis.driver_shares import ABOUT, FIGURES, REPLICATES, figures, needed, problem_of
from analysis.marts import Marts
from analysis.measures import satisfaction
from analysis.selection import Selection, SelectionError, check_one_of
from analysis.statistics import collinearity
from analysis.statistics.multiple import METHODS
from analysis.structure import STRUCTURES, Scale, items_of, scales_of

ITEM = "item"
LEVELS = (*STRUCTURES, ITEM)
FEW_BRANCHES = 20


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    level: str | None = None,
    adjust: str = "bh",
    limits: bool = True,
) -> Answer:
    """One row per scale, the greatest share first; level: component, subscale or item.

    level None: the first of them that the questionnaire has more than one of. No groups.
    limits: whether those of the shares are wanted, which take most of the time.
    """
    _refuse(by, level, adjust)
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    of_level = levels(marts, asked.instrument["instrument"])
    offered = [name for name in LEVELS if len(of_level[name]) > 1]
    chosen = level or next(iter(offered), ITEM)
    scales, overall = of_level[chosen], satisfaction(marts, asked)
    n, notes = answer_sheets.respondents(marts, asked)
    observed = None if n is None else _observed(marts, asked, scales, overall)
    problem = _problem(marts, overall, scales, observed)
    found, about = ([], {}) if problem else figures(observed, adjust, limits)
    told = {
        "overall": overall.item,
        "level": chosen,
        "offered": " ".join(offered),
        "problem": problem,
        "needed": needed(len(scales)),
        "adjust": adjust,
    }
    return Answer(
        question="drivers",
        rows=_rows(scales, found, n),
        totals=_of(asked) | told | _counts(observed) | dict.fromkeys(ABOUT) | about,
        n=n,
        notes=notes + _notes(problem, observed, about),
        **answer_sheets.behind(marts, asked),
    )


def _of(asked) -> dict:
    """What the totals say whatever is found."""
    instrument = asked.instrument["instrument"]
    return {"instrument": instrument, "battery": asked.battery, "replicates": REPLICATES}


def levels(marts: Marts, instrument: str | None) -> dict[str, list[Scale]]:
    """Level → its scales, in the order of the questionnaire; a factor is a scale of one item."""
    items = items_of(marts, instrument)
    scales = scales_of(marts, instrument, items)
    single = [Scale(i["item"], ITEM, i["title_fa"], i["title_en"], [i["item"]]) for i in items]
    of_kind = {kind: [scale for scale in scales if scale.kind == kind] for kind in STRUCTURES}
    return of_kind | {ITEM: single}


def _refuse(by, level, adjust) -> None:
    if by:
        raise SelectionError("by", by[0], "is not taken: drivers are those of a whole selection")
    check_one_of("adjust", adjust, METHODS)
    if level is not None:
        check_one_of("level", level, LEVELS)


def _observed(marts, asked, scales, overall):
    """The sheets, where there is an overall answer and something that may carry it."""
    if overall.item is None or not scales:
        return None
    return driver_sheets.read(marts, asked, scales, overall.item)


def _problem(marts, overall, scales, observed) -> str | None:
    if overall.item is None:
        return "no_overall"
    if answer_sheets.MART not in marts.tables:
        return "no_sheets"
    if observed is None or len(scales) < 2:
        return "one_scale" if len(scales) < 2 else "too_few"
    return problem_of(observed.table)


def _rows(scales, found, n) -> list[dict]:
    """The greatest share first; without shares in the order of the questionnaire."""
    rows = [
        {
            "scale": scale.scale,
            "position": position,
            "title_fa": scale.title_fa,
            "title_en": scale.title_en,
            "items": len(scale.items),
            **(found[position - 1] if found else dict.fromkeys(FIGURES)),
            "suppressed": n is None,
        }
        for position, scale in enumerate(scales, start=1)
    ]
    return sorted(rows, key=lambda row: (-(row["share"] or 0), row["position"]))


def _counts(observed) -> dict:
    """Sheets used and left out; neither where the difference would tell of fewer than 5."""
    if observed is None:
        return {"sheets": None, "left_out": None, "branches": None}
    hidden = few(len(observed.table)) or few(observed.left_out)
    return {
        "sheets": None if hidden else len(observed.table),
        "left_out": None if hidden else observed.left_out,
        "branches": observed.branches if len(observed.table) >= SMALL else None,
    }


PROBLEMS = {
    "no_overall": "the questionnaire has no overall item, so nothing can be said to carry it",
    "one_scale": "the questionnaire has fewer than two scales of this level to compare",
    "too_few": "too few complete sheets: at least 30, and 5 for each scale, are needed",
    "constant_overall": "all overall answers are the same, so nothing can be said to carry them",
    "singular": "the scores of a scale are all alike or follow from the others: no shares",
    "determined": "the overall answer follows exactly from the others, as if computed from them",
}


def _notes(problem, observed, about) -> list[Note]:
    if problem == "no_sheets":
        return [answer_sheets.MISSING]
    if problem:
        return [Note(PROBLEMS[problem], f"drivers_{problem}")]
    notes = []
    if observed.branches < 2:
        notes.append(Note("one branch at most: sheets count as independent", "one_branch"))
    elif observed.unplaced:
        notes.append(Note("sheets without a branch count as independent", "no_branches"))
    if 1 < observed.branches < FEW_BRANCHES:
        text = "fewer than 20 branches: the limits are likely too narrow"
        notes.append(Note(text, "drivers_few_branches", branches=observed.branches))
    if about["collinearity"] != collinearity.LOW:
        text = "scales are alike: shares stand, but single coefficients are unsure"
        notes.append(Note(text, f"drivers_alike_{about['collinearity']}"))
    return notes
