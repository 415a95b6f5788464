"""How large a sample: which provinces report every branch, and how much is asked for a day?"""

from dataclasses import dataclass

HOME = "IR-09"  # Razavi Khorasan, where the published study was made


@dataclass(frozen=True)
class Size:
    """Requests per working day, at home and in all other provinces together.

    `branches`: how many report in a large province elsewhere; None: all. `respondents`: the fewest
    and the most of a province and month. `limited`: counters have opening hours and a capacity of
    their own, and channels fail now and then (`etl.sample.opening`, `etl.sample.outages`).
    """

    home: float
    elsewhere: float
    branches: int | None
    respondents: tuple[int, int] = (200, 320)
    limited: bool = False
    months: int = 24  # how many are written where nobody says


SIZES = {
    "small": Size(home=115, elsewhere=245, branches=4),
    "province": Size(home=3300, elsewhere=245, branches=4),
    "national": Size(
        home=450, elsewhere=4600, branches=None, respondents=(90, 210), limited=True, months=36
    ),
}
