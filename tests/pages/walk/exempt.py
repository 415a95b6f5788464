"""Which cells are not compared, and why? Everything else on a page is."""

# How many more answers would decide: an order of size, tested with statsmodels beside its formula.
FURTHER = frozenset({"further_answers"})
# Which rule fired, in words. Three months are too few for anything to be called special.
CAUSES = frozenset({"causes"})
# Provinces with few branches steady each other's design effects, which has no second derivation
# here; n and value are compared. Funnels of branches are compared whole.
FUNNEL_OF_PROVINCES = frozenset(
    {"lower_95", "upper_95", "lower_998", "upper_998", "flag", "first_rank"}
)
