"""The questionnaires as tables of the warehouse: what each asks, in which batteries and scales."""

from collections.abc import Iterator

import polars as pl

from etl.battery_pairs import pairs_of
from etl.instruments import Instrument

ITEM = {
    "instrument": pl.String, "item": pl.String, "position": pl.Int32, "subscale": pl.String,
    "component": pl.String, "title_fa": pl.String, "title_en": pl.String, "lowest": pl.Float64,
    "highest": pl.Float64, "reference": pl.Float64, "overall": pl.Boolean,
    "in_study": pl.Boolean, "reversed": pl.Boolean,
}  # fmt: skip
SCALE = {
    "instrument": pl.String, "scale": pl.String, "kind": pl.String, "component": pl.String,
    "position": pl.Int32, "title_fa": pl.String, "title_en": pl.String,
}  # fmt: skip
PAIR = dict.fromkeys(("instrument", "pair", "first", "second"), pl.String)
NOTE = dict.fromkeys(("instrument", "note_fa", "note_en"), pl.String)
KANO_ITEM = {
    "instrument": pl.String, "item": pl.String, "position": pl.Int32, "title_fa": pl.String,
    "title_en": pl.String,
}  # fmt: skip
OPEN = {
    "instrument": pl.String, "question": pl.String, "position": pl.Int32, "title_fa": pl.String,
    "title_en": pl.String,
}  # fmt: skip
ASKED = (PAIR, NOTE, KANO_ITEM, OPEN)  # what a questionnaire says beside its items and scales


def instrument_tables(instruments: list[Instrument]) -> Iterator[tuple[str, pl.DataFrame]]:
    """The name and the rows of each table."""
    tops = [
        {"instrument": i.name}
        | {k: i.toml.get(k) for k in ("title_fa", "title_en", "study")}
        | {k: float(i.toml[k]) for k in ("lowest", "highest", "reference")}
        for i in instruments
    ]
    texts = dict.fromkeys(["instrument", "title_fa", "title_en", "study"], pl.String)
    numbers = dict.fromkeys(["lowest", "highest", "reference"], pl.Float64)
    yield "instruments", pl.DataFrame(tops, schema=texts | numbers)
    batteries = [
        {"instrument": i.name, "position": n}
        | {key: b.get(key) for key in ("battery", "title_fa", "title_en")}
        for i in instruments
        for n, b in enumerate(i.toml["batteries"], start=1)
    ]
    schema = {"instrument": pl.String, "battery": pl.String, "position": pl.Int32,
              "title_fa": pl.String, "title_en": pl.String}  # fmt: skip
    yield "batteries", pl.DataFrame(batteries, schema=schema)
    yield "items", pl.DataFrame([row for i in instruments for row in _items(i)], schema=ITEM)
    yield "scales", pl.DataFrame([row for i in instruments for row in _scales(i)], schema=SCALE)
    pairs = [row for i in instruments for row in pairs_of(i.name, i.toml)]
    yield "battery_pairs", pl.DataFrame(pairs, schema=PAIR)
    notes = [
        {"instrument": i.name} | {key: i.toml.get(key) for key in ("note_fa", "note_en")}
        for i in instruments
        if i.toml.get("note_fa") or i.toml.get("note_en")
    ]
    yield "instrument_notes", pl.DataFrame(notes, schema=NOTE)
    kano = [
        {"instrument": i.name, "position": n}
        | {key: item[key] for key in ("item", "title_fa", "title_en")}
        for i in instruments
        for n, item in enumerate(i.kano, start=1)
    ]
    yield "kano_items", pl.DataFrame(kano, schema=KANO_ITEM)
    asked = [row for i in instruments for row in i.open_rows()]
    yield "open_questions", pl.DataFrame(asked, schema=OPEN)


def _items(instrument: Instrument) -> Iterator[dict]:
    component = {s["subscale"]: s.get("component") for s in instrument.toml.get("subscales", [])}
    all_items = instrument.toml["items"] + instrument.overall
    for position, item in enumerate(all_items, start=1):
        lowest, highest, reference = instrument.limits(item)
        overall = position > len(instrument.toml["items"])
        yield {
            "instrument": instrument.name,
            "item": item["item"],
            "position": position,
            "subscale": item.get("subscale"),
            "component": item.get("component") or component.get(item.get("subscale")),
            "title_fa": item["title_fa"],
            "title_en": item["title_en"],
            "lowest": lowest,
            "highest": highest,
            "reference": reference,
            "overall": overall,
            "in_study": item.get("in_study", not overall),
            "reversed": item.get("reversed", False),
        }


def _scales(instrument: Instrument) -> Iterator[dict]:
    for kind in ("subscale", "component"):
        for position, scale in enumerate(instrument.toml.get(f"{kind}s", []), start=1):
            yield {
                "instrument": instrument.name,
                "scale": scale[kind],
                "kind": kind,
                "component": scale.get("component"),
                "position": position,
                "title_fa": scale["title_fa"],
                "title_en": scale["title_en"],
            }
