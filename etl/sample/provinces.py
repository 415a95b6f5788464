"""How do the provinces and branches of the invented country differ for good?"""

from dataclasses import dataclass

import numpy as np

from etl.sample.channels import CHANNELS
from etl.sample.opening import Opening
from etl.sample.seeding import generator
from etl.sample.sizes import HOME, SIZES

SETTLED = "2015"  # elsewhere only branches that were open before and are still: three or four
NEVER = "9999-12-31"


@dataclass(frozen=True)
class Branches:
    """Arrays, one entry per branch. `weight`: size; `pace`, `trouble`: factors on delay and
    failure; `digital`: inclination to remote channels; `mood`: shift of the survey's answers."""

    codes: list[str]
    opened: np.ndarray
    closed: np.ndarray
    weight: np.ndarray
    pace: np.ndarray
    trouble: np.ndarray
    digital: np.ndarray
    mood: np.ndarray

    def open_on(self, branch: np.ndarray, day: np.ndarray) -> np.ndarray:
        return (self.opened[branch] <= day) & (day <= self.closed[branch])


@dataclass(frozen=True)
class Province:
    """The same traits, of the province as a whole; `size` is its number of branches; `opening`:
    when its counters are open and what they can serve, None in a sample that does not say."""

    code: str
    size: int
    per_day: float
    pace: float
    trouble: float
    digital: float
    mood: float
    phase: float
    response: float
    branches: Branches
    opening: Opening | None


def provinces(codes: list[str], branches: list[dict], seed: int, size: str) -> list[Province]:
    """The provinces that have branches; `branches` are the rows of the reference data."""
    of = {code: [row for row in branches if row["province"] == code] for code in codes}
    of = {code: rows for code, rows in of.items() if rows}
    elsewhere = sum(len(rows) ** 0.7 for code, rows in of.items() if code != HOME)
    return [_province(code, rows, elsewhere, seed, size) for code, rows in of.items()]


def _province(code: str, rows: list[dict], elsewhere: float, seed: int, size: str) -> Province:
    rng, chosen = generator(seed, "province", code), SIZES[size]
    share = 1.0 if code == HOME else len(rows) ** 0.7 / elsewhere
    per_day = share * (chosen.home if code == HOME else chosen.elsewhere)
    branches = _branches(_reporting(code, rows, seed, chosen.branches), seed)
    return Province(
        code=code,
        size=len(rows),
        per_day=per_day,
        pace=float(np.exp(rng.normal(0, 0.15))),
        trouble=float(np.exp(rng.normal(0, 0.18))),
        digital=float(rng.normal(0, 0.2)),
        # The study's means are those of the home province: it stands at their height.
        mood=float(np.clip(rng.normal(0, 0.16), -0.3, 0.3)) * (code != HOME),
        phase=float(rng.uniform(0, 2 * np.pi)),
        response=float(rng.uniform(0.3, 0.5)),
        branches=branches,
        opening=_opening(branches, per_day, seed) if chosen.limited else None,
    )


def _opening(branches: Branches, per_day: float, seed: int) -> Opening:
    visits = per_day * CHANNELS["in_person"].share * branches.weight / branches.weight.sum()
    return Opening.drawn(seed, branches.codes, visits)


def _reporting(code: str, rows: list[dict], seed: int, most: int | None) -> list[dict]:
    if code == HOME or most is None:
        return rows
    settled = [row for row in rows if row["opened"] < SETTLED and not row["closed"]] or rows
    count = min(len(settled), most if len(rows) > 12 else most - 1)
    some = generator(seed, "reporting", code).choice(len(settled), count, replace=False)
    return [settled[each] for each in sorted(some)]


def _branches(rows: list[dict], seed: int) -> Branches:
    # Each branch draws alone, so that a new line in the reference data changes no other branch.
    traits = np.array([generator(seed, "branch", row["branch"]).normal(size=5) for row in rows])
    opened = [row["opened"] or f"{SETTLED}-01-01" for row in rows]
    return Branches(
        codes=[row["branch"] for row in rows],
        opened=np.array(opened, dtype="datetime64[D]"),
        closed=np.array([row["closed"] or NEVER for row in rows], dtype="datetime64[D]"),
        weight=np.exp(0.45 * traits[:, 0]),
        pace=np.exp(0.2 * traits[:, 1]),
        trouble=np.exp(0.15 * traits[:, 2]),
        digital=0.2 * traits[:, 3],
        mood=0.12 * traits[:, 4],
    )
