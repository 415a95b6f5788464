"""Which columns do the tables of satisfaction have? The mean with all that says how sure it is."""

from pages.parts import numbers, words
from pages.parts.tables import Column


def columns(key, written):
    """One row per month, or per province, named by `written`."""
    return [
        Column(key, _title(key), written, kind="text"),
        Column("n", _title("n"), lambda row: numbers.number(row["n"])),
        Column("mean", _title("mean"), lambda row: numbers.mean(row["mean"])),
        Column("low", _title("low"), lambda row: numbers.mean(row["low"])),
        Column("high", _title("high"), lambda row: numbers.mean(row["high"])),
        Column("sd", _title("sd"), lambda row: numbers.mean(row["sd"])),
        Column("deff", _title("deff"), lambda row: numbers.mean(row["deff"])),
        Column(
            "n_effective", _title("n_effective"), lambda row: numbers.number(row["n_effective"])
        ),
        Column("state", _title("state"), _state, kind="text", plain=_state),
    ]


def _state(row):
    if row["suppressed"]:
        return words.say("status.suppressed")
    return words.say("dots.weak") if row["weak"] else ""


def _title(key):
    return words.say(f"satisfaction_trends.column.{key}")
