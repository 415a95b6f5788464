"""Citizen segments: do respondents fall into groups that answer differently in kind?

Nobody says beforehand who belongs together: mixtures of normal distributions are fitted to the
respondents' scores on the components (else the subscales) of the questionnaire, by ranks and by
scores, and their criteria say how many there are; one is a candidate
(`analysis.statistics.segments`). Unweighted; whoever lacks a score is left out. Asked for on
request, since it takes seconds.
One row per segment, the largest first: segment (1, 2, …), n, share, suppressed. `totals`:
- found, stability (mean adjusted Rand index over bootstrap samples), replicates,
  scales (how many), used (respondents)
- criteria: of 1, 2, … segments by_ranks and by_scores (BIC) and apart (ICL)
- profile: of each shown segment and scale, factor, channel and customer group its mean or share
  (`value`; of whom it is known), that of all others, and differs: above, below or None; of a
  factor only where at least 5 answered on either side. Scales and factors: from half a deviation
  on (they made the segments, so a test would prove nothing); channels and groups: χ² tests,
  adjusted (Benjamini–Hochberg) over all of them, where no cell has fewer than 5
`problem` says why nothing is told: no_sheets, no_scales, too_few, constant, none (there is only
one), unstable (another sample would be divided otherwise).
"""

import numpy as np
import polars as pl
from scipy import stats

from analysis import answer_sheets, driver_sheets, questionnaire
from analysis.answer import Answer
from analysis.disclosure import SMALL
from analysis.marts import Marts
from analysis.selection import Selection, SelectionError
from analysis.statistics import segments as mixtures
from analysis.statistics.multiple import adjusted
from analysis.structure import COMPONENT, factors_of, items_of, scales_of

KINDS = ("channel", "customer_group")
MARKED = 0.5  # standard deviations
ALPHA = 0.05


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ()) -> Answer:
    """One row per segment, none where there is a `problem`; no groups."""
    if by:
        raise SelectionError("by", by[0], "is not taken: segments are those of a whole selection")
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    items = items_of(marts, asked.instrument["instrument"])
    scales = factors_of(scales_of(marts, asked.instrument["instrument"], items), COMPONENT)
    n, notes = answer_sheets.respondents(marts, asked)
    sheets = answer_sheets.read(marts, asked, [item["item"] for item in items], KINDS)
    table = driver_sheets.scores(sheets.answers, sheets.items, scales)
    known = ~np.isnan(table).any(axis=1)
    problem = _problem(marts, n, table[known], scales)
    found = None if problem else mixtures.segments(table[known])
    problem = problem or _verdict(found)
    sizes = np.bincount(found.segment) if found else np.array([], int)
    rows = [] if problem else _rows(sizes)
    shown = [row["segment"] for row in rows if not row["suppressed"]]
    profile = _profile(sheets, table, known, found.segment, scales, items, shown) if shown else []
    return Answer(
        question="citizen_segments",
        rows=rows,
        totals=_totals(asked, found, problem, scales, int(known.sum()) if n else 0)
        | {"profile": profile},
        n=n,
        notes=notes,
        **answer_sheets.behind(marts, asked),
    )


def _problem(marts, n, table, scales) -> str | None:
    if answer_sheets.MART not in marts.tables:
        return "no_sheets"
    if len(scales) < 2 or min(len(scale.items) for scale in scales) < 2:
        return "no_scales"  # a single answer 1 … 5 is no measure along which segments can lie
    if not n or len(table) < mixtures.least(len(scales)):
        return "too_few"
    return "constant" if (np.ptp(table, axis=0) == 0).any() else None


def _verdict(found) -> str | None:
    if found.found == 1:
        return "none"
    return "unstable" if found.stability < mixtures.STABLE else None


def _rows(sizes) -> list[dict]:
    """Sizes, without segments below the limit and what would give them away."""
    hidden = {place for place, size in enumerate(sizes) if size < SMALL}
    if hidden and len(hidden) < len(sizes):
        hidden.add(max(set(range(len(sizes))) - hidden))  # ordered by size: the next smallest
    return [
        {"segment": place + 1, "suppressed": place in hidden}
        | dict(zip(("n", "share"), _size(size, sizes, place in hidden), strict=True))
        for place, size in enumerate(sizes)
    ]


def _size(size, sizes, hidden):
    return (None, None) if hidden else (int(size), float(size / sizes.sum()))


def _totals(asked, found, problem, scales, used) -> dict:
    return {
        "instrument": asked.instrument["instrument"],
        "battery": asked.battery,
        "problem": problem,
        "found": found and found.found,
        "criteria": _criteria(found) if found else [],
        "stability": found and found.stability,
        "replicates": mixtures.REPLICATES,
        "scales": len(scales),
        "needed": mixtures.least(len(scales)),
        "used": used,
    }


def _criteria(found) -> list[dict]:
    each = zip(found.by_ranks, found.by_scores, found.apart, strict=True)
    return [
        {"segments": k, "by_ranks": by_ranks, "by_scores": by_scores, "apart": apart}
        for k, (by_ranks, by_scores, apart) in enumerate(each, start=1)
    ]


def _profile(sheets, table, known, segment, scales, items, shown) -> list[dict]:
    """What sets each segment apart: scales and factors by size, channels and groups by tests."""
    told = []
    for own in shown:
        inside = segment == own - 1
        for place, scale in enumerate(scales):
            titles = {"title_fa": scale.title_fa, "title_en": scale.title_en}
            told += _mean(own, "scale", scale.scale, titles, table[known][:, place], inside)
        for place, item in enumerate(items):
            titles = {"title_fa": item["title_fa"], "title_en": item["title_en"]}
            answers = sheets.answers[known][:, place]
            told += _mean(own, "factor", item["item"], titles, answers, inside)
    return told + _shares(sheets.keys.filter(pl.Series(known)), segment, shown)


def _mean(own, kind, code, titles, values, inside) -> list[dict]:
    """One row; none where fewer than 5 of the segment, or of all others, answered."""
    answered = ~np.isnan(values)
    sides = [values[answered & part] for part in (inside, ~inside)]
    if min(map(len, sides)) < SMALL:
        return []
    value, others = (float(side.mean()) for side in sides)
    spread = float(values[answered].std())
    apart = (value - others) / spread if spread > 0 else 0.0  # all answered alike
    differs = "above" if apart >= MARKED else "below" if apart <= -MARKED else None
    return [{"segment": own, "kind": kind, "code": code, "value": value, "others": others,
             "apart": apart, "differs": differs} | titles]  # fmt: skip


def _shares(keys, segment, shown) -> list[dict]:
    """Of those whose channel, or group, is known."""
    told = []
    for kind in KINDS:
        known = keys[kind].is_not_null().to_numpy()
        codes, of = keys[kind].to_numpy()[known], segment[known]
        for own in shown:
            inside = of == own - 1
            for code in sorted(set(codes)):
                has = codes == code
                cells = np.array([[(has & inside).sum(), (~has & inside).sum()],
                                  [(has & ~inside).sum(), (~has & ~inside).sum()]])  # fmt: skip
                if cells.min() >= SMALL:
                    told.append(_share(own, kind, code, cells))
    p = adjusted([row.pop("p") for row in told]) if told else []
    for row, each in zip(told, p, strict=True):
        side = "above" if row["value"] > row["others"] else "below"
        row["differs"] = side if each < ALPHA else None
    return told


def _share(own, kind, code, cells) -> dict:
    value, others = (float(row[0] / row.sum()) for row in cells)
    return {"segment": own, "kind": kind, "code": code, "value": value, "others": others,
            "apart": value - others, "p": float(stats.chi2_contingency(cells).pvalue),
            "title_fa": None, "title_en": None}  # fmt: skip
