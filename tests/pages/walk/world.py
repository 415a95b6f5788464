"""What all combinations share: files, the rule of small numbers, and what is worked out once."""

from pathlib import Path

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

    def months(self, filters) -> list[str]:
        """From the first month with requests or answers about satisfaction to the last."""
        answered = self.files.sheets.drop_nulls("overall")
        both = [filters.of(rows)["month"] for rows in (self.files.requests, answered)]
        # What is asked for, as far as there is data of any place
        inside = sorted({m for m in self.files.requests["month"].unique()
                         if filters.first <= m <= filters.last})  # fmt: skip
        return inside if any(len(months) for months in both) else []
