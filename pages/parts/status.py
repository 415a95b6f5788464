"""How does a status look and read? Symbol and word always go with the colour."""

from dataclasses import dataclass

from pages.parts import words


@dataclass(frozen=True)
class Status:
    """One status: its code, symbol, and colour on light and on dark ground."""

    code: str
    symbol: str
    light: str
    dark: str

    @property
    def word(self):
        return words.say(f"status.{self.code}")

    @property
    def sign(self):
        """Symbol and word: «▲ مناسب»."""
        return f"{self.symbol} {self.word}"


STATUSES = {
    status.code: status
    for status in (
        Status("favourable", "▲", "#0B7A75", "#4DB6AC"),
        Status("unfavourable", "▼", "#C44E2C", "#F0825F"),
        Status("undetermined", "●", "#6B7075", "#A3A9AE"),
        Status("suppressed", "▨", "#6B7075", "#A3A9AE"),
        Status("no_data", "–", "#6B7075", "#A3A9AE"),
        # A province is not judged: it lies above, below or near the reference
        Status("above", "▲", "#0B7A75", "#4DB6AC"),
        Status("below", "▼", "#C44E2C", "#F0825F"),
        Status("near", "●", "#6B7075", "#A3A9AE"),
    )
}


def of(row, key="status"):
    """The status to show for a row of factor_status."""
    if row.get("suppressed") and key == "status":
        return STATUSES["suppressed"]
    return STATUSES[row.get(key) or "no_data"]
