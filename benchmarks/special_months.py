"""How often is a month called special in a country where nothing happens?

A country of 31 provinces and the country itself × 5 measures, read together: 160 charts of noise,
12, 24 and 60 months long. The rules alone call something special in nearly every such country, in
one chart of six; with the evidence of the whole chart (`analysis.statistics.chart_evidence`) at
most 5 % of countries should see a special month anywhere.

    python -m benchmarks.special_months [countries]        about 5 minutes for 100 countries
"""

import sys

import numpy as np

from analysis.chart_rows import ALPHA
from analysis.statistics.chart_evidence import chart_evidence
from analysis.statistics.process_control import p_prime_chart, xmr
from analysis.statistics.special_cause import special_causes

CHARTS = 160
SHARES = 96  # of these charts: three measures of five
LENGTHS = (12, 24, 60)


def broken_and_special(rng: np.random.Generator, months: int, share: bool) -> tuple[bool, bool]:
    """Of one chart of noise: does it break a rule, and is anything in it called special?"""
    if share:
        n = rng.poisson(300, months)
        count = rng.binomial(n, 0.9)
        values, chart = count / n, p_prime_chart(count, n)
    else:
        values = rng.normal(size=months)
        chart = xmr(values)
    broken = bool(np.any(special_causes(values, chart)))
    p = chart_evidence(values, chart, n if share else None)[0]
    return broken, broken and bool(p * CHARTS <= ALPHA)


def main(countries: int = 100) -> float:
    rng = np.random.default_rng(1404)
    worst = 0.0
    for months in LENGTHS:
        found = np.array(
            [
                [broken_and_special(rng, months, place < SHARES) for place in range(CHARTS)]
                for _ in range(countries)
            ]
        )
        broken, special = found[..., 0], found[..., 1].any(axis=1)
        share = special.mean()
        margin = 1.96 * np.sqrt(max(share * (1 - share), 1 / countries) / countries)
        print(
            f"{months} months: {broken.mean():.1%} of charts break a rule; "
            f"{special.sum()} of {countries} countries have a special month: {share:.1%} "
            f"(± {margin:.1%}); promised: at most {ALPHA:.0%}"
        )
        worst = max(worst, share)
    return worst


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])) > ALPHA)
