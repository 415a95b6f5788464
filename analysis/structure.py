"""How is a questionnaire built? Which items belong to which component or subscale."""

from typing import NamedTuple

from analysis.marts import Marts

COMPONENT, SUBSCALE, TOTAL = "component", "subscale", "total"
STRUCTURES = (COMPONENT, SUBSCALE)


class Scale(NamedTuple):
    """A subscale, a component or all items; `items` in the order of the questionnaire."""

    scale: str
    kind: str
    title_fa: str | None
    title_en: str | None
    items: list[str]


def items_of(marts: Marts, instrument: str | None) -> list[dict]:
    """The items without the overall ones: item, position, subscale, component, titles, limits."""
    return marts.query(
        """select item, position, subscale, component, title_fa, title_en, lowest, highest
           from items where instrument = $instrument and not overall order by position""",
        instrument=instrument,
    ).to_dicts()


def scales_of(marts: Marts, instrument: str | None, items: list[dict]) -> list[Scale]:
    """All items, then each component with its subscales, as the questionnaire lists them."""
    rows = marts.query(
        """select scale, kind, title_fa, title_en from scales where instrument = $instrument
           order by kind, position""",
        instrument=instrument,
    ).to_dicts()
    found = [Scale(TOTAL, TOTAL, None, None, [row["item"] for row in items])]
    for row in rows:
        members = [item["item"] for item in items if item[row["kind"]] == row["scale"]]
        if members:
            found.append(
                Scale(row["scale"], row["kind"], row["title_fa"], row["title_en"], members)
            )
    return found


def factors_of(scales: list[Scale], structure: str) -> list[Scale]:
    """The scales of a kind as the factors of a model.

    Where the questionnaire has none, those of the other kind; else all items as one factor.
    """
    other = STRUCTURES[structure == COMPONENT]
    for kind in (structure, other, TOTAL):
        if chosen := [scale for scale in scales if scale.kind == kind]:
            return chosen
    return []
