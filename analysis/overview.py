"""Overview: where do we stand?

The headline measures (`analysis.headlines`) of the last month with data, each with the month that
it is compared with, the interval of that change where the design gives one, its target
(`data/targets.csv`) and what its process chart says of the month. `totals["months"]` has the
months behind it that are looked at. Each value is that of the question that owns the measure.
- by: each measure (or one) of the last month, by group, with the 95 % interval of means and shares
- favourable factors: by the evidence rule, of the answers of the month alone
- response rate: of the survey's waves, which know no branch, channel or service
"""

import dataclasses

from analysis import headline_changes, headline_months, questionnaire, targets
from analysis.answer import Answer, Note
from analysis.headline_groups import by_group
from analysis.headline_values import values
from analysis.headlines import HEADLINES
from analysis.marts import Marts
from analysis.measures import satisfaction
from analysis.selection import Selection, check_groups, check_one_of
from analysis.what_changed import COMPARISONS, PREVIOUS, earlier

MEASURES = tuple(HEADLINES)  # what --measure offers
TOLD = ("month", "n", "value", "suppressed", "variation")


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    compare: str = PREVIOUS,
    measure: str | None = None,
) -> Answer:
    """One row per measure, or per group of `by` and measure; `measure`: only that one."""
    by = tuple(name for name in check_groups(by) if name != "month")
    check_one_of("compare", compare, COMPARISONS)
    names = MEASURES if measure is None else (measure,)
    check_one_of("measure", names[0], MEASURES)
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    if by:
        return _by_group(marts, asked, by, names)
    satisfied = satisfaction(marts, asked)
    aims = targets.in_force(marts, asked.selection)
    charted, months, charts, notes = headline_months.followed(marts, asked, aims)
    rows = [
        _row(marts, asked.selection, charts[name], months, compare)
        for name in names
        if name in charts
    ]
    _add_limits(marts, asked.selection, satisfied, rows)
    kept = [
        {"measure": row["measure"]} | {key: row[key] for key in TOLD}
        for row in months
        if row["measure"] in names
    ]
    answered = sum(row["n"] or 0 for row in months if row["measure"] == "satisfaction")
    return dataclasses.replace(
        charted,
        question="overview",
        rows=rows,
        totals=_scale(marts, asked, satisfied)
        | {"compare": compare, "months": kept, "limits_from": charted.totals["limits_from"]},
        n=charted.n or answered,
        notes=_once(charted.notes + notes),
    )


def _scale(marts, asked, satisfied) -> dict:
    """What the values are out of: the ends of the scale of satisfaction, and how many factors."""
    items = marts.query(
        """select count(*) as n from items where instrument = $instrument and not overall""",
        instrument=asked.instrument["instrument"],
    ).item()
    return satisfied.scale | {"measure": satisfied.title, "items": items}


def _row(marts, selection, chart, months, compare) -> dict:
    name, month = chart["measure"], chart["latest_month"]
    own = {row["month"]: row for row in months if row["measure"] == name}
    shown = HEADLINES[name]
    value, target = chart["latest"], chart["target"]
    return {
        "measure": name,
        **{key: chart[key] for key in ("title_fa", "title_en", "better")},
        "kind": shown.kind,
        "month": month,
        "n": own.get(month, {}).get("n"),
        "value": value,
        **_compared(marts, selection, name, month, value, compare, own),
        "target": target,
        "met": targets.met(value, target, shown.better),
        **{key: chart[key] for key in ("variation", "assurance", "provisional")},
        "suppressed": value is None and any(row["suppressed"] for row in own.values()),
    }


def _compared(marts, selection, name, month, value, compare, own) -> dict:
    """The month compared with, its n and value, and the change; its interval comes later."""
    found = ("before_month", "before_n", "before", "change", "change_low", "change_high")
    found = dict.fromkeys(found)
    if month is None:
        return found
    at = earlier(month, compare)
    before = own.get(at) or _of_month(marts, selection, name, at)
    found |= {"before_month": at, "before_n": before.get("n"), "before": before.get("value")}
    if value is not None and found["before"] is not None:
        found["change"] = value - found["before"]
    return found


def _add_limits(marts, selection, satisfied, rows) -> None:
    """The interval of each change that the design gives one, of all of them together."""
    changed = {
        row["measure"]: (row["before_month"], row["month"])
        for row in rows
        if row["change"] is not None and row["measure"] in headline_changes.TESTED
    }
    found = headline_changes.limits(marts, selection, satisfied, changed)
    for row in rows:
        if row["measure"] in found:
            row["change_low"], row["change_high"] = found[row["measure"]]


def _of_month(marts, selection, name, month) -> dict:
    """A month that lies outside the selection; empty without data."""
    one = dataclasses.replace(selection, first_month=month, last_month=month)
    rows, _ = values(marts, one, name)
    return rows[0] if rows else {}


def _by_group(marts, asked, by, names) -> Answer:
    satisfied = satisfaction(marts, asked)
    rows, n, notes, source = by_group(marts, asked.selection, satisfied, by, names)
    return Answer(
        question="overview",
        rows=rows,
        totals=_scale(marts, asked, satisfied) | {"by": " ".join(by)},
        n=n,
        notes=_once(asked.notes + notes),
        **source,
    )


def _once(notes: list[Note]) -> list[Note]:
    """Each remark once, whichever measures it came from."""
    return list({note.code: note for note in notes}.values())
