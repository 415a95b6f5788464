"""Published study: does the printed table agree with itself, and with the answers of today?

One row per factor: what the study printed (published_mean to published_status), what follows from
that, and the live answers of the selection beside it (n, mean, sd, t, p, status_study).
- implied_n: the respondents that printed mean, deviation and t require (implied_low, implied_high:
  with their rounding); None where no number would do, or any would
- reading: how the printed p was read from the printed t, one_sided or two_sided; None in no way
- recomputed_t, recomputed_p (one-sided), recomputed_status: from mean, deviation and the study's n
`totals["checks"]`: figures of its model against what follows from others; `totals["clusters"]`:
the groups that implied_n falls into; `totals["contradictions"]`: what papers say of themselves.
"""

import numpy as np

from analysis import factor_status
from analysis.answer import Answer, Note
from analysis.contradictions import contradictions
from analysis.evidence import STUDY
from analysis.marts import Marts
from analysis.model_checks import model_checks
from analysis.selection import Selection
from analysis.statistics.one_sample import FAVOURABLE, UNFAVOURABLE, one_sample, status_study
from analysis.statistics.published_checks import (
    clusters,
    implied_n,
    implied_range,
    p_values,
    reading,
)
from analysis.survey_estimates import SIMPLE

KEPT = (
    "item", "position", "subscale", "component", "title_fa", "title_en", "n", "mean", "sd", "t",
    "p", "ci_low", "ci_high", "status_study", "suppressed", "weak",
)  # fmt: skip
PRINTED = ("loading", "mean", "sd", "t", "p", "status")
FOLLOWS = ("implied_n", "implied_low", "implied_high", "at_study_n", "p_one_sided", "p_two_sided",
           "reading", "recomputed_t", "recomputed_p", "recomputed_status", "differs")  # fmt: skip


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ()) -> Answer:
    """One row per factor and group of `by`; only the live values differ between groups."""
    live = factor_status.ask(marts, selection, by=by, rule=STUDY, design=SIMPLE)
    study = _study(marts, live.totals["study"])
    reference = live.totals["reference"]
    printed = {row["item"]: row for row in _printed(marts, study["study"])}
    followed = {item: row | follows(row, study["n"], reference) for item, row in printed.items()}
    nothing = dict.fromkeys([*(f"published_{name}" for name in PRINTED), *FOLLOWS])
    rows = [
        {name: row[name] for name in (*by, *KEPT)} | nothing | _prefixed(followed.get(row["item"]))
        for row in live.rows
    ]
    notes = list(live.notes)
    if study["study"] is None:
        notes.append(Note("this questionnaire names no study", "no_study"))
    return Answer(
        question="published_study",
        rows=rows,
        totals=_totals(marts, live.totals, study, list(followed.values())),
        n=live.n,
        notes=notes,
        **{name: getattr(live, name)
           for name in ("period", "loads", "sample", "reader", "version", "selection")},
    )  # fmt: skip


def follows(row: dict, n: int | None, reference: float) -> dict:
    """What follows from one printed row, of a study of n respondents."""
    mean, sd, t = row["mean"], row["sd"], row["t"]
    implied = float(implied_n(mean, sd, t, reference))
    low, high = (float(end) for end in implied_range(mean, sd, t, reference))
    size = np.nan if n is None else n
    one, two = (float(p) for p in p_values(t, size))
    again = one_sample(size, mean, sd, reference)
    (status,) = status_study(np.atleast_1d(again.p)).tolist()
    found = dict(zip(FOLLOWS, (
        implied, low, high, None if np.isnan(implied) or n is None else low <= n <= high, one, two,
        reading(row["p"], t, [size, implied]), float(again.t), float(again.p), status,
        None if status is None else status != row["status"],
    ), strict=True))  # fmt: skip
    return {name: _known(value) for name, value in found.items()}


def _known(value):
    return None if isinstance(value, float) and not np.isfinite(value) else value


def _prefixed(row):
    if row is None:
        return {}
    return {f"published_{name}": row[name] for name in PRINTED} | {
        name: row[name] for name in FOLLOWS
    }


def _study(marts, study) -> dict:
    rows = marts.query("select * from studies where study = $study", study=study)
    return rows.to_dicts()[0] if rows.height else dict.fromkeys(rows.columns)


def _printed(marts, study) -> list[dict]:
    return marts.query(
        """select study_items.*, items.component from study_items
               join studies using (study) join items using (instrument, item)
           where study = $study order by items.position""",
        study=study,
    ).to_dicts()


def _figures(marts, study) -> dict:
    """Figure → its printed value."""
    rows = marts.query("select figure, value from study_figures where study = $study", study=study)
    return dict(rows.iter_rows())


def _totals(marts, live, study, rows) -> dict:
    implied = [row["implied_n"] for row in rows if row["implied_n"] is not None]
    counted = {
        "rows": len(rows),
        "at_study_n": sum(row["at_study_n"] is True for row in rows),
        "impossible": sum(row["implied_n"] is None for row in rows),
        "differing": sum(row["differs"] is True for row in rows),
        "without_reading": sum(row["reading"] is None for row in rows),
    }
    for name in ("one_sided", "two_sided", "either"):
        counted[name] = sum(row["reading"] == name for row in rows)
    for status in (FAVOURABLE, UNFAVOURABLE):
        counted[f"published_{status}"] = sum(row["status"] == status for row in rows)
        counted[f"recomputed_{status}"] = sum(row["recomputed_status"] == status for row in rows)
    kept = ("instrument", "battery", "reference", "lowest", "highest")
    told = ("study", "n", "province", "citation", "doi", "title_fa", "title_en")
    figures = _figures(marts, study["study"])
    return (
        {name: live[name] for name in kept}
        | {"study_n" if name == "n" else name: study[name] for name in told}
        | {f"live_{status}": live[status] for status in (FAVOURABLE, UNFAVOURABLE)}
        | counted
        | {
            "experts": figures.get("experts"),
            "clusters": [{"least": a, "most": b, "rows": n} for a, b, n in clusters(implied)],
            "checks": model_checks(figures, rows, study["n"]),
            "contradictions": contradictions(marts),
        }
    )
