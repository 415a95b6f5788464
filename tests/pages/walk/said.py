"""Do sentences say what cards and tables hold? The answer, the findings, and what stands in cards.

A number of a sentence must be that of a row which the sentence names, of a card or foot, or what
can be counted in one table: its rows, those of one kind, the sum of a column.
"""

import html
import re
from collections import Counter

import numpy as np

from pages.parts import numbers, words
from tests.pages.walk.comparing import Between, Of
from tests.pages.walk.exempt import IN_WORDS, UNTOLD
from tests.pages.walk.reading import NUMBER, says
from tests.pages.walk.twins import Twins, number, numbers_of, plain, without

STEPS = 40  # a range is 5 % wide on either side: closer than what is written with two digits

ANSWER = re.compile(r"<p class='answer'>(.*?)</p>", re.S)
CARD = re.compile(r"<dt>(.*?)</dt>.*?<dd class='behind'>(.*?)</dd>", re.S)
CHANGES = re.compile(r"<ul class='changes'>(.*?)</ul>", re.S)


def sentences(visit) -> list[str]:
    """Those whose numbers are compared."""
    app, source = visit.app, visit.source
    found = [*ANSWER.findall(source), *map(": ".join, CARD.findall(source))]
    found += [one for listed in CHANGES.findall(source) for one in listed.split("</li>")]
    found = list(map(html.unescape, found))
    table = words.say("table.title", caption="").strip()
    folds = [fold.label for fold in app.expander if not fold.label.startswith(table)]
    active = words.say("filters.button", active="").strip()
    found += [one.value for one in app.subheader]
    found += [fold for fold in folds if not fold.startswith(active)]
    found += [element.proto.alt for element in app.get("plotly_chart")]
    return [plain(one) for one in dict.fromkeys(found)]


class Said:
    """problems: numbers of sentences that stand nowhere else; compared: how many were looked at."""

    def __init__(self, sentences, twins: Twins, said=()):
        """said: what else was worked out from the files for sentences."""
        self.twins, self.problems, self.compared = twins, [], 0
        self.named = [one for one in said if isinstance(one, Of)]
        loose = [one for one in said if one is not None and not isinstance(one, Of)]
        self.counted = [*_counted(twins), *loose, *IN_WORDS]
        for sentence in sentences:
            self._sentence(sentence)

    def _sentence(self, sentence) -> None:
        told = without_months(without_exempt(sentence))
        named = [row for row in self.twins.named(sentence)]
        of_rows = [n for row in named for c in row.cells.values() if (n := number(c)) is not None]
        of_names = [v for of in self.named if all(n in sentence for n in of.names)
                    for v in of.values]  # fmt: skip
        for row in named:
            for name in (*row.names, row.title):
                told = without(name, told) if name else told
        for found in NUMBER.finditer(told):
            self.compared += 1
            every = (*of_rows, *of_names, *self.twins.loose, *self.counted, *_differences(named))
            if not any(_same(found[0], value) for value in every):
                self.problems.append(f"{found[0]} in {sentence!r} is no number of cards or rows")


def without_exempt(sentence) -> str:
    """Without what `exempt.UNTOLD` leaves out, which is from one of its words on."""
    for key, word in UNTOLD.items():
        form = re.escape(plain(words.words_of(words.language())[key]))
        if re.fullmatch(".*" + re.sub(r"\\\{\w+\\\}", ".+", form), sentence, re.S):
            return sentence.split(word)[0]
    return sentence


def without_months(sentence) -> str:
    """Months by name with their year, and years, are no numbers to compare."""
    names = "|".join(words.say(f"month.{month:02d}") for month in range(1, 13))
    return re.sub(rf"({names})( [۰-۹]{{4}})?", " ", sentence)


def _same(written, value) -> bool:
    if isinstance(value, Between):
        return any(says(written, one) for one in np.geomspace(*value, STEPS)) if value.low else True
    return says(written, value) or (value and abs(value) >= 10 and written == numbers.about(value))


def _counted(twins):
    """What a reader could count: rows, rows of one kind, sums of columns; the latest month."""
    for rows in twins.tables.values():
        yield len(rows)
        if _is_month(rows):
            yield from numbers_of(max(rows, key=_month))
        columns = {}
        kinds = Counter()
        for row in rows:
            for measure, cell in row.cells.items():
                columns.setdefault(measure, []).append(number(cell))
                kinds[measure, cell.text] += 1
        yield from set(kinds.values())
        for values in columns.values():
            known = [value for value in values if value is not None]
            if known:
                yield from (len(known), sum(known))


def _is_month(rows) -> bool:
    return bool(rows) and all("month" in row.cells and len(row.names) == 1 for row in rows)


def _month(row) -> str:
    return row.cells["month"].value or ""


def _differences(rows):
    """Of two rows that a sentence names, in the same column."""
    for at, one in enumerate(rows[:12]):
        for other in rows[at + 1 : 12]:
            if one.cells.keys() == other.cells.keys():
                pairs = ((number(one.cells[m]), number(other.cells[m])) for m in one.cells)
                yield from (b - a for a, b in pairs if None not in (a, b))
