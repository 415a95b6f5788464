"""Expert panel: which factors do the experts call essential, relevant and important?

One row per factor, of the last panel in the selection: of n experts, how many call it essential
(cvr, beside cvr_critical, which chance would reach in less than 5 %) and relevant (i_cvi, and
kappa, the same without agreement by chance), and its mean importance. Totals: s_cvi, the mean
i_cvi (0.90 and more is called excellent); w, how far experts agree on importance (0 … 1), with its
test, over the w_experts who judged every factor. Fewer than 5 experts are not shown, as people.
Source: `analysis.statistics.agreement`.
"""

import numpy as np
import polars as pl

from analysis import answer_sheets, questionnaire
from analysis.answer import Answer, Note
from analysis.disclosure import few
from analysis.marts import Marts
from analysis.provenance import provenance
from analysis.selection import Selection, SelectionError
from analysis.statistics.agreement import (
    content_validity_index,
    content_validity_ratio,
    critical_ratio,
    kendall_w,
    modified_kappa,
)
from analysis.structure import items_of

MART = "expert_ratings"
INVENTED = "expert like 'sample-%'"  # no branch tells: the codes that the sample gives
RELEVANT = 3  # of 1 … 4: quite and highly relevant
FIGURES = ("cvr", "cvr_critical", "is_essential", "i_cvi", "kappa", "importance")


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ()) -> Answer:
    """One row per factor of the questionnaire; its figures are None without a panel."""
    if by:
        raise SelectionError("by", by[0], "is not asked of a panel, which judges as one")
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    notes = list(asked.notes)
    ratings = read(marts, asked.selection)
    experts = ratings.select("province", "expert").unique().height
    items = items_of(marts, asked.instrument["instrument"])
    shown = ratings.clear() if few(experts) else ratings
    if few(experts):
        notes.append(Note("fewer than 5 experts judged: nothing is shown", "few_experts"))
    elif not experts:
        notes.append(Note("no panel of experts has judged the factors here", "no_panel"))
    of_items = shown.partition_by("item", as_dict=True)
    rows = [_row(item, of_items.get((item["item"],), shown.clear())) for item in items]
    return Answer(
        question="expert_panel",
        rows=rows,
        totals={
            "instrument": asked.instrument["instrument"],
            "panel": shown["month"].first(),
            "items": len(items),
            "essential": sum(bool(row["is_essential"]) for row in rows),
            "s_cvi": _mean([row["i_cvi"] for row in rows]),
        }
        | _agreement(shown, [item["item"] for item in items]),
        n=None if few(experts) else experts,
        notes=notes,
        **_behind(marts, asked, ratings),
    )


def read(marts: Marts, selection: Selection) -> pl.DataFrame:
    """The ratings of the last panel in the selection; none where a version has no such mart."""
    if MART not in marts.tables:
        return pl.DataFrame(schema={"month": pl.String, "province": pl.String, "expert": pl.String,
                                    "item": pl.String, "essential": pl.String,
                                    "relevance": pl.Float64, "importance": pl.Float64})  # fmt: skip
    return marts.query(
        f"""select month, province, expert, item, essential, relevance, importance from {MART}
            where month = (select max(month) from {MART}) order by province, expert, item""",
        selection,
    )


def importance(marts: Marts, selection: Selection) -> dict[str, float]:
    """Factor → mean importance by the last panel up to the selection's end, wherever it sat.

    Empty without a panel of at least 5 experts: what experts think is no figure of a province.
    """
    everywhere = Selection(instrument=selection.instrument, last_month=selection.last_month)
    rated = read(marts, everywhere).filter(pl.col("importance").is_not_null())
    if rated.is_empty() or few(rated.select("province", "expert").unique().height):
        return {}
    return dict(rated.group_by("item").agg(pl.col("importance").mean()).iter_rows())


def _row(item, of_item) -> dict:
    said = {name: of_item[name].drop_nulls() for name in ("essential", "relevance", "importance")}
    counts = {name: len(values) for name, values in said.items()}
    essential = int((said["essential"] == "essential").sum())
    relevant = int((said["relevance"] >= RELEVANT).sum())
    ratio = content_validity_ratio(essential, counts["essential"])
    critical = critical_ratio(counts["essential"])
    index = content_validity_index(relevant, counts["relevance"])
    kept = ("item", "position", "subscale", "component", "title_fa", "title_en")
    return {name: item[name] for name in kept} | {
        "n": of_item.height,
        "essential": essential if counts["essential"] else None,
        "cvr": _known(ratio),
        "cvr_critical": _known(critical),
        "is_essential": bool(ratio >= critical) if np.isfinite(critical) else None,
        "relevant": relevant if counts["relevance"] else None,
        "i_cvi": _known(index),
        "kappa": _known(modified_kappa(relevant, counts["relevance"])),
        "importance": _known(said["importance"].mean()),
    }


def _agreement(ratings, items) -> dict:
    """Kendall's W over the experts who judged the importance of every factor."""
    nothing = dict.fromkeys(("w", "w_chi_square", "w_df", "w_p")) | {"w_experts": None}
    if ratings.is_empty() or len(items) < 2:
        return nothing
    wide = ratings.pivot("item", index=["province", "expert"], values="importance")
    if not set(items) <= set(wide.columns):
        return nothing
    complete = wide.select(items).drop_nulls()
    if complete.height < 2:
        return nothing
    found = kendall_w(complete.to_numpy())
    return {
        "w": _known(found.w),
        "w_chi_square": _known(found.chi_square),
        "w_df": found.df,
        "w_p": _known(found.p),
        "w_experts": None if few(complete.height) else complete.height,
    }


def _behind(marts, asked, ratings) -> dict:
    """The loads of the panel; without one, those of the questionnaire's answers."""
    if ratings.is_empty():
        return answer_sheets.behind(marts, asked)
    return provenance(marts, MART, asked.selection, sample=INVENTED)


def _mean(values) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _known(value) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)
