"""Which cells are not compared, and why? Everything else on a page is."""

# How many more answers would decide: an order of size, tested with statsmodels beside its formula.
FURTHER = frozenset({"further_answers"})
# Which rule fired, in words. Three months are too few for anything to be called special.
CAUSES = frozenset({"causes"})
# Provinces with few branches steady each other's design effects, which has no second derivation
# here; n and value are compared. Funnels of branches are compared whole.
FUNNEL_OF_PROVINCES = frozenset(
    {"n_effective", "lower_95", "upper_95", "lower_998", "upper_998", "flag", "first_rank"}
)
# Who acts, with how much work, by which measure, from which paper: words of data/actions.toml.
ACTION_WORDS = frozenset({"level", "effort", "measure", "source"})
# When a file was loaded stands in no file; the number of a load is the order of loading.
OF_LOADING = frozenset({"load", "loaded_at"})
# Whether a change is more than chance, in words: the test of all changes at once.
JUDGED = frozenset({"judged"})
# What the paper prints and no filter touches: ranges by rounding, and how its p may be read.
PRINTED_ONLY = frozenset({"implied_low", "implied_high", "reading"})
# Factor models of the questionnaire, and chance beside its eigenvalues: compared with semopy,
# published lavaan and psych values in tests/analysis; too slow to fit a second time here.
MODELS = frozenset({"*htmt", "*ave", "*index", "*uniqueness", "*eigenvalue"})
OF_MODELS = frozenset(
    {"kmo", "loading", "icc", "alpha_between", "omega", "omega_between", "verdict"}
)
# Regressions on overall satisfaction and on measures of the service, with limits by resampling:
# compared with their references in tests/analysis. Tables, marks and questions.
DRIVERS = frozenset({"*coefficient", "*joint", "share", "effect", "drivers", "operational_drivers"})
# Models of several groups at once, compared with lavaan in tests/analysis.
INVARIANCE = frozenset({"*holds", "invariance"})
# On how many factors a group differs from the others: tests of all groups and factors at once, with
# design effects that steady each other; worked out a second way in tests/analysis.
GROUP_TESTS = frozenset({"above", "below"})
# Two domains of one sample, worked out by hand and with scipy in tests/analysis; the means and
# their difference are compared. How often each entry of the dictionary stands: tests/analysis too.
OF_DIFFERENCES = frozenset({"difference_low", "difference_high", "p_adjusted"})
ENTRIES = frozenset({"*word"})
# What a panel of experts agrees on: compared with its formulas and published tables in
# tests/analysis; no filter but the place touches it. Table by a measure, and question.
EXPERTS = frozenset({"*cvr", "expert_panel"})
# Traces whose place is no number, by the key of their chart.
PLACED = {
    # Rows from which no n follows stand below all others
    "implied_n": lambda trace: trace["marker"].get("symbol") == "x",
}
# Numbers of the wording itself, in every language and under every filter: the scale ends at 5, nine
# of ten requests, 95 %, 30 requests that a cell needs, 31 provinces, 42 factors.
IN_WORDS = (5, 9, 10, 30, 31, 42, 95)
# Sentences that are not compared from a word on, by the key of their wording.
_LIKELY = "به احتمال زیاد"
UNTOLD = {
    # The interval of a change rests on the test of all changes (`JUDGED`)
    **{
        f"changes.{kind}_{way}": _LIKELY
        for kind in ("mean", "share")
        for way in ("improved", "worsened")
    },
    "overview.compared_sure": _LIKELY,
    "satisfaction_trends.headline_note.change_sure": _LIKELY,
    # How many factors are unfavourable where: the statuses of the matrix are not judged twice
    "matrix.finding": "«",
    # How many factors of how many tests differ between groups (`GROUP_TESTS`)
    "citizen_groups.differences_none": "در",
    "citizen_groups.differences_finding": "پاسخ",
    # What a panel of experts agrees on (`EXPERTS`)
    "experts.finding": "خبره",
    # What factors explain is of the models (`MODELS`)
    "questionnaire_quality.explored_finding": "پاسخ‌ها",
    "questionnaire_quality.explored_beside": "پاسخ‌ها",
}
