"""What all combinations share: files, the rule of small numbers, and what is worked out once."""

from functools import cached_property
from pathlib import Path

import polars as pl

from tests.pages.walk.files import Files
from tests.pages.walk.small_numbers import SmallNumbers


class World:
    """The sample's files as every expectation needs them."""

    def __init__(self, root: Path):
        self.files = Files(root)
        self.small = SmallNumbers(self.files)
        self._kept = {}

    def once(self, name, make):
        """What does not depend on filters, made the first time it is asked for."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    @cached_property
    def requests(self) -> pl.DataFrame:
        return self.files.requests.with_columns(
            any=pl.lit(True), done=pl.col("status") == "completed"
        )

    @cached_property
    def wave_answers(self) -> pl.DataFrame:
        """One row per respondent of the waves."""
        rows = self.files.waves
        return rows.select(pl.all().repeat_by("answered").explode())

    def weighed(self, rows, part) -> pl.DataFrame:
        """Requests as answers of 0 and 1 that weigh the same."""
        return rows.with_columns(y=pl.col(part).cast(pl.Float64), weight=pl.lit(1.0))

    def months_of(self, rows) -> list[str]:
        """The months of the sample from the first of `rows` to the last."""
        return sorted(rows["month"].unique())

    def months(self, filters) -> list[str]:
        """From the first month with requests or answers about satisfaction to the last."""
        answered = self.files.sheets.drop_nulls("overall")
        both = [filters.of(rows)["month"] for rows in (self.files.requests, answered)]
        # What is asked for, as far as there is data of any place
        inside = sorted({m for m in self.files.requests["month"].unique()
                         if filters.first <= m <= filters.last})  # fmt: skip
        return inside if any(len(months) for months in both) else []
