"""Do the answers follow the questionnaire's own structure? Fit, factors and their correlations."""

import streamlit as st

from pages.parts import numbers, page, quality_tables, tables, words

INDICES = ("n", "chi_square", "df", "p", "chi2_df", "cfi", "tli", "rmsea", "srmr")
# Index → the printed figure that stands beside it
PRINTED = {"chi2_df": "chi2_df", "rmsea": "rmsea", "kmo": "kmo", "bartlett_chi2": "bartlett_chi2"}
WHOLE = ("n", "df", "bartlett_df")
DECIMALS = {"rmsea": 3, "srmr": 3, "cfi": 3, "tli": 3, "chi_square": 1, "bartlett_chi2": 1}


def section(answer):
    """The fit of the model beside the published figures, then its factors."""
    totals = answer.totals
    fit = totals["structure"]
    page.finding(_finding(totals))
    rows = _rows(totals)
    tables.show_open(quality_tables.fit(rows), rows, _say("fit_caption"), "questionnaire_fit")
    if fit["converged"] is False:
        st.html(f"<p class='foot'>{_say('not_converged')}</p>")
    elif fit["admissible"] is False:
        st.html(f"<p class='foot'>{_say('not_admissible')}</p>")
    page.foot(answer, how="confirmed")
    factors = totals["model_factors"]
    caption = _say("factors_caption")
    tables.show(quality_tables.model_factors(factors), factors, caption, "questionnaire_factors")
    if totals["model_pairs"]:
        titles = {row["factor"]: words.title(row) for row in factors}
        columns = quality_tables.pairs(titles)
        tables.show(columns, totals["model_pairs"], _say("pairs_caption"), "questionnaire_pairs")


def problem(fit, items):
    """Why there is no model, in a plain sentence."""
    return _say(
        f"why.{fit['problem']}",
        n=numbers.number(fit["n"]),
        items=numbers.number(items),
        constant=words.listed(numbers.code(item) for item in fit["items"]),
    )


def _finding(totals):
    fit = totals["structure"]
    if fit["problem"]:
        return problem(fit, totals["items"])
    factors = totals["model_factors"]
    weak = [row for row in factors if row["ave"] is not None and row["ave"] < 0.5]
    return _say(
        "model_finding",
        factors=numbers.number(len(factors)),
        cfi=numbers.number(fit["cfi"], 3),
        rmsea=numbers.number(fit["rmsea"], 3),
        weak=numbers.number(len(weak)),
    )


def _rows(totals):
    """One row per index, with what was printed of it."""
    adequate, fit = totals["adequacy"], totals["structure"]
    values = {name: fit[name] for name in INDICES}
    values |= {name: adequate[name] for name in ("kmo", "bartlett_chi2", "bartlett_df")}
    values["bartlett_p"] = adequate["bartlett_p"]
    rows = []
    for index, value in values.items():
        published = totals["published"].get(PRINTED.get(index))
        rows.append(
            {
                "index": index,
                "value": value,
                "written": _written(index, value, fit),
                "published": published,
                "published_written": "" if published is None else _written(index, published, {}),
            }
        )
    return rows


def _written(index, value, fit):
    if index in ("p", "bartlett_p"):
        return numbers.probability(value)
    written = numbers.number(value, 0 if index in WHOLE else DECIMALS.get(index, 2))
    if index != "rmsea" or fit.get("rmsea_low") is None:
        return written
    low, high = (numbers.number(fit[f"rmsea_{end}"], 3) for end in ("low", "high"))
    return f"{written} ({words.say('interval', low=low, high=high)})"


def _say(key, **values):
    return words.say(f"questionnaire_quality.{key}", **values)
