"""What are places, channels and scales called, and what is filtered, in words?"""

from analysis import choices
from analysis.marts import Marts
from analysis.selection import FILTERS, Selection
from pages.parts import numbers, words

MOST_NAMED = 3
LISTS = {
    "province": "provinces",
    "branch": "branches",
    "channel": "channels",
    "service": "services",
    "customer_group": "customer_groups",
    "region": "regions",
}


class Names:
    """Names in the language spoken, of everything that this reader may see."""

    def __init__(self, marts: Marts):
        options = choices.options(marts)
        self._rows = {
            kind: {row[kind]: row for row in options[plural]} for kind, plural in LISTS.items()
        }
        self._scales = options["scales"]
        self._titles = {row["instrument"]: row for row in options["instruments"]}

    def of(self, kind: str, code: str | None) -> str:
        """The name of a code; of none, that there is no data."""
        row = self._rows[kind].get(code)
        return words.name(row) if row else (code or words.say("no_data"))

    def scales(self, instrument: str) -> dict[str, str]:
        """Subscale or component → title."""
        rows = (row for row in self._scales if row["instrument"] == instrument)
        return {row["scale"]: words.title(row) for row in rows}

    def place(self, selection: Selection) -> str:
        """The place of a selection: a branch, a province, a region, some of them or the country."""
        if len(selection.branches) == 1:
            return self._branch(selection.branches[0])
        if selection.branches:
            return words.say("profile.of_branches", count=numbers.number(len(selection.branches)))
        if len(selection.provinces) == 1:
            name = self.of("province", selection.provinces[0])
            return words.say("profile.of_province", name=name)
        if selection.provinces:
            return words.say("profile.of_provinces", count=numbers.number(len(selection.provinces)))
        return self.of("region", selection.region) if selection.region else self._country()

    def filtered(self, selection: Selection) -> str:
        """Everything but place and months that narrows a selection."""
        said = []
        for kind, field in FILTERS.items():
            codes = getattr(selection, field) if kind not in ("province", "branch") else ()
            if len(codes) > MOST_NAMED:
                said.append(words.say(f"filters.{kind}.count", count=numbers.number(len(codes))))
            elif codes:
                listed = words.listed(self.of(kind, code) for code in codes)
                said.append(words.say("filters.only", names=listed))
        if selection.instrument and len(self._titles) > 1:
            said.append(words.title(self._titles[selection.instrument]))
        return words.say("list.comma").join(said)

    def _branch(self, code) -> str:
        province = self._rows["branch"].get(code, {}).get("province")
        name, place = self.of("branch", code), self.of("province", province)
        return words.say("profile.of_branch", name=name, province=place)

    @staticmethod
    def _country() -> str:
        return words.say("profile.of_country")
