"""What changed: which differences between two months are more than chance?

The last month of the selection against the month before, or against the same month a year earlier:
per province (or other group of `by`) and for the selection as a whole, the change of satisfaction,
of every factor, of digital take-up, completion rate and on-time share.
- tested by the survey design (branches are clusters, provinces strata, with the covariance of
  branches that are in both months); a share of requests likewise
- adjusted over the whole family (Benjamini–Hochberg): only what survives is a row, the largest
  effect first, with an interval that agrees with the decision
- what small numbers hide is not tested
"""

import dataclasses

import polars as pl

from analysis import change_tests, questionnaire
from analysis.answer import Answer, Note
from analysis.both_sources import provenance_of_both
from analysis.change_sums import shown_sums
from analysis.cluster_cells import REQUESTS, SHEETS, sampled_branches
from analysis.marts import Marts
from analysis.measure_sums import in_months, log_counts
from analysis.measures import LOGGED, satisfaction
from analysis.selection import Selection, check_groups, check_one_of

PREVIOUS, LAST_YEAR = COMPARISONS = ("previous_month", "same_month_last_year")
ALPHA = 0.05


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = ("province",),
    compare: str = PREVIOUS,
) -> Answer:
    """One row per change that survives; a row whose group is None is the selection as a whole."""
    by = tuple(name for name in check_groups(by) if name != "month")
    check_one_of("compare", compare, COMPARISONS)
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    satisfied = satisfaction(marts, asked)
    source = provenance_of_both(marts, asked.selection, satisfied.people)
    months = _months(source, compare)
    if not months:
        return _answer(source, asked, pl.DataFrame(), {}, compare, None, 0)
    wide = dataclasses.replace(asked.selection, first_month=None, last_month=None)
    behind = provenance_of_both(marts, wide, satisfied.people, months)
    sums, hidden = shown_sums(marts, wide, asked, satisfied, by, months)
    rows = _tested(marts, wide, sums, by, months)
    n = int(log_counts(marts, wide, (), months)["requests"].sum())
    titles = _titles(marts, asked, satisfied)
    source |= {name: behind[name] for name in ("loads", "sample")}
    return _answer(source, asked, rows, titles, compare, months, n, hidden)


def _months(source, compare) -> tuple[str, str] | None:
    """The two months, before and after; None where the selection has no data."""
    if not source["loads"]:
        return None
    after = source["period"]["to"]
    return earlier(after, compare), after


def earlier(month: str, compare: str) -> str:
    """The month that a month is compared with.

    >>> earlier("1404-01", PREVIOUS), earlier("1404-01", LAST_YEAR)
    ('1403-12', '1403-01')
    """
    year, number = int(month[:4]), int(month[5:])
    if compare == LAST_YEAR:
        year -= 1
    else:
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    return f"{year}-{number:02d}"


def _tested(marts, selection, sums, by, months) -> pl.DataFrame:
    """Every change that can be tested, by group and of the whole, judged as one family."""
    logged = pl.col("measure").is_in(list(LOGGED))
    grouped = sums.filter("grouped").drop_nulls(by)
    several = not by or grouped.select(by).n_unique() > 1
    found = []
    for people, part in ((REQUESTS, logged), (SHEETS, ~logged)):
        branches = sampled_branches(marts, selection, (), in_months(people, months))
        if by:
            keys = ("measure", *by)
            found.append(change_tests.estimated(grouped.filter(part), keys, branches))
        if several:
            whole = sums.filter(pl.col("whole"), part)
            found.append(change_tests.estimated(whole, ("measure",), branches))
    columns = ["measure", *by, *change_tests.RESULTS]
    return change_tests.judged(pl.concat(found, how="diagonal").select(columns), ALPHA)


def _titles(marts, asked, satisfied) -> dict[str, dict]:
    """Measure → what it is called, its kind, and the reference its sums were taken about."""
    items = marts.query(
        """select item as measure, title_fa, title_en, 'factor' as kind,
                  coalesce($middle::double, 0) as about
           from items where instrument = $instrument and not overall""",
        instrument=asked.instrument["instrument"],
        middle=asked.instrument["reference"],
    ).to_dicts()
    for measure in (satisfied.measure, *LOGGED.values()):
        kind = "channel" if measure.is_share else "satisfaction"
        about = 0.0 if measure.is_share else measure.reference or 0.0
        titles = {"title_fa": measure.title_fa, "title_en": measure.title_en}
        items.append({"measure": measure.measure, "kind": kind, "about": about} | titles)
    return {item.pop("measure"): item for item in items}


def _answer(source, asked, rows, titles, compare, months, n, hidden=0) -> Answer:
    testable = rows.drop_nulls("p") if rows.height else rows
    surviving = testable.filter(pl.col("p_adjusted") < ALPHA) if rows.height else rows
    largest = pl.col("effect").abs()
    ordered = surviving.sort(largest, descending=True).to_dicts() if rows.height else []
    return Answer(
        question="what_changed",
        rows=[_row(row, titles[row["measure"]]) for row in ordered],
        totals={
            "compare": compare,
            "before": months and months[0],
            "after": months and months[1],
            "comparisons": rows.height,
            "tested": testable.height,
            "surviving": len(ordered),
            "suppressed": hidden,
            "adjustment": "bh",
            "alpha": ALPHA,
        },
        n=n,
        notes=asked.notes + _notes(rows, testable, months, hidden),
        **source,
    )


def _row(row: dict, title: dict) -> dict:
    about = title["about"]
    titles = {name: title[name] for name in ("kind", "title_fa", "title_en")}
    counts = {name: int(row[name]) for name in ("n_before", "n_after")}
    means = {name: row[name] + about for name in ("before", "after")}
    return (
        row
        | titles
        | counts
        | means
        | {"direction": "improved" if row["change"] > 0 else "worsened"}
    )


def _notes(rows, testable, months, hidden) -> list[Note]:
    notes = []
    if months and not testable.height:
        text = f"{months[0]} and {months[1]} cannot be compared: too few branches or no data"
        notes.append(Note(text, "nothing_to_compare", before=months[0], after=months[1]))
    elif rows.height > testable.height:
        count = rows.height - testable.height
        text = f"{count} of {rows.height} comparisons cannot be tested: too few branches or no data"
        notes.append(Note(text, "some_untested", rows=count, of=rows.height))
    if hidden:
        text = f"{hidden} cells are left out, to protect fewer than 5 respondents"
        notes.append(Note(text, "some_suppressed", rows=hidden))
    return notes
