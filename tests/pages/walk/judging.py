"""How is every factor judged? Both rules, from one row per respondent, with scipy's tests."""

import numpy as np
import polars as pl
from scipy import stats

from tests.pages.walk.design import Sampled

ALPHA = 0.05
SIZES = ((0.8, "large"), (0.5, "medium"), (0.2, "small"), (0.0, "negligible"))
FIGURES = ("n", "mean", "low", "high", "sd", "effect_size", "effect_word", "deff", "n_effective",
           "p_adjusted", "t", "p")  # fmt: skip


class Judging:
    """The factors (or scales) of one selection, in each group of `by`.

    frame: one row per respondent with a column per factor; items: these columns; sampled: the
    design, where the respondents are those of another survey.
    """

    def __init__(self, files, small, frame, items, filters, by=(), reference=3.0, sampled=None):
        self.files, self.items, self.by, self.reference = files, list(items), tuple(by), reference
        rows = filters.of(frame)
        self.hidden, self.everything = small.of_items(frame, self.items, filters, self.by)
        self.n = None if self.everything else rows.height
        self.groups = rows.partition_by(self.by, as_dict=True) if by else {(): rows}
        self.sampled = sampled or Sampled(files, filters, "month" in self.by)

    def rows(self, rule: str) -> list[dict]:
        """One dict per factor and group, as the tables of the pages have them."""
        return [row for key in self.groups for row in self._of_group(key, rule)]

    def _of_group(self, key, rule):
        rows = self.groups[key]
        shown = [item for item in self.items if (item, *key) not in self.hidden]
        found = {item: self.sampled.estimate(rows, item, "branch" in self.by) for item in shown}
        p = {i: one.p_value(self.reference) for i, one in found.items() if one}
        tested = {i: value for i, value in p.items() if value is not None}
        adjusted = {}
        if tested:
            values = stats.false_discovery_control(list(tested.values()), method="bh")
            adjusted = dict(zip(tested, values, strict=True))
        chosen = sum(value < ALPHA for value in adjusted.values())
        for item in self.items:
            row = dict(zip(self.by, key, strict=True)) | {"item": item}
            hidden = item not in shown
            answers = rows[item].drop_nulls().to_numpy()
            one = found.get(item)
            studied = self._studied(answers) if not hidden else {}
            rate = ALPHA
            if item in adjusted:
                selected = adjusted[item] < ALPHA
                rate = (chosen if selected else chosen + 1) * ALPHA / len(adjusted)
            judged = self._evidence(one, p.get(item), adjusted.get(item), rate)
            row |= {"n": None if hidden else len(answers), "suppressed": hidden}
            row |= dict.fromkeys(FIGURES[1:]) | studied | judged
            if rule == "study" and not hidden:
                row |= studied | {"status": studied.get("status_study")}
                row |= {end: studied.get(f"ci_{end}") for end in ("low", "high")}
                row["mean"] = studied.get("plain_mean")
            yield row

    def _studied(self, y) -> dict:
        """The study's own: unweighted, answers as drawn one by one, one-sided."""
        if len(y) == 0:
            return {"status_study": None}
        sd = float(np.std(y, ddof=1)) if len(y) > 1 else None
        told = {"plain_mean": float(np.mean(y)), "sd": sd, "status_study": None}
        if not sd:
            return told | ({"ci_low": y[0], "ci_high": y[0]} if sd == 0 else {})
        test = stats.ttest_1samp(y, self.reference, alternative="greater")
        low, high = stats.t.interval(0.95, len(y) - 1, np.mean(y), sd / np.sqrt(len(y)))
        d = (np.mean(y) - self.reference) / sd
        word = next(word for least, word in SIZES if abs(d) >= least)
        status = "favourable" if test.pvalue < ALPHA else "unfavourable"
        return told | {
            "t": test.statistic, "p": test.pvalue, "ci_low": low, "ci_high": high,
            "effect_size": d, "effect_word": word, "status_study": status,
        }  # fmt: skip

    def _evidence(self, one, p, p_adjusted, rate) -> dict:
        if one is None:
            return {"status": None}
        low, high = one.interval(1 - rate)
        status = None
        if p_adjusted is not None:
            side = "favourable" if one.mean > self.reference else "unfavourable"
            status = side if p_adjusted < ALPHA else "undetermined"
        return {
            "mean": one.mean, "low": low, "high": high, "deff": one.deff, "p_two_sided": p,
            "n_effective": one.n_effective, "p_adjusted": p_adjusted, "status": status,
        }  # fmt: skip


def answered(files) -> pl.DataFrame:
    """The sheets with an answer to any factor."""
    return files.sheets.filter(pl.any_horizontal(pl.col(files.items["item"]).is_not_null()))


def scores(files) -> tuple[pl.DataFrame, list[str]]:
    """Each respondent's mean over the items of a scale of which at least half were answered; the
    scales: subscales, components and the total."""
    scales = {"total": files.items["item"].to_list()}
    for column in ("component", "subscale"):
        for code, part in files.items.partition_by(column, as_dict=True).items():
            scales[code[0]] = part["item"].to_list()
    frame = files.sheets
    for scale, items in scales.items():
        enough = pl.sum_horizontal(pl.col(items).is_not_null()) * 2 >= len(items)
        frame = frame.with_columns(
            pl.when(enough).then(pl.mean_horizontal(pl.col(items))).alias(scale)
        )
    return frame.filter(pl.col("total").is_not_null()), list(scales)
