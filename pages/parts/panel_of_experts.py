"""Do experts call the factors essential and relevant, and do they agree? Only where a panel sat."""

from dataclasses import replace

from pages.parts import asking, numbers, page, tables, words
from pages.parts.tables import Column

QUESTION = "expert_panel"


def section(scope):
    """The last panel's judgement of every factor, wherever it sat; nothing where there was none.

    What experts think of the questionnaire is no figure of the place or the months looked at.
    """
    anywhere = {"provinces": (), "region": None, "branches": (), "first_month": None}
    answer = asking.ask(scope, QUESTION, replace(scope.selection, **anywhere))
    if not answer.n:
        return
    page.finding(_finding(answer))
    page.foot(
        answer,
        counted="experts",
        where=_where(answer),
        note=_agreement(answer.totals),
        how="experts",
    )
    tables.show_open(_columns(), answer.rows, _say("caption"), "questionnaire_experts")


def _finding(answer):
    totals = answer.totals
    values = {"experts": numbers.number(answer.n), "items": numbers.number(totals["items"])}
    if totals["s_cvi"] is None:
        judged = any(row["cvr"] is not None for row in answer.rows)
        key = "finding_essential" if judged else "finding_importance"
        return _say(key, essential=numbers.number(totals["essential"]), **values)
    return _say("finding", essential=numbers.number(totals["essential"]),
                s_cvi=numbers.mean(totals["s_cvi"]), **values)  # fmt: skip


def _where(answer):
    """Whose panel it was; an invented one is called so by itself: the answers may be real."""
    badge = f" · {words.say('sample.badge')}" if answer.sample else ""
    return f"{_say('where')}{badge}"


def _agreement(totals):
    if totals["w"] is None:
        return _say("agreement_unknown")
    values = {"w": numbers.mean(totals["w"]), "p": numbers.probability(totals["w_p"])}
    return _say("agreement", **values)


def _columns():
    return [
        Column("title", _say("column.title"), words.title, "text", words.title),
        Column("item", _say("column.item"), lambda row: row["item"], "code"),
        _column("n", numbers.number),
        _column("cvr", numbers.mean),
        _column("cvr_critical", numbers.mean),
        _column("i_cvi", numbers.mean),
        _column("kappa", numbers.mean),
        _column("importance", numbers.mean),
    ]


def _column(key, write):
    return Column(key, _say(f"column.{key}"), lambda row: write(row[key]))


def _say(key, **values):
    return words.say(f"experts.{key}", **values)
