"""Against which value may a reader judge? The questionnaire's reference, or a stricter target."""

from pages.parts import numbers, words

STEP = 0.25
# Not so near the end of the scale that no mean could lie clearly above it
SPARED = 0.5


def offered(totals):
    """{code: words}, the questionnaire's own reference first; without one there is no choice."""
    reference, highest = totals["reference"], totals["highest"]
    if reference is None or highest is None:
        return {}
    steps = range(int((highest - SPARED - reference) / STEP) + 1)
    values = [reference + step * STEP for step in steps]
    written = {f"{value:g}": numbers.plain(value) for value in values}
    own = f"{reference:g}"
    return written | {own: words.say("factor_status.target_own", reference=written[own])}


def value(code, totals):
    """What analysis is asked for; None for the reference itself."""
    own = totals["reference"]
    return None if code is None or float(code) == own else float(code)


def written(target, write):
    """A target as `write` says it; that nobody set one is no lack of data."""
    return words.say("no_target") if target is None else write(target)
