"""The headline measures: the few numbers that say where a province stands.

Those of `analysis.measures`, and three more:
    favourable_factors  items of the questionnaire that the evidence rule judges favourable
    median_hours        median time from submitted to completed, of completed requests
    response_rate       answered ÷ invited, as the survey's waves tell
`targets.csv` gives targets for these.
"""

from analysis.measures import LOGGED, SATISFACTION, Measure

COUNT, HOURS = "count", "hours"
FAVOURABLE_FACTORS = Measure(
    "favourable_factors", "عامل‌های مناسب", "Favourable factors", COUNT, highest=float("inf")
)
MEDIAN_HOURS = Measure(
    "median_hours", "میانهٔ زمان انجام", "Median time to completion",
    HOURS, "lower", highest=float("inf"),
)  # fmt: skip
RESPONSE_RATE = Measure("response_rate", "نرخ پاسخ‌گویی", "Response rate")
HEADLINES = {
    measure.measure: measure
    for measure in (SATISFACTION, FAVOURABLE_FACTORS, *LOGGED.values(), MEDIAN_HOURS, RESPONSE_RATE)
}
# Those that come from answer sheets; the rest is counted from the service log.
SURVEYED = ("satisfaction", "favourable_factors", "response_rate")
