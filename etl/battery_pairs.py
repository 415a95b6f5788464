"""Which batteries of a questionnaire are compared, and which items were asked as a Kano pair?

`gap` and `quadrants` name two batteries each. Items of `[[kano]]` are asked twice, had the service
the thing and had it not, and answered by one of five words. The words are no scale: these answers
are kept under batteries of their own, which no page offers, so that nothing takes their mean.
"""

from etl.refusal import closest, refuse_wrong_keys, wrong_setting

PAIRS = {"gap": ("expects", "perceives"), "quadrants": ("importance", "performance")}
FUNCTIONAL, DYSFUNCTIONAL = KANO = ("functional", "dysfunctional")
# The five answers, from liking it to disliking it: numbers as the evaluation table has them.
KANO_SCALE = {"lowest": 1, "highest": 5, "reference": 3}
KANO_LABELS = "kano_5"  # the scale whose words are understood where the questionnaire says none


def refuse_wrong_pairs(file: str, toml: dict) -> None:
    """Raise `Refusal` for a pair that does not name two different batteries."""
    known = [battery["battery"] for battery in toml["batteries"]]
    for pair, keys in PAIRS.items():
        if pair not in toml:
            continue
        where = f"{file}: {pair}"
        example = ", ".join(f'{key} = "{key}"' for key in keys)
        if not isinstance(toml[pair], dict):
            raise wrong_setting(where, f"{toml[pair]!r}", f"two batteries: {{{example}}}")
        refuse_wrong_keys(where, toml[pair], keys, ())
        for key in keys:
            _refuse_unknown(f"{where}: {key}", toml[pair][key], known)
        if toml[pair][keys[0]] == toml[pair][keys[1]]:
            raise wrong_setting(where, f"{toml[pair][keys[0]]} twice", "two different batteries")
    if "kano_labels" in toml and not toml.get("kano"):
        raise wrong_setting(f"{file}: kano_labels", "has no item", "parts [[kano]]")


def _refuse_unknown(where: str, battery, known: list[str]) -> None:
    if battery in known:
        return
    like = closest(battery, known) if isinstance(battery, str) else None
    right = f"perhaps {like}" if like else f"one of {', '.join(known)}"
    raise wrong_setting(where, f"{battery!r} is no battery of it", right)


def pairs_of(name: str, toml: dict) -> list[dict]:
    """One row per pair: instrument, pair, and its batteries `first` and `second`."""
    return [
        {"instrument": name, "pair": pair, "first": toml[pair][first], "second": toml[pair][second]}
        for pair, (first, second) in PAIRS.items()
        if pair in toml
    ]


def kano_columns(items: list[dict]) -> list[tuple[str, dict, str]]:
    """(column name, item, battery) of every answer to a Kano pair."""
    return [(f"{item['item']}.{battery}", item, battery) for battery in KANO for item in items]
