"""Which filters are tried? At random, but the same ones in every run."""

import random
from dataclasses import dataclass

import polars as pl

from tests.pages.walk.filters import COLUMNS, Filters

SEED, COUNT = 1404, 32
MONTHS = ("1404-05", "1404-06", "1404-07")
PERIODS = ((0, 2), (0, 2), (2, 2), (0, 0), (1, 2), (0, 1))
# The views of each page that change its numbers
VIEWS = {
    "overview": {
        "map": ("satisfaction", "favourable_factors", "digital_take_up", "completion_rate",
                "on_time_share", "median_hours", "response_rate"),
        "compare": ("previous_month", "same_month_last_year"),
    },
    "factor_status": {"rule": ("evidence", "study"), "target": ("3", "3.5")},
    "channel_usage": {
        "measure": ("completion_rate", "on_time_share", "digital_take_up",
                    "requests_per_working_day"),
        "hours": ("all", "remote", "counter"),
    },
    "satisfaction_trends": {
        "line": ("limits", "intervals"),
        "split": ("channel", "service", "customer_group"),
    },
    "frameworks": {"framework": ("cx_readiness", "citizen_relationship")},
    "comments": {
        "theme": ("outages", "support", "thanks", "none"),
        "theme_split": ("channel", "province", "service", "customer_group"),
    },
    "priorities": {"rule": ("evidence", "study"), "target": ("3", "3.25")},
}  # fmt: skip
DESIGNS = ("survey", "simple")
NAMES = {column: field for field, column in COLUMNS.items()}


@dataclass(frozen=True)
class Combination:
    """Filters as the files and as the address know them, and the views of every page."""

    number: int
    filters: Filters
    asked: tuple
    chosen: tuple

    def views(self, page: str) -> dict:
        chosen = {name: dict(views) for name, views in self.chosen}
        # The month compared with is one choice for all pages
        chosen["profile"] = {"compare": chosen["overview"]["compare"]}
        chosen["gaps"] = {"design": DESIGNS[self.number % 2]}
        return chosen.get(page, {})

    @property
    def address(self) -> dict:
        """The filters as query parameters."""
        return dict(self.asked)


def combinations(files, count: int = COUNT) -> list[Combination]:
    drawn = random.Random(SEED)
    return [_one(drawn, number, files) for number in range(count)]


def _one(drawn, number, files) -> Combination:
    asked, provinces = _place(drawn, files)
    inside = provinces or files.provinces
    first, last = (MONTHS[end] for end in drawn.choice(PERIODS))
    asked |= {"from": [first], "to": [last]}
    picked = {}
    if number % 3 == 1:  # a branch or two, where small numbers are
        asking = files.sheets.filter(pl.col("province").is_in(inside))
        branches = sorted(asking["branch"].unique())
        picked["branch"] = tuple(sorted(drawn.sample(branches, drawn.choice((1, 1, 2)))))
    for column, often in (("channel", 0.3), ("service", 0.25), ("customer_group", 0.3)):
        if drawn.random() < often:
            codes = files.table(f"{column}s")[column].to_list()
            picked[column] = tuple(sorted(drawn.sample(codes, drawn.choice((1, 1, 2)))))
    asked |= {column: list(codes) for column, codes in picked.items()}
    chosen = tuple(
        (page, tuple((name, drawn.choice(values)) for name, values in VIEWS.get(page, {}).items()))
        for page in VIEWS
    )
    fields = {NAMES[column]: codes for column, codes in picked.items()}
    filters = Filters(provinces, first=first, last=last, **fields)
    return Combination(number, filters, tuple(asked.items()), chosen)


def _place(drawn, files) -> tuple[dict, tuple]:
    """What the address says, and the provinces; none for the whole country."""
    kind = drawn.choice(("home", "country", "province", "province", "region", "provinces"))
    if kind == "home":
        return {}, ("IR-09",)
    if kind == "country":
        return {"region": ["whole_country"]}, ()
    if kind == "region":
        several = sorted(r for r, inside in files.regions.items() if 1 < len(inside) < 31)
        region = drawn.choice(several)
        return {"region": [region]}, files.regions[region]
    codes = sorted(drawn.sample(files.provinces, 1 if kind == "province" else 3))
    return {"province": codes}, tuple(codes)
