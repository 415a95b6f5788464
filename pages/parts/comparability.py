"""May two provinces, or two months, be compared? The test, and the caution of pages that compare.

The models are heavy, so they are fitted when a reader asks; what was found is kept for the version
and stands from then on, as a caution, wherever the same provinces are compared.
"""

from dataclasses import replace
from html import escape

import streamlit as st

from pages.parts import address, asking, links, numbers, page, tables, words
from pages.parts.tables import Column

QUESTION = "invariance"
NONE, PROVINCE, MONTH, OTHERS = "none", "province", "month", "others"


def section(scope, quality, structure):
    """The reader chooses two groups; quality: the answer that the page rests on."""
    top = st.container()
    between = page.view("between", {code: _say(f"between.{code}") for code in
                                    (NONE, PROVINCE, MONTH)}, _say("between_label"))  # fmt: skip
    pair = None if between == NONE else _chosen(scope, between)
    if pair is None:
        with top:
            page.finding(_say("unasked" if between == NONE else "why.one_group"))
            page.foot(quality, how="comparability")
        return
    with st.spinner(words.say("questionnaire_quality.working")):
        answer = _ask(scope, between, pair, structure)
    with top:
        page.finding(verdict(scope, answer.totals))
        page.foot(answer, note=_note(scope, answer.totals), how="comparability")
        page.notes(answer)
    if answer.rows:
        caption = _say("caption")
        tables.show_open(_columns(), answer.rows, caption, "questionnaire_comparability")


def caution(scope, provinces=None):
    """One line under a figure that compares provinces: the verdict, or that none was asked for.

    provinces: those that are compared; by default those that the filters speak of.
    """
    _caution(scope, PROVINCE, _looked_at(scope.provinces if provinces is None else provinces))


def caution_of_months(scope, months):
    """The same under a figure that compares months: of the first and the last of them."""
    if len(months) > 1:
        _caution(scope, MONTH, (months[0], months[-1]))


def _caution(scope, between, pair):
    told = _found().get(_key(scope, between, pair)) if pair else None
    said = f"{verdict(scope, told)}." if told else _say(f"not_asked.{between}")
    first, second = pair or (None, None)
    to = address.link("questionnaire_quality", between=between, group=first, against=second)
    link = links.html(escape(_say(f"ask.{between}")), to)
    st.html(f"<p class='foot caution'>{escape(said)} {link}</p>")


def verdict(scope, totals):
    """What the test found, in a sentence."""
    names = [_name(scope, totals["between"], group["group"]) for group in totals["groups"]]
    if totals["problem"]:
        return _say(
            f"why.{totals['problem']}",
            group=_name(scope, totals["between"], totals["problem_group"]),
            items=words.listed(numbers.code(item) for item in (totals["items"] or "").split()),
        )
    first, second = names
    kind = "verdict_month" if totals["between"] == MONTH else "verdict"
    return _say(f"{kind}.{totals['verdict']}", first=first, second=second)


def _looked_at(provinces):
    """The pair to test: two provinces, or one against the others."""
    if len(provinces) == 1:
        return (provinces[0], OTHERS)
    return tuple(sorted(provinces)) if len(provinces) == 2 else None


def _chosen(scope, between):
    """The two groups; None where there are not two."""
    offered = scope.choices.provinces if between == PROVINCE else scope.choices.months
    if len(offered) < 2:
        return None
    if between == PROVINCE:
        looked_at = [code for code in offered if code in scope.provinces]
        offered = {code: offered[code] for code in dict.fromkeys([*looked_at, *offered])}
    left, right = st.columns(2)
    with left:
        first = page.view("group", offered, _say("group"), listed=True)
    others = {code: name for code, name in offered.items() if code != first}
    if between == PROVINCE:
        others = {OTHERS: _say("others")} | others
    else:
        others = dict(reversed(others.items()))  # the last month first
    with right:
        second = page.view("against", others, _say("against"), listed=True)
    return first, second


def _ask(scope, between, pair, structure):
    """The answer, which is then kept for the cautions of other pages."""
    way = {"between": between, "pair": pair, "factors": structure}
    answer = asking.ask(scope, QUESTION, _everywhere(scope, between), **way)
    _found()[_key(scope, between, pair)] = answer.totals
    return answer


def _everywhere(scope, between):
    """All provinces, or all months, may be chosen, whichever are looked at."""
    if between == PROVINCE:
        return replace(scope.selection, provinces=(), region=None, branches=())
    return replace(scope.selection, first_month=None, last_month=None)


def _key(scope, between, pair):
    pair = pair if OTHERS in pair else tuple(sorted(pair))
    return str(scope.marts.path), scope.marts.reader, _everywhere(scope, between), between, pair


@st.cache_resource(show_spinner=False)
def _found():
    """What was found so far: {version, reader, selection and pair: totals}."""
    return {}


def _name(scope, between, code):
    if code == OTHERS:
        return _say("others")
    if between == MONTH:
        return numbers.month(code) if code else ""
    return scope.choices.provinces.get(code, "")


def _note(scope, totals):
    """How many complete sheets each group has, and the scales of one item."""
    counts = [
        _say("count", group=_name(scope, totals["between"], group["group"]),
             n=numbers.number(group["complete"]))
        for group in totals["groups"]
    ]  # fmt: skip
    single = _say("single", count=numbers.number(totals["single"])) if totals["single"] else ""
    return " ".join([_say("sheets", counts=words.listed(counts)), single]).strip()


def _columns():
    return [
        Column("level", _say("column.level"), lambda row: _say(f"level.{row['level']}"),
               "text", lambda row: _say(f"level.{row['level']}")),
        _column("chi_square", lambda value: numbers.number(value, 1)),
        _column("df", numbers.number),
        _column("cfi", _third),
        _column("cfi_change", _change),
        _column("rmsea", _third),
        _column("rmsea_change", _change),
        _column("p_difference", lambda p: "" if p is None else numbers.probability(p)),
        Column("holds", _say("column.holds"), _holds, "text", _holds),
    ]  # fmt: skip


def _holds(row):
    return "" if row["holds"] is None else _say(f"holds.{str(row['holds']).lower()}")


def _third(value):
    return numbers.number(value, 3)


def _change(value):
    """The first model has none before it."""
    return "" if value is None else _third(value)


def _column(key, write):
    return Column(key, _say(f"column.{key}"), lambda row: write(row[key]))


def _say(key, **values):
    return words.say(f"comparability.{key}", **values)
