"""What should the page of the questionnaire say? Answers, agreement of items, α, correlations.

The models (factor analysis, ω, fit) are compared with semopy, lavaan and psych in tests/analysis;
here they are left out (`walk.exempt`).
"""

import numpy as np
import polars as pl
from scipy import stats

from pages.parts import words
from tests.pages.walk.comparing import Expected, Table
from tests.pages.walk.exempt import EXPERTS, INVARIANCE, MODELS, OF_MODELS
from tests.pages.walk.judging import answered
from tests.pages.walk.small_numbers import SMALL, few

NAME = "questionnaire_quality"
PRINTED = (0.68, 0.066)  # by the paper: "about 68 %" of variance, RMSEA


def expected(world, filters, views) -> Expected:
    files, items = world.files, world.files.items["item"].to_list()
    frame = world.once("answered", lambda: answered(files))
    hidden, everything = world.small.of_items(frame, items, filters, ())
    rows = filters.of(frame)
    if everything or not rows.height:
        return Expected()
    answers = rows.select(items)
    complete = answers.drop_nulls()
    levels = _hidden_levels(world, frame, items, filters)
    told = [_item(files, answers, complete, item, (item,) in hidden, levels) for item in items]
    scales = [_reliability(answers, scale, inside) for scale, inside in _scales(files)]
    gaps = answers.height - complete.height
    marks = {
        "complete": [None if few(complete.height) or few(gaps) else complete.height],
        "alpha": [scales[0]["alpha"]],
        "item_rest": [row["item_rest"] for row in told],
        **dict.fromkeys(("kmo", "cfi", "rmsea")),
    }
    tables = {
        words.say(f"{NAME}.items_caption"): Table(("item",), told, OF_MODELS),
        words.say(f"{NAME}.reliability_caption"): Table(("scale",), scales, OF_MODELS),
    }
    together = []
    if complete.height >= SMALL:
        table = _correlations(complete, items)
        tables[words.say(f"{NAME}.correlations_caption")] = table
        together = _within_and_between(files, table.rows)
    said = [gaps, *_interval(scales[0]["alpha"], complete.height, len(items)), *PRINTED]
    said += together
    feet = {(NAME, rows.height), ("exploratory_factors", rows.height)}
    return Expected(tables, marks, feet, MODELS | INVARIANCE | EXPERTS, said)


def _interval(alpha, n, items):
    """Feldt's interval of 95 % around alpha."""
    if alpha is None or n < 2:
        return []
    ends = stats.f.ppf([0.975, 0.025], n - 1, (n - 1) * (items - 1))
    return list(1 - (1 - alpha) * ends)


def _hidden_levels(world, frame, items, filters) -> set:
    """The items of which some answer was given by too few, here or beyond a filter."""
    keys = ["month", "province", "branch", "channel", "service", "customer_group"]
    long = world.once(
        "long", lambda: frame.unpivot(items, index=keys, variable_name="item",
                                      value_name="answer").drop_nulls("answer"),
    )  # fmt: skip
    hidden, everything, _, _ = world.small.groups(long, filters, ("item", "answer"))
    return set(items) if everything else {item for item, _ in hidden}


def _item(files, answers, complete, item, hidden, levels) -> dict:
    row = {"item": item, "title": files.titles[item]}
    row["published_loading"] = float(files.published[item]["loading"])
    names = ("n", "missing", "mean", "sd", "floor", "ceiling", "item_rest", "item_total")
    if hidden:
        return row | dict.fromkeys(names)
    y = answers[item].drop_nulls().to_numpy()
    counts = [int((y == step).sum()) for step in range(1, 6)]
    shown = item not in levels and not any(map(few, counts)) and len(y)
    component = files.items.row(by_predicate=pl.col("item") == item, named=True)["component"]
    own = files.items.filter(component=component)["item"].to_list()
    return row | {
        "n": len(y),
        "missing": answers.height - len(y),
        "mean": float(y.mean()) if len(y) else None,
        "sd": float(y.std(ddof=1)) if len(y) > 1 else None,
        "floor": counts[0] / len(y) if shown else None,
        "ceiling": counts[-1] / len(y) if shown else None,
        "item_rest": _rest(complete, item, own),
        "item_total": _rest(complete, item, files.items["item"].to_list()),
    }


def _rest(complete, item, inside):
    """Correlation with the sum of the others, on sheets without a gap."""
    if complete.height < 3:
        return None
    others = complete.select(pl.sum_horizontal([one for one in inside if one != item]))
    y, rest = complete[item].to_numpy(), others.to_series().to_numpy()
    return float(np.corrcoef(y, rest)[0, 1]) if np.ptp(y) and np.ptp(rest) else None


def _scales(files):
    yield "total", files.items["item"].to_list()
    for column in ("component", "subscale"):
        for code, part in files.items.partition_by(column, as_dict=True).items():
            yield code[0], part["item"].to_list()


def _reliability(answers, scale, inside) -> dict:
    """Cronbach's α on the sheets without a gap in the scale."""
    y = answers.select(inside).drop_nulls().to_numpy()
    n, k = y.shape
    alpha = None
    if k > 1 and n >= SMALL and n > k and (total := y.sum(axis=1).var(ddof=1)) > 0:
        alpha = float(k / (k - 1) * (1 - y.var(axis=0, ddof=1).sum() / total))
    return {"scale": scale, "items": k, "n": n if n >= SMALL else None, "alpha": alpha}


def _within_and_between(files, rows) -> list[float]:
    """The mean correlation of two factors of one component, and of two."""
    of = dict(files.items.select("item", "component").iter_rows())
    pairs = [(of[r["item"]] == of[other], r[other]) for r in rows for other in of
             if other != r["item"] and not np.isnan(r[other])]  # fmt: skip
    means = (
        np.mean([r for same, r in pairs if same is kind] or [np.nan]) for kind in (True, False)
    )
    return [float(mean) for mean in means if not np.isnan(mean)]


def _correlations(complete, items) -> Table:
    with np.errstate(invalid="ignore", divide="ignore"):
        matrix = np.corrcoef(complete.to_numpy(), rowvar=False)
    rows = [
        {"item": item} | {o: float(v) for o, v in zip(items, line, strict=True)}
        for item, line in zip(items, matrix, strict=True)
    ]
    return Table(("item",), rows)
