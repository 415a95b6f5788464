"""Priorities: which important factors lie below the reference, and what can be done?

Importance stands against performance. Performance is the mean of a factor, judged as in
`factor_status`; the gap is reference − mean, with the interval of the mean. Importance is
- loading: the factor loading that the study of the questionnaire published, the same everywhere
- stated: the mean answer to the same factor in the battery of importance that the questionnaire
  names for its quadrants, else in one called "importance", where there is one
- driver: the share of the factor, in percent, in what all factors explain of overall satisfaction
  (`drivers`, level item, of the whole selection); 0 where it may be chance. Where more than half
  are 0, only factors above 0 are important
- experts: the mean importance by the last panel up to the selection's end (`expert_panel`), the
  same everywhere
The lines of the quadrants are the reference and the median importance of all factors: first (at
least as important as the median, mean below the reference), keep (as important, not below), later
(less important, below) and enough (Martilla & James 1977, J. of Marketing 41(1)). `priority` is
importance × gap. The rows stand in the order of work: those that are urgent (first, and
unfavourable), then the others, each by priority.
"""

from dataclasses import replace
from statistics import median

from analysis import actions, answer_sheets, battery_pairs, drivers, expert_panel, factor_status
from analysis.answer import Answer, Note
from analysis.evidence import EVIDENCE
from analysis.marts import Marts
from analysis.selection import Selection, SelectionError, closest_codes
from analysis.statistics.one_sample import UNFAVOURABLE
from analysis.survey_estimates import SURVEY

LOADING, STATED, DRIVER, EXPERTS = IMPORTANCES = ("loading", "stated", "driver", "experts")
STATED_BATTERY = "importance"
QUADRANTS = ("first", "keep", "later", "enough")
# Rule → the mean and the interval that its status is read from.
ESTIMATES = {
    EVIDENCE: ("weighted_mean", "interval_low", "interval_high"),
    "study": ("mean", "ci_low", "ci_high"),
}
OF_FACTOR = ("item", "position", "subscale", "component", "title_fa", "title_en")


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    importance: str | None = None,
    rule: str = EVIDENCE,
    adjust: str = "bh",
    target: float | None = None,
    design: str = SURVEY,
) -> Answer:
    """One row per item and group of `by`; importance: of IMPORTANCES, None the first there is.

    rule, adjust, target, design: as in `factor_status`.
    """
    way = {"rule": rule, "adjust": adjust, "target": target, "design": design}
    judged = factor_status.ask(marts, selection, by, **way)
    offered = _offered(marts, judged)
    kind = _checked(importance, offered)
    known = actions.known(marts, judged.totals["instrument"])
    weights = _importances(marts, judged, by, kind, way)
    known_kind = kind if any(weight is not None for weight in weights.values()) else None
    rows = [_row(row, by, weights, judged.totals, known) for row in judged.rows]
    for group in _groups(rows, by):
        _place(group)
    return replace(
        judged,
        question="priorities",
        rows=sorted(rows, key=lambda row: _order(row, by)),
        totals=_totals(judged.totals, rows, known_kind, offered)
        | {"actions": known, "taken": actions.taken(marts, selection)},
        notes=judged.notes + _notes(kind, known_kind),
    )


def _offered(marts, judged) -> list[str]:
    """The kinds of importance that there are for the questionnaire."""
    asked = {name: judged.totals[name] for name in ("instrument", "study")}
    found = marts.query(
        """select (select count(loading) from study_items where study = $study) as loading,
               (select count(*) from batteries
                where instrument = $instrument and battery = $battery) as stated,
               (select count(*) from items where instrument = $instrument and overall) as driver""",
        battery=_stated_battery(marts, asked["instrument"]),
        **asked,
    ).row(0, named=True)
    found["driver"] = found["driver"] and answer_sheets.MART in marts.tables
    found["experts"] = expert_panel.importance(marts, judged.selection)
    return [kind for kind in IMPORTANCES if found[kind]]


def _stated_battery(marts, instrument) -> str:
    pair = battery_pairs.batteries(marts, instrument, battery_pairs.QUADRANTS)
    return pair[0] if pair else STATED_BATTERY


def _checked(importance, offered) -> str | None:
    if importance is None:
        return next(iter(offered), None)
    if importance not in offered:
        reason = "is not known of this questionnaire"
        raise SelectionError("importance", importance, reason, closest_codes(importance, offered))
    return importance


def _importances(marts, judged, by, kind, way) -> dict:
    """(item, group) → importance; a loading holds for every group."""
    if kind == LOADING:
        rows = marts.query(
            "select item, loading from study_items where study = $study",
            study=judged.totals["study"],
        )
        loadings = dict(rows.iter_rows())
        return {_key(row, by): loadings.get(row["item"]) for row in judged.rows}
    if kind == STATED:
        battery = _stated_battery(marts, judged.totals["instrument"])
        asked = replace(judged.selection, battery=battery)
        mean, _, _ = ESTIMATES[way["rule"]]
        stated = factor_status.ask(marts, asked, by, **way | {"target": None})
        return {_key(row, by): row[mean] for row in stated.rows}
    if kind == EXPERTS:
        means = expert_panel.importance(marts, judged.selection)
        return {_key(row, by): means.get(row["item"]) for row in judged.rows}
    if kind == DRIVER:
        way = {"level": drivers.ITEM, "limits": False}
        carried = drivers.ask(marts, judged.selection, **way, adjust=judged.totals["adjust"])
        of_item = {row["scale"]: row["driver"] for row in carried.rows}
        percent = {item: None if share is None else 100 * share for item, share in of_item.items()}
        return {_key(row, by): percent.get(row["item"]) for row in judged.rows}
    return {}


def _row(row, by, weights, totals, known) -> dict:
    mean, low, high = (row[name] for name in ESTIMATES[totals["rule"]])
    reference, importance = totals["reference"], weights.get(_key(row, by))
    gap = _less(reference, mean)
    return {
        **{name: row[name] for name in (*by, *OF_FACTOR)},
        "n": row["n"],
        "mean": mean,
        "low": low,
        "high": high,
        "status": row["status"],
        "importance": importance,
        "gap": gap,
        "gap_low": _less(reference, high),
        "gap_high": _less(reference, low),
        "priority": None if None in (gap, importance) else gap * importance,
        "quadrant": None,
        "actions": " ".join(a["action"] for a in known if row["item"] in a["factors"]) or None,
        "suppressed": row["suppressed"],
        "weak": row["weak"],
    }


def _place(group) -> None:
    """Give the factors of a group their quadrants; on a line is important, and not below."""
    middle = _median(group)
    for row in group:
        if middle is None or None in (row["gap"], row["importance"]):
            continue
        # Where most factors count as zero, so is the median, and zero is not important.
        important = row["importance"] >= middle and row["importance"] > 0
        below = row["gap"] > 0
        row["quadrant"] = QUADRANTS[2 * (not important) + (not below)]


def _median(rows) -> float | None:
    known = [row["importance"] for row in rows if row["importance"] is not None]
    return median(known) if known else None


def _groups(rows, by) -> list[list[dict]]:
    groups = {}
    for row in rows:
        groups.setdefault(_key(row, by)[1:], []).append(row)
    return list(groups.values())


def is_urgent(row: dict) -> bool:
    """Important, and surely below the reference."""
    return row["quadrant"] == "first" and row["status"] == UNFAVOURABLE


def _order(row, by):
    """Groups apart; in each the urgent before the others, by priority, else by gap."""
    weight = row["gap"] if row["priority"] is None else row["priority"]
    group = [(row[name] is None, row[name] or "") for name in by]
    return (group, not is_urgent(row), weight is None, -(weight or 0), row["position"])


def _totals(judged, rows, kind, offered) -> dict:
    """With `by`, counts of rows; the median is that of all of them."""
    kept = ("instrument", "battery", "study", "items", "favourable", "unfavourable", "undetermined",
            "reference", "lowest", "highest", "rule", "adjust", "target", "design")  # fmt: skip
    return {
        **{name: judged[name] for name in kept},
        "importance": kind,
        "offered": " ".join(offered),
        "median_importance": _median(rows),
        **{name: sum(row["quadrant"] == name for row in rows) for name in QUADRANTS},
    }


def _notes(kind, known_kind) -> list[Note]:
    if known_kind is not None:
        return []
    if kind == DRIVER:
        text = "drivers cannot be told of these answers: factors stand in the order of their gaps"
        return [Note(text, "no_driver")]
    text = "the questionnaire tells no importance: factors stand in the order of their gaps"
    return [Note(text, "no_importance")]


def _key(row, by) -> tuple:
    return (row["item"], *(row[name] for name in by))


def _less(reference, value) -> float | None:
    return None if None in (reference, value) else reference - value
