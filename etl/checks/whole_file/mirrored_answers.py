"""Was a scale turned round: 1 written for 5?

The whole questionnaire turned round: its item means then correlate negatively with those of earlier
months. Single items turned round: who answers the others well answers these badly.
"""

from collections.abc import Iterator

import numpy as np

from etl.checks import answers
from etl.checks.evidence import Evidence
from etl.checks.remark import Remark

CODES = ("mirrored", "mirrored_items")
TURNED = -0.5  # correlation of item means
FEWEST_ITEMS, FEWEST_OF_AN_ITEM = 8, 10
ITEM_TURNED, FEWEST_SHEETS, FEWEST_REST = -0.2, 30, 4
UPPER = 3.09  # 99.9 % of the normal distribution


def look(evidence: Evidence) -> Iterator[Remark]:
    now, before = answers.now(evidence), answers.before(evidence)
    both = [c for c in now if min(_count(now, c), _count(before, c)) >= FEWEST_OF_AN_ITEM]
    if len(both) >= FEWEST_ITEMS:
        means = [[_mean(evidence, c, rows[c]) for c in both] for rows in (now, before)]
        if np.ptp(means[0]) and np.ptp(means[1]):
            r = float(np.corrcoef(means)[0, 1])
            if r < TURNED:
                yield Remark("mirrored", len(both), figures={"items": len(both), "r": r})
    yield from _items(evidence)


def _items(evidence: Evidence) -> Iterator[Remark]:
    turned = []
    for columns in answers.batteries(evidence).values():
        if len(columns) > FEWEST_REST:
            turned += [(r, c) for r, n, c in item_rest(evidence, columns) if _is_turned(r, n)]
    if turned:
        turned.sort()
        first = ", ".join(answers.plain(column) for _, column in turned[:3])
        yield Remark("mirrored_items", len(turned), figures={"first": first, "r": turned[0][0]})


def item_rest(evidence: Evidence, columns: list[str]) -> list[tuple[float, int, str]]:
    """(correlation, sheets, column) of each item with the mean of the others.

    Reversed items are turned. Corrected item-total correlation: Nunnally & Bernstein (1994),
    Psychometric Theory, 3rd ed., ch. 8.
    """
    turned = ", ".join(f"{answers.turned(evidence, c)} as {c}" for c in columns)
    total = " + ".join(f"coalesce({c}, 0)" for c in columns)
    asked = ", ".join(f"corr({c}, (total - {c}) / (answered - 1)), count({c})" for c in columns)
    (found,) = evidence.rows(f"""
        , turned as (select {turned} from good),
        summed as (select *, {total} as total, {answers.count(columns)} as answered from turned)
        select {asked} from summed where answered > {FEWEST_REST}
    """)
    return [
        (r, n, column)
        for r, n, column in zip(found[::2], found[1::2], columns, strict=True)
        if r is not None and r == r and n >= FEWEST_SHEETS
    ]


def _is_turned(r: float, n: int) -> bool:
    """Below the threshold, and by its upper limit (Fisher's z) not by chance."""
    z = np.arctanh(np.clip(r, -0.999999, 0.999999))  # rounding may leave r beyond 1
    return r < ITEM_TURNED and z + UPPER / np.sqrt(n - 3) < 0


def _count(rows: dict, column: str) -> float:
    return sum(rows.get(column, {}).values())


def _mean(evidence: Evidence, column: str, answered: dict[float, float]) -> float:
    """The mean as a share of the scale, so that items of different scales compare."""
    lowest, highest = answers.limits(evidence)[column]
    total = sum(answered.values())
    mean = sum(answer * count for answer, count in answered.items()) / total
    return (mean - lowest) / (highest - lowest)
