"""What should the page of the published study say? What is printed, and the answers beside it."""

import numpy as np
from scipy import stats

from pages.parts import words
from tests.pages.walk.comparing import Expected, Table, Words
from tests.pages.walk.exempt import PRINTED_ONLY
from tests.pages.walk.judging import Judging, answered

NAME = "published_study"
STUDY_N, REFERENCE, ALPHA = 384, 3.0, 0.05


def expected(world, filters, views) -> Expected:
    files = world.files
    frame = world.once("answered", lambda: answered(files))
    judging = Judging(files, world.small, frame, files.items["item"], filters)
    printed = [_printed(files, item) for item in files.items["item"]]
    marks = {
        "study_n": [STUDY_N],
        "at_study_n": [sum(_follows_from(row, STUDY_N) for row in printed)],
        "published_favourable": [_favourable(printed, "published_status")],
        "recomputed_favourable": [_favourable(printed, "recomputed_status")],
    }
    tables = {
        words.say(f"{NAME}.rows_caption"): Table(("item",), printed, PRINTED_ONLY),
        words.say(f"{NAME}.checks_caption"): None,
        "*paper": None,
    }
    marks["contradiction"] = None
    rows = _beside(judging, {row["item"]: row for row in printed})
    if judging.n:
        marks["live_favourable"] = [_favourable(rows, "status_study")]
        if rows:
            tables[words.say(f"{NAME}.live_caption")] = Table(("item",), rows)
            marks["mean"] = {row["item"]: row["mean"] for row in rows}
    # The groups of rows are told by their lowest and highest n
    said = [row["implied_n"] for row in printed]
    # Compared to the two decimals that are printed
    apart = [round(100 * row["mean"]) - round(100 * row["published_mean"]) for row in rows]
    counts = [sum(a > 0 for a in apart), sum(a < 0 for a in apart), apart.count(0)]
    # What is printed has no foot with answers
    feet = {(NAME, judging.n)} if judging.n and rows else set()
    return Expected(tables, marks, feet, said=[*said, *counts])


def _favourable(rows, key) -> int:
    return sum(row[key] == "favourable" for row in rows)


def _printed(files, item) -> dict:
    """A line of the paper, and the test that follows from its mean and deviation."""
    row = files.published[item]
    mean, sd, t, p, loading = (float(row[key]) for key in ("mean", "sd", "t", "p", "loading"))
    again = (mean - REFERENCE) / (sd / np.sqrt(STUDY_N))
    p_again = stats.t.sf(again, STUDY_N - 1)
    one = stats.t.sf(t, STUDY_N - 1)
    status = "favourable" if p_again < ALPHA else "unfavourable"
    return {
        "item": item, "title": files.titles[item], "published_mean": mean, "published_sd": sd,
        "published_t": t, "published_p": p, "published_loading": loading,
        "implied_n": (t * sd / (mean - REFERENCE)) ** 2 if mean != REFERENCE else None,
        "p_one_sided": one, "p_two_sided": 2 * min(one, 1 - one),
        "recomputed_t": again, "recomputed_p": p_again, "recomputed_status": status,
        "published_status": row["status"], "differs": status != row["status"],
    }  # fmt: skip


def _follows_from(row, n) -> bool:
    """Whether t could be that of n answers, of a mean and deviation with two decimals."""
    if row["implied_n"] is None:
        return False
    off, sd, t = row["published_mean"] - REFERENCE, row["published_sd"], abs(row["published_t"])
    ends = [
        (te * se / abs(off + oe)) ** 2
        for te in (t - 0.005, t + 0.005)
        for se in (sd - 0.005, sd + 0.005)
        for oe in (-0.005, 0.005)
    ]
    return min(ends) <= n <= max(ends)


def _beside(judging, printed) -> list[dict]:
    """The answers under the study's own rule, of the factors that may be shown."""
    rows = [row | printed[row["item"]] for row in judging.rows("study")]
    return [
        row | {"status_study": row["status"] or Words()} for row in rows if row["mean"] is not None
    ]
