"""Evidence model: what raises the quality of e-services, and how do the factors it acts on stand?

The paradigm model of a qualitative study (`data/studies/evidence_model.toml`): its parts, concepts,
codes and how often each was named, as printed; beside each code of its strategies the factors and
actions that belong to it, with the status of these factors in the selection (`factor_status`,
evidence rule).

One row per printed line of the tables of codes: part, concept, table, line, frequency, repeats (the
line whose text it repeats), listed (whether the table of concepts has it too), factors and actions
(codes apart by a space). `totals`:
- parts, concepts: in the order of the paper; of a concept also `elsewhere_*`, where the paper names
  it otherwise, lines and codes (texts once); of a part concepts, lines and codes
- said: what the paper says of the number of codes or concepts, and counted: what its tables hold
- factors: the rows of `factor_status` that strategies act on, with concepts; actions: as known
- favourable, unfavourable, undetermined, linked: counts of these factors
- contradictions: what else of the paper does not agree with itself
"""

from dataclasses import replace

from analysis import actions, factor_status
from analysis.answer import Answer, Note
from analysis.contradictions import contradictions
from analysis.evidence import EVIDENCE
from analysis.marts import Marts
from analysis.selection import Selection, SelectionError
from analysis.statistics.one_sample import FAVOURABLE, UNFAVOURABLE
from analysis.statistics.status import UNDETERMINED

TABLES = {"evidence_model", "evidence_parts", "evidence_concepts", "evidence_codes",
          "evidence_links", "evidence_said"}  # fmt: skip
STATUSES = (FAVOURABLE, UNFAVOURABLE, UNDETERMINED)
JUDGED = ("n", "mean", "interval_low", "interval_high", "status", "suppressed", "weak")


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ()) -> Answer:
    """One row per printed line, in the order of the paper; no groups.

    A version published before the model was kept has no rows, and a note says so; so has a
    selection of another questionnaire than the model's no status of factors.
    """
    if by:
        raise SelectionError("by", by[0], "is not taken: the model is of a whole selection")
    judged = factor_status.ask(marts, selection, rule=EVIDENCE)
    model = _model(marts)
    notes = list(judged.notes)
    if model is None:
        notes.append(Note("this version has no evidence model", "no_evidence_model"))
        return replace(judged, question="evidence_model", rows=[], totals=_nothing(), notes=notes)
    if model["instrument"] != judged.totals["instrument"]:
        text = "the model acts on factors of another questionnaire"
        notes.append(Note(text, "other_questionnaire"))
    rows = _rows(marts)
    return replace(
        judged,
        question="evidence_model",
        rows=rows,
        totals=_totals(marts, model, rows, judged),
        notes=notes,
    )


def _model(marts) -> dict | None:
    if not marts.tables >= TABLES:
        return None
    found = marts.query(
        "select model.*, papers.title_fa, papers.title_en, papers.citation"
        " from evidence_model as model join papers using (paper)"
    ).to_dicts()
    return found[0] if found else None


def _rows(marts) -> list[dict]:
    return marts.query(
        """with links as (
               select part, concept, line, kind, string_agg(code, ' ' order by position) as codes
               from evidence_links group by all)
           select codes.*, parts.codes_table as of_table,
               factors.codes as factors, acting.codes as actions
           from evidence_codes as codes join evidence_parts as parts using (part)
               left join (from links where kind = 'factors') as factors
                   using (part, concept, line)
               left join (from links where kind = 'actions') as acting
                   using (part, concept, line)
           order by parts.position, codes.line"""
    ).to_dicts()


def _totals(marts, model, rows, judged) -> dict:
    parts = marts.query("select * from evidence_parts order by position").to_dicts()
    concepts = marts.query(
        """select concepts.* from evidence_concepts as concepts
               join evidence_parts as parts using (part)
           order by parts.position, concepts.position"""
    ).to_dicts()
    parts = [part | _counted(rows, "part", part, concepts) for part in parts]
    concepts = [concept | _counted(rows, "concept", concept) for concept in concepts]
    factors = _factors(marts, model["instrument"], rows, judged)
    told = ("paper", "instrument", "participants", "title_fa", "title_en", "citation")
    return (
        {name: model[name] for name in told}
        | {"reference": judged.totals["reference"], "parts": parts, "concepts": concepts}
        | {"said": _said(marts, parts), "factors": factors, "linked": len(factors)}
        | {name: sum(row["status"] == name for row in factors) for name in STATUSES}
        | {"actions": _acting(marts, model["instrument"], rows)}
        | {"contradictions": [c for c in contradictions(marts) if c["paper"] == model["paper"]]}
    )


def _nothing() -> dict:
    lists = ("parts", "concepts", "said", "factors", "actions", "contradictions")
    return {name: [] for name in lists} | {"linked": 0} | dict.fromkeys(STATUSES, 0)


def _counted(rows, key, of, concepts=None) -> dict:
    """Lines of the table of codes, texts once each, and of those what the table of concepts has."""
    own = [row for row in rows if row["part"] == of["part"] and row[key] == of[key]]
    codes = [row for row in own if row["repeats"] is None]
    counts = {"lines": len(own), "codes": len(codes), "listed": sum(r["listed"] for r in codes)}
    if concepts is not None:
        counts["concepts"] = sum(concept["part"] == of["part"] for concept in concepts)
    return counts


def _said(marts, parts) -> list[dict]:
    """What the paper says beside what its own tables hold, texts counted once."""
    of_part = {part["part"]: part for part in parts}
    rows = marts.query(
        """select said.* from evidence_said as said join evidence_parts as parts using (part)
           order by parts.position, said.what, said.place_en"""
    ).to_dicts()
    return [
        row | {"counted": counted, "agrees": row["value"] == counted, "title_fa": part["title_fa"],
               "title_en": part["title_en"], "lines": part["lines"]}
        for row in rows
        for part in [of_part[row["part"]]]
        for counted in [part[row["what"]]]
    ]  # fmt: skip


def _factors(marts, instrument, rows, judged) -> list[dict]:
    """The factors that the codes act on, in the order of the questionnaire."""
    known = {}
    if judged.totals["instrument"] == instrument:
        known = {row["item"]: row for row in judged.rows}
    items = marts.query(
        """select item, position, subscale, component, title_fa, title_en from items
           where instrument = $instrument and not overall order by position""",
        instrument=instrument,
    ).to_dicts()
    found = []
    for item in items:
        concepts = {r["concept"] for r in rows if item["item"] in (r["factors"] or "").split()}
        if concepts:
            row = known.get(item["item"], {})
            shown = {name: row.get(name) for name in JUDGED} | {"mean": row.get("weighted_mean")}
            found.append(item | shown | {"concepts": sorted(concepts)})
    return found


def _acting(marts, instrument, rows) -> list[dict]:
    named = {code for row in rows for code in (row["actions"] or "").split()}
    return [action for action in actions.known(marts, instrument) if action["action"] in named]
