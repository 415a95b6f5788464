"""Everything that etl says of a file, a load or a setting has Persian words.

The sentences are taken from the program itself: what its refusals, notes and progress are made of,
with something in place of each value. A new one without words fails here.
"""

import ast
import functools
import importlib
import itertools
import re
from pathlib import Path

import pytest

from etl import wave_weights, weighting_tables
from etl.checks.catalogue import catalogue
from etl.formats import content, isolated
from pages.parts import desk_said

ETL = Path(__file__).resolve().parents[2] / "etl"
# Only heard on the command line
ELSEWHERE = {"__main__", "backup", "restore", "restoring", "unpacking", "watch", "papers",
             "history_commands", "rebuild", "taking", "actions", "actions_taken"}  # fmt: skip
MODULES = [
    path
    for path in sorted(ETL.rglob("*.py"))
    if path.stem not in ELSEWHERE and not {"sample", "marts"} & set(path.parts)
]
REFUSALS = {"Refusal": slice(1, 3), "wrong_setting": slice(1, 3), "WrongFormat": slice(0, 2)}
NOTES = {"notes", "beside", "remarks"}  # lists that sentences are appended to
# A value alone, or a line of a mapping, which is said as it stands; what carries a whole sentence
GIVEN = re.compile(r"'[^']*'|[^a-z]*|Abc|[a-z_]+ = .*|(is|'Abc') Abc")
MOST = 40  # wordings of one sentence


class Sentences(ast.NodeVisitor):
    """The sentences of one function, by what each value in them may be."""

    def __init__(self, path, tree):
        relative = path.relative_to(ETL.parent).with_suffix("")
        name = ".".join(relative.parts).removesuffix(".__init__")
        self.module, self.found = importlib.import_module(name), []
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                self.named = {}
                for node in ast.walk(function):
                    self._assigned(node)
                for node in ast.walk(function):
                    self._said(node)

    def _assigned(self, node):
        if not isinstance(node, ast.Assign):
            return
        (target, *_), value = node.targets, node.value
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = zip(target.elts, value.elts, strict=True)
        for name, one in pairs:
            if isinstance(name, ast.Name):
                self.named.setdefault(name.id, []).append(one)

    def _said(self, node):
        if not isinstance(node, ast.Call):
            return
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        on = getattr(getattr(node.func, "value", None), "id", "")
        if called in REFUSALS:
            told = node.args[REFUSALS[called]]
        elif called == "progress" or (called == "append" and on in NOTES):
            told = node.args
        else:
            return
        for text in itertools.chain.from_iterable(self.texts(one) for one in told):
            self.found.append((node.lineno, text))

    def texts(self, node, seen=()):
        """What an expression may say; nothing where only a run would tell."""
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else []
        if isinstance(node, ast.IfExp):
            return self.texts(node.body, seen) + self.texts(node.orelse, seen)
        if isinstance(node, ast.BinOp):
            sides = [self.texts(side, seen) or ["Abc"] for side in (node.left, node.right)]
            return ["".join(pair) for pair in itertools.product(*sides)]
        if isinstance(node, ast.JoinedStr):
            parts = [self._part(part, seen) for part in node.values]
            return ["".join(each) for each in itertools.islice(itertools.product(*parts), MOST)]
        if isinstance(node, ast.Name) and node.id not in seen:
            inside = self.named.get(node.id, [])
            if not inside and isinstance(getattr(self.module, node.id, None), str):
                return [getattr(self.module, node.id)]
            return [text for one in inside for text in self.texts(one, (*seen, node.id))]
        return []

    def _part(self, part, seen):
        if isinstance(part, ast.Constant):
            return [part.value]
        spec = ast.unparse(part.format_spec) if part.format_spec else ""
        if "%" in spec:
            return ["12%"]
        if "," in spec:
            return ["12"]
        if part.conversion == ord("r"):
            return ["'Abc'"]
        inside = isinstance(part.value, ast.IfExp | ast.JoinedStr | ast.Name)
        return (self.texts(part.value, seen) if inside else []) or ["Abc"]


@functools.cache
def sentences():
    """(module, line, sentence) of all."""
    return [
        (path.relative_to(ETL).as_posix(), line, text.strip())
        for path in MODULES
        for line, text in Sentences(path, ast.parse(path.read_text(encoding="utf-8"))).found
    ]


def untold(said):
    """The parts of a sentence that have no Persian words; the name of a file may stand before."""
    if desk_said._translated(said) or desk_said._translated(said.removeprefix("Abc: ")):
        return []
    parts = said.removeprefix("Abc: ").split("; ")
    return [p for p in parts if not GIVEN.fullmatch(p) and not desk_said._translated(p)]


@pytest.mark.parametrize("module", sorted({module for module, *_ in sentences()}))
def test_all_that_etl_says_has_persian_words(module):
    without = {
        (line, part) for of, line, said in sentences() if of == module for part in untold(said)
    }
    assert not without


def test_the_sentences_are_really_found():
    """A change of style in etl must not leave the test above with nothing to look at."""
    said = [sentence for *_, sentence in sentences()]
    assert len(set(said)) > 200
    for known in ("the file is empty", "Abc: reading", "one file in each archive",
                  "sheet Abc read; not read: Abc"):  # fmt: skip
        assert known in said, known


def test_persian_words_are_persian_and_say_every_value():
    for pattern, persian in desk_said._sentences("fa"):
        assert re.search("[آ-ی]", persian), persian
        assert not re.search("[يىكة]", persian), persian
        used = set(re.findall(r"\{(\w+)\}", persian))
        assert used <= set(pattern.groupindex), persian


def test_what_is_told_out_of_tables_has_persian_words():
    """Foreign formats, limits of a reader, and what became of the weights of a survey."""
    said = [f"is {what}" for what, _ in content.OTHERS.values()]
    said += [right for _, right in content.OTHERS.values()] + list(isolated.TOO_MUCH.values())
    for raked_to, code in itertools.product(wave_weights.RAKED_TO, weighting_tables.WORDS):
        row = {"instrument": "q", "month": "1404-07", "provinces": 31, "groups": 4, "gap": 1e-9,
               "raked_to": raked_to, "converged": raked_to != wave_weights.BASE, "iterations": 12,
               "at_bound": 0, "deff": 1.234, "code": code}  # fmt: skip
        said.append(weighting_tables._line(row, [(code, ["IR-01", "IR-02"])]))
    assert not [part for one in said for part in untold(one)]


@pytest.mark.parametrize("code", ["found_out", "beside"])
def test_notes_of_the_catalogue_are_sentences_of_etl(code):
    """They have no words of their own in the catalogue; the page says them like other sentences."""
    assert catalogue()[code].said_fa == "{note}"
