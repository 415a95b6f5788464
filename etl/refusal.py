"""What is told to a person: the file was not taken, where, what was found, and what would be right.

Two families of errors. `Refusal` is for people: the command line prints its text without a
traceback. Everything else is a bug and keeps its traceback.
"""

import difflib


class Refusal(Exception):
    """An extract, a mapping or reference data that cannot be taken as it is.

    problems: the checks that its rows failed; code: its own check in the catalogue; rows: how many
    were right and wrong.
    """

    def __init__(
        self,
        file: str,
        what: str,
        right: str = "",
        problems: tuple = (),
        code: str = "refused",
        rows: tuple[int, int] = (0, 0),
    ):
        self.code, self.rows = code, rows
        file, what, right = visible(file), visible(what), visible(right)
        self.file, self.what, self.right, self.problems = file, what, right, problems
        super().__init__(f"{file}: {what}" + (f"; right: {right}" if right else ""))


def wrong_setting(where: str, what: str, right: str) -> Refusal:
    """Of a mapping, a questionnaire or a table that the organisation edits, not of an extract."""
    return Refusal(where, what, right, code="settings")


def visible(text: str) -> str:
    """Text of a sender without codes that would act on a terminal; ZWNJ is spelling and stays."""
    return "".join(c if c.isprintable() or c in "\u200c\n" else "\ufffd" for c in text)


def closest(found: str, allowed: list[str]) -> str:
    """The allowed word most like the one found, or an empty string."""
    return next(iter(difflib.get_close_matches(found, allowed, n=1, cutoff=0.6)), "")


def refuse_wrong_keys(where: str, part: dict, needed: tuple, allowed: tuple = ()) -> None:
    """A part of a settings file has every key that it needs, and none that nobody knows."""
    known = (*needed, *allowed)
    for key in part:
        if key not in known:
            like = closest(key, list(known))
            right = f"perhaps {like}" if like else f"one of {', '.join(known)}"
            raise wrong_setting(where, f"unknown key {key}", right)
    if missing := [key for key in needed if key not in part]:
        raise wrong_setting(where, f"lacks {', '.join(missing)}", "see data/README.md")
