"""Which answer do words mean? A questionnaire's `labels` and `not_applicable`, and named scales.

A named scale is a TOML in `data/instruments/scales/`: `lowest`, `highest` and `[labels]`. Words are
compared by their letters alone: spaces, ZWNJ and the keyboard's «ی» and «ک» make no difference.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from etl.column_names import folded
from etl.refusal import closest, wrong_setting


@dataclass(frozen=True)
class Scale:
    """A usual set of answers in words, from `lowest` to `highest`."""

    lowest: float
    highest: float
    labels: dict[str, float]


def read_scales(folder: Path) -> dict[str, Scale]:
    """The named scales of a data folder; it need not have any."""
    scales = {}
    for path in sorted(folder.glob("*.toml")):
        where = f"instruments/scales/{path.name}"
        try:
            toml = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise wrong_setting(where, f"not a TOML file: {error}", "see data/README.md") from error
        if missing := [key for key in ("lowest", "highest", "labels") if key not in toml]:
            raise wrong_setting(where, f"lacks {', '.join(missing)}", "see data/README.md")
        scale = Scale(toml["lowest"], toml["highest"], toml["labels"])
        _numbers(where, scale.labels, (scale.lowest, scale.highest))
        scales[path.stem] = scale
    return scales


def labels_of(where: str, told, limits: tuple[float, float], scales: dict[str, Scale]) -> dict:
    """Word, folded → the answer as text; `told`: a table, the name of a scale, or names of several.

    limits: lowest and highest of the items that are answered so.
    """
    if isinstance(told, dict):
        return _numbers(where, told, limits)
    names = [told] if isinstance(told, str) else told
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise wrong_setting(
            where, f"{told!r}", 'a table of words, or the name of a scale: "agreement_5"'
        )
    words: dict[str, str] = {}
    for name in names:
        if name not in scales:
            like = closest(name, list(scales))
            right = f"perhaps {like}" if like else f"one of {', '.join(scales) or 'none so far'}"
            raise wrong_setting(where, f"there is no scale {name}", right)
        scale = scales[name]
        if (scale.lowest, scale.highest) != limits:
            what = f"{name} goes from {scale.lowest:g} to {scale.highest:g}"
            raise wrong_setting(where, what, f"a scale from {limits[0]:g} to {limits[1]:g}")
        more = _numbers(where, scale.labels, limits)
        _refuse_other_number(where, words, more)
        words |= more
    return words


def _numbers(where: str, labels: dict, limits: tuple[float, float]) -> dict[str, str]:
    words: dict[str, str] = {}
    for word, number in labels.items():
        plain = isinstance(number, int | float) and not isinstance(number, bool)
        if not plain or not limits[0] <= number <= limits[1]:
            right = f"a number from {limits[0]:g} to {limits[1]:g}"
            raise wrong_setting(f"{where}: {word}", f"{number!r}", right)
        _refuse_other_number(where, words, {folded(word): f"{number:g}"})
        words[folded(word)] = f"{number:g}"
    return words


def _refuse_other_number(where: str, words: dict[str, str], more: dict[str, str]) -> None:
    for word, number in more.items():
        if words.get(word, number) != number:
            raise wrong_setting(
                where, f"{word} is both {words[word]} and {number}", "one number a word"
            )


def not_answers(where: str, told) -> tuple[tuple[float, ...], dict[str, str]]:
    """The numbers and the words, folded, that stand for no answer."""
    if not isinstance(told, list) or any(
        isinstance(code, bool) or not isinstance(code, int | float | str) for code in told
    ):
        raise wrong_setting(
            where, f"{told!r}", 'a list of numbers and words, such as [99, "نمی‌دانم"]'
        )
    numbers = tuple(float(code) for code in told if not isinstance(code, str))
    return numbers, {folded(code): "" for code in told if isinstance(code, str)}
