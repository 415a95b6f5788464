"""Self assessment: how ready or mature do provinces or branches call themselves?

One row per unit and part of a framework: the whole, each layer (the outermost first) and its
components. score: mean of the scores of its statements, weighted by their code frequency, of those
that were judged (answered of statements; complete: all of them); change: against the unit's round
before, over the statements that both rounds judged (compared), from before_month.
Rows of the whole carry the level reached of a staged framework: the last one up to which every
statement has the score `reached`; an unanswered statement is not reached.
Totals: `means` per part (each unit counts once: complete ones for the score,
those with a round before for the change), `levels`, `silent` (provinces without an assessment),
`unanswered` statements and `rounds`. Units are organisations, not persons: nothing is suppressed.
"""

from collections import Counter
from dataclasses import replace

from analysis import frameworks
from analysis.answer import Answer, Note
from analysis.assessed_units import MART, Unit, units_of
from analysis.frameworks import COMPONENT, STAGED, TOTAL, Framework
from analysis.marts import Marts
from analysis.provenance import provenance
from analysis.selection import Selection, SelectionError

PROVINCE, BRANCH = UNITS = ("province", "branch")


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    framework: str | None = None,
    month: str | None = None,
    units: str = PROVINCE,
) -> Answer:
    """The round of `month`, else the last one in the selection.

    Raises `SelectionError` for a framework or round that is not there.
    """
    if by:
        raise SelectionError("by", by[0], "is not asked of units that judge themselves")
    marts.check(selection)
    asked = frameworks.choose(marts, framework)
    within = replace(selection, branches=() if units == PROVINCE else selection.branches)
    rounds, found = units_of(marts, within, asked, units, month)
    rows = [row for unit in found for row in rows_of(unit, asked)]
    notes = [] if asked else [Note("there is no framework in data/frameworks", "no_framework")]
    if asked and not rounds:
        notes.append(Note("nobody has filled in this framework here", "no_assessment"))
    silent = _silent(marts, selection, found) if asked and units == PROVINCE else []
    return Answer(
        question="self_assessment",
        rows=rows,
        totals=_totals(asked, rounds, found, rows) | {"silent": silent, "units": units},
        n=len(found),
        notes=notes,
        **behind(marts, within if asked else selection, asked),
    )


def behind(marts: Marts, selection: Selection, asked: Framework | None) -> dict:
    """The loads of a framework's assessments; they are a sample where the branches are invented.

    Without a framework or an assessment, whatever else was loaded.
    """
    if MART not in marts.tables or asked is None:
        return provenance(marts, "respondents", selection)
    code = asked.about["framework"]
    told = provenance(marts, MART, selection, "framework = $framework", framework=code)
    invented = marts.query(
        f"""select 1 from {MART} join branches using (province)
            where framework = $framework and branches.source = 'sample' limit 1""",
        selection,
        framework=code,
    )
    return told | {"sample": invented.height > 0}


def rows_of(unit: Unit, asked: Framework) -> list[dict]:
    """The rows of one unit, the whole first."""
    rows = []
    for part in asked.scored():
        judged = [code for code in part.statements if code in unit.scores]
        both = [code for code in judged if code in unit.before]
        now, then = (weighted(scores, both, asked) for scores in (unit.scores, unit.before))
        score = weighted(unit.scores, judged, asked)
        about = {"part": part.part, "kind": part.kind, "layer": part.layer}
        rows.append(
            {"province": unit.province, "branch": unit.branch, **about}
            | {"title_fa": part.title_fa, "title_en": part.title_en, "score": score}
            | {"answered": len(judged), "statements": len(part.statements)}
            | {"complete": len(judged) == len(part.statements)}
            | {"weight": sum(asked.weights[code] for code in part.statements)}
            | {"before_month": unit.before_month, "before": then, "compared": len(both)}
            | {"change": None if then is None else now - then}
        )
    reached = {"level": level(unit.scores, asked), "level_before": level(unit.before, asked)}
    return [row | (reached if row["kind"] == TOTAL else dict.fromkeys(reached)) for row in rows]


def weighted(scores, statements, asked: Framework) -> float | None:
    """Σ weight · score ÷ Σ weight; None of no statement."""
    weights = [asked.weights[code] for code in statements]
    if not weights:
        return None
    return sum(w * scores[c] for w, c in zip(weights, statements, strict=True)) / sum(weights)


def level(scores, asked: Framework) -> str | None:
    """The last component up to which every statement is reached; None before the first."""
    reached, last = asked.about["reached"], None
    if reached is None:
        return None
    for part in asked.scored():
        if part.kind == COMPONENT:
            if any(scores.get(code, reached - 1) < reached for code in part.statements):
                break
            last = part.part
    return last


def _totals(asked: Framework | None, rounds, found, rows) -> dict:
    if asked is None:
        nothing = dict.fromkeys((*frameworks.ABOUT, "month")) | {"complete": 0, "statements": 0}
        return nothing | {name: [] for name in ("means", "levels", "unanswered", "rounds")}
    whole = [row for row in rows if row["kind"] == TOTAL]
    levels = Counter(row["level"] for row in whole)
    staged = asked.about["kind"] == STAGED
    return asked.about | {
        "month": found[0].month if found else None,
        "rounds": [{"month": each} for each in rounds],
        "statements": len(asked.weights),
        "complete": sum(row["complete"] for row in whole),
        "means": _means(asked, rows),
        "levels": [
            {"level": code, "units": levels[code]}
            for code in (None, *(row["part"] for row in asked.components))
        ]
        if staged
        else [],
        "unanswered": [
            {"province": unit.province, "branch": unit.branch, "statements": missing}
            for unit in found
            if (missing := [code for code in asked.weights if code not in unit.scores])
        ],
    }


def _means(asked: Framework, rows) -> list[dict]:
    """Per part: the mean over units, complete ones, and the mean change of those that have one."""
    means = []
    for part in asked.scored():
        own = [row for row in rows if (row["kind"], row["part"]) == (part.kind, part.part)]
        scores = [row["score"] for row in own if row["complete"]]
        changes = [row["change"] for row in own if row["change"] is not None]
        means.append(
            {"part": part.part, "kind": part.kind, "layer": part.layer}
            | {"title_fa": part.title_fa, "title_en": part.title_en}
            | {"weight": sum(asked.weights[code] for code in part.statements)}
            | {"statements": len(part.statements), "score": _mean(scores), "units": len(scores)}
            | {"change": _mean(changes), "changed": len(changes)}
        )
    return means


def _mean(values) -> float | None:
    return sum(values) / len(values) if values else None


def _silent(marts: Marts, selection: Selection, found) -> list[dict]:
    """The provinces looked at that have not filled in the round."""
    chosen = marts.provinces_of(selection)
    expected = marts.known["province"] if chosen is None else chosen
    silent = sorted(set(expected) - {unit.province for unit in found})
    return [{"province": province} for province in silent]
