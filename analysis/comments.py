"""Comments: what do customers write of in their own words?

Open answers are counted by the dictionary of themes (`data/themes.toml`) that the version was
counted by. One row per theme, and group of `by`; the last theme, `none`, are the comments that no
theme catches. A comment may mention several themes, so shares do not add up to one.
- n: the respondents who mention it; comments: those in the group who wrote anything
- share: n of comments, weighted, with Wilson's interval by the survey's design (`theme_shares`)
- without groups: satisfaction of those who mention it, of the others who wrote, and the difference
  with its interval and adjusted p (`theme_satisfaction`)
- nothing of 1 … 4 respondents is shown, neither of those who mention a theme nor of those who do
  not: of a share near one, these would follow from it
`totals["words"]`: how many mention each entry of the dictionary; `changes`, by month: theme → the
change from the first to the last month, its p adjusted over the themes; `differences`, by one
dimension: the groups that write of a theme more or less than all others (`theme_differences`).
"""

import polars as pl

from analysis import theme_words
from analysis.answer import Answer, Note
from analysis.first_to_last import ALPHA, first_to_last
from analysis.marts import Marts
from analysis.measures import satisfaction
from analysis.open_answers import NOT, Asked, behind, choose, known
from analysis.selection import Selection, check_groups
from analysis.statistics.multiple import adjusted
from analysis.survey_estimates import SURVEY, check_design, sample_of
from analysis.theme_differences import differences
from analysis.theme_satisfaction import FIGURES as RATED
from analysis.theme_satisfaction import with_satisfaction
from analysis.theme_shares import FIGURES, shares, sums_of


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    design: str = SURVEY,
    open_question: str | None = None,
) -> Answer:
    """One row per theme, and group of `by`, in which anybody wrote.

    design: survey or simple; open_question: by its code, None for the first.
    """
    by = check_groups(by)
    marts.check(selection)
    check_design(design)
    chosen = choose(marts, selection, open_question)
    if not known(marts):
        return _answer(marts, chosen, [], _totals(marts, chosen, None) | {"words": []}, 0, [])
    sampled = sample_of(marts, chosen.selection, by, design)
    sums = sums_of(marts, chosen, by)
    rows, said = shares(chosen, sums, by, sampled, design)
    rows, n, notes = _suppressed(marts, chosen, rows, by)
    rows = _titled(chosen, rows, by)
    totals = _totals(marts, chosen, n)
    if not by:
        satisfied = satisfaction(marts, chosen.asked)
        rows = with_satisfaction(marts, chosen, rows, satisfied, sampled, design)
        rows = _without(rows, RATED)
        totals |= {"measure": satisfied.title, **satisfied.scale}
        shown = rows.filter(~pl.col("suppressed"))
        mentions = dict(shown.select("theme", "n").iter_rows())
        totals["words"] = theme_words.counted(marts, chosen, n or 0, mentions)
    if by == ("month",):
        totals["changes"] = _changes(chosen, rows, sums, sampled, design)
    elif len(by) == 1:
        shown = rows.filter(~pl.col("suppressed"))
        totals["differences"] = differences(marts, chosen, by[0], shown, sums)
    return _answer(marts, chosen, rows.to_dicts(), totals, n, notes + said)


def _answer(marts, chosen: Asked, rows, totals, n, notes) -> Answer:
    return Answer(
        question="comments",
        rows=rows,
        totals=totals,
        n=n,
        notes=chosen.notes + notes,
        **behind(marts, chosen),
    )


def _suppressed(marts, chosen: Asked, rows: pl.DataFrame, by):
    """Both sides of every theme are judged, and both are hidden where one must be."""
    sides = [
        rows.select(pl.concat_str(pl.lit(side), "theme").alias("item"), *by, count.alias("n"))
        for side, count in (("", pl.col("n")), (NOT, pl.col("comments") - pl.col("n")))
    ]
    both, n, notes = marts.suppress(
        pl.concat(sides), ("n",), chosen.selection, by, chosen.people, chosen.by_theme()
    )
    hidden = both.filter("suppressed").with_columns(theme=pl.col("item").str.strip_prefix(NOT))
    hidden = hidden.select("theme", *by).unique().with_columns(suppressed=pl.lit(True))
    rows = rows.join(hidden, on=["theme", *by], how="left", nulls_equal=True)
    rows = rows.with_columns(pl.col("suppressed").fill_null(False))
    rows = rows.with_columns(
        weak=~pl.col("suppressed") & (pl.col("comments") > 0) & (pl.col("comments") < 30)
    )
    hidden = int(rows["suppressed"].sum())
    if n is not None and hidden:  # of themes, not of their sides
        text = f"{hidden} of {rows.height} rows are not shown, to protect fewer than 5 respondents"
        notes = [Note(text, "some_suppressed", rows=hidden, of=rows.height)]
    return _without(rows, FIGURES), n, notes


def _without(rows: pl.DataFrame, figures) -> pl.DataFrame:
    return rows.with_columns(
        pl.when("suppressed").then(None).otherwise(pl.col(figures)).name.keep()
    )


def _titled(chosen: Asked, rows: pl.DataFrame, by) -> pl.DataFrame:
    """In the order of the dictionary, with titles; what no theme catches has none."""
    order = pl.DataFrame({"theme": chosen.codes}).with_row_index("position")
    titles = pl.DataFrame(
        chosen.themes, schema=dict.fromkeys(("theme", "title_fa", "title_en"), pl.String)
    )
    rows = rows.join(order, on="theme").join(titles, on="theme", how="left")
    figures = [*FIGURES, "suppressed", "weak"]
    rows = rows.sort([*by, "position"], nulls_last=True)
    return rows.select("theme", "title_fa", "title_en", *by, *figures)


def _totals(marts, chosen: Asked, n) -> dict:
    """The question, its dictionary, who wrote, and who was asked: all who sent an answer sheet."""
    sheets = 0
    if n is not None:
        sql = """select coalesce(max(sheets), 0)::bigint as sheets from (
                     select sum(respondents) as sheets from respondents group by battery)"""
        sheets = marts.query(sql, chosen.selection).item()
    rest = sheets - (n or 0)
    told = None if n is None or 0 < rest < 5 else sheets
    return {
        **chosen.question,
        "instrument": chosen.asked.instrument["instrument"],
        "comments": n,
        "sheets": told,
        "written_share": n / told if n is not None and told else None,
        "themes": theme_words.dictionary(marts) if known(marts) else [],
    }


def _changes(chosen: Asked, rows, sums, sampled, design) -> dict:
    """theme → `first_to_last`, of the themes of which two months may be shown."""
    found = {}
    for theme in chosen.codes:
        monthly = rows.filter(pl.col("theme") == theme).rename({"share": "weighted_mean"})
        of = sums.filter(pl.col("theme") == theme)
        moved = first_to_last(monthly.sort("month").to_dicts(), of, sampled, design)
        if moved:
            found[theme] = moved
    p = adjusted([float("nan") if m["p"] is None else m["p"] for m in found.values()])
    for moved, each in zip(found.values(), p.tolist(), strict=True):
        moved["p"] = None if each != each else each
        if moved["p"] is None or moved["p"] >= ALPHA:
            moved["direction"] = "level"
    return found
