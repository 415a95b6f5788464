"""Evidence model: what raises the quality of e-services, and how do its factors stand?"""

import streamlit as st

from pages.parts import (
    action_list,
    asking,
    contradictions,
    dots,
    evidence_tables,
    filters,
    mentions,
    notices,
    numbers,
    page,
    paradigm,
    status,
    tables,
    words,
)

NAME = "evidence_model"


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def answer_sentence():
    count = {name: numbers.number(totals[name]) for name in ("linked", *STATUSES)}
    values = count | {"place": scope.words[0], "strategies": numbers.number(len(strategies))}
    if not judged:
        return say("answer_unjudged", **values)
    during = numbers.during(answer.period["from"], answer.period["to"])
    told = say("answer", during=during, **values)
    worst = max(strategies, key=lambda one: _open_share(one["concept"]))
    open_ = _of(worst["concept"], "unfavourable")
    if not open_:
        return told
    values = {"name": words.title(worst), "count": numbers.number(len(open_))}
    return f"{told} {say('answer_worst', of=numbers.number(len(_of(worst['concept']))), **values)}"


def _of(concept, code=None):
    """The factors that a strategy acts on; of one status, where one is named."""
    own = [row for row in totals["factors"] if concept in row["concepts"]]
    return [row for row in own if code in (None, row["status"])]


def _open_share(concept):
    own = _of(concept)
    return len(_of(concept, "unfavourable")) / len(own) if own else 0


def headline():
    codes = sum(part["codes"] for part in totals["parts"])
    lines = numbers.number(sum(part["lines"] for part in totals["parts"]))
    people = numbers.number(totals["participants"])
    of_linked = say("headline_note.status", linked=numbers.number(totals["linked"]))
    cards = [
        card("participants", totals["participants"], say("headline_note.participants")),
        card("codes", codes, say("headline_note.codes", lines=lines, people=people)),
        card("linked", totals["linked"], say("headline_note.linked")),
    ]
    if judged:
        cards += [card(name, totals[name], of_linked) for name in ("unfavourable", "favourable")]
    page.headline(cards)


def card(measure, value, note):
    return page.Headline(measure, say(f"headline.{measure}"), numbers.number(value), value, note)


def picture():
    """The model as boxes; below it the part that the reader opened."""
    page.finding(say("picture_finding", **_counts("parts", "concepts")))
    st.html(f"<p class='foot'>{say('picture_note')}</p>")
    chosen = paradigm.choose(totals)
    page.source(say("printed_text"), "evidence_picture")
    return chosen


def _counts(*names):
    return {name: numbers.number(len(totals[name])) for name in names}


def opened():
    """Concepts, codes and frequencies of the part, as printed."""
    own = [row for row in rows if row["part"] == part["part"]]
    concepts = [one for one in totals["concepts"] if one["part"] == part["part"]]
    if not own:
        names = words.listed(say("named", name=words.title(one)) for one in concepts)
        page.finding(say("part_core", part=words.title(part), names=names))
        page.source(printed(), "evidence_printed")
    else:
        top = max(own, key=lambda row: row["frequency"])
        found = say("part_finding", part=words.title(part), name=words.title(top),
                    count=numbers.number(top["frequency"]),
                    concepts=numbers.number(len(concepts)),
                    codes=numbers.number(part["codes"]))  # fmt: skip
        page.finding(found)
        mentions.show(own, concepts, found)
        page.source(printed(), "evidence_printed", remarks(concepts))
    caption = say("codes_caption")
    tables.show(evidence_tables.codes(totals), rows, caption, "evidence_codes")


def remarks(concepts):
    """What a reader of the part must know: lines that repeat, names that differ, tables."""
    told = []
    if part["lines"] > part["codes"]:
        counts = {name: numbers.number(part[name]) for name in ("lines", "codes")}
        told.append(say("repeated", table=numbers.number(part["codes_table"]), **counts))
    for one in concepts:
        if one["elsewhere_title_fa"]:
            named = {key: _elsewhere(one, key) for key in ("title", "place")}
            told.append(say("elsewhere", name=words.title(one), **named))
    return " ".join(told)


def _elsewhere(concept, key):
    return words.title(
        {f"title_{code}": concept[f"elsewhere_{key}_{code}"] for code in words.DIRECTIONS}
    )


def printed():
    if part["codes_table"] is None:
        return say("printed_text")
    numbers_ = {key: numbers.number(part[key]) for key in ("codes_table", "concepts_table")}
    return say("printed", **numbers_)


def acting():
    """Each strategy with the factors it acts on, and how these stand today."""
    worst = [row for row in totals["factors"] if row["status"] == "unfavourable"]
    found = say("acting_finding" if judged else "acting_unjudged", place=scope.words[0],
                strategies=numbers.number(len(strategies)), unfavourable=numbers.number(len(worst)),
                linked=numbers.number(totals["linked"]))  # fmt: skip
    page.finding(found)
    if judged:
        drawn = [_dot(one, row) for one in strategies for row in _of(one["concept"])]
        dots.legend(drawn, totals["reference"], words.say("factor_status.interval_evidence"))
        dots.show(
            drawn, totals["reference"], found, {words.title(s): _summary(s) for s in strategies}
        )
    page.foot(answer, how="evidence_factors", note=say("reading"))
    caption = say("factors_caption")
    tables.show(evidence_tables.factors(totals), totals["factors"], caption, "evidence_factors")


def _dot(strategy, row):
    return dots.Dot(
        key=f"{strategy['concept']}.{row['item']}", name=words.title(row), code=row["item"],
        status=status.of(row), mean=row["mean"], low=row["interval_low"],
        high=row["interval_high"], n=row["n"], weak=bool(row["weak"]),
        group=words.title(strategy),
    )  # fmt: skip


def _summary(strategy):
    count = {name: numbers.number(len(_of(strategy["concept"], name))) for name in STATUSES}
    return say("summary", of=numbers.number(len(_of(strategy["concept"]))), **count)


def doing():
    """What can be done: the actions of each strategy."""
    page.finding(say("doing_finding", actions=numbers.number(len(totals["actions"]))))
    for one in strategies:
        codes = {code for row in rows if row["concept"] == one["concept"]
                 for code in (row["actions"] or "").split()}  # fmt: skip
        own = [action for action in totals["actions"] if action["action"] in codes]
        label = say("doing_fold", name=words.title(one), count=numbers.number(len(own)))
        with st.expander(words.unmarked(label), key=f"strategy_{one['concept']}"):
            st.html(action_list.html(own, totals["factors"]))
    page.source(say("of_list"), "evidence_actions")


def checked():
    """Counts that the paper says and its tables do not hold."""
    differing = [row for row in totals["said"] if not row["agrees"]]
    counts = {
        "differing": numbers.number(len(differing)),
        "said": numbers.number(len(totals["said"])),
    }
    page.finding(say("checked_finding", **counts))
    tables.show_open(evidence_tables.said(), totals["said"], say("said_caption"), "evidence_said")
    page.source(say("printed_text"), "evidence_said")


STATUSES = ("favourable", "unfavourable", "undetermined")
scope = filters.chosen()
answer = asking.ask(scope, NAME)
totals, rows = answer.totals, answer.rows
strategies = [one for one in totals["concepts"] if one["part"] == "strategies"]
judged = any(totals[name] for name in STATUSES)
page.title(NAME, scope, answer)
if not rows:
    notices.notice("no_evidence_model")
    st.stop()
page.say(answer_sentence())
headline()
part = picture()
opened()
acting()
doing()
checked()
contradictions.section(answer)
page.notes(answer)
page.method(NAME, paper=words.title(totals))
