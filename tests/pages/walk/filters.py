"""Which rows does a reader ask for? Filters as the address has them, and the rows they keep."""

from dataclasses import dataclass, replace

import polars as pl

# The filter of the address → the column of the rows
COLUMNS = {
    "branches": "branch",
    "channels": "channel",
    "services": "service",
    "customer_groups": "customer_group",
}


@dataclass(frozen=True)
class Filters:
    """Empty fields do not filter; provinces: those of the place, sorted."""

    provinces: tuple = ()
    branches: tuple = ()
    channels: tuple = ()
    services: tuple = ()
    customer_groups: tuple = ()
    first: str = ""
    last: str = "9"

    def of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows asked for; of filters whose column the rows lack nothing is kept out."""
        kept = pl.col("month").is_between(pl.lit(self.first), pl.lit(self.last))
        if self.provinces:
            kept &= pl.col("province").is_in(self.provinces)
        for field, column in COLUMNS.items():
            if getattr(self, field) and column in rows.columns:
                kept &= pl.col(column).is_in(getattr(self, field))
        return rows.filter(kept)

    def placed(self, provinces: tuple) -> "Filters":
        return replace(self, provinces=provinces)

    def without(self, *fields: str) -> "Filters":
        return replace(self, **dict.fromkeys(fields, ()))

    @property
    def sample(self) -> "Filters":
        """Places and months alone, which say who was sampled; the others only pick of them."""
        return self.without("channels", "services", "customer_groups")

    @property
    def everywhere(self) -> "Filters":
        return self.without("provinces", "branches")

    @property
    def history(self) -> "Filters":
        """Every month up to the last one: what the limits of a process rest on."""
        return replace(self, first="")

    def in_months(self, first: str, last: str) -> "Filters":
        return replace(self, first=first, last=last)

    def parents(self, files) -> list["Filters"]:
        """The selections that hold this one and perhaps a few respondents more."""
        found = [self.without(field) for field in COLUMNS if getattr(self, field)]
        regions, whole = files.regions, files.provinces
        if self.branches:
            own = tuple(sorted({files.province_of[branch] for branch in self.branches}))
            found.append(replace(self, branches=(), provinces=own))
        if not self.provinces:
            return found
        inside = set(self.provinces)
        if inside < set(whole):
            found.append(self.without("provinces"))
        around = [r for r in regions.values() if inside < set(r) < set(whole)]
        return found + [replace(self, provinces=region) for region in around]
