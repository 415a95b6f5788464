"""How large a sample: which provinces report every branch, and how much is asked for a day?"""

from dataclasses import dataclass

HOME = "IR-09"  # Razavi Khorasan, where the published study was made


@dataclass(frozen=True)
class Size:
    """Requests per working day, at home and in all other provinces together.

    `branches`: how many report in a large province elsewhere; None: all.
    """

    home: float
    elsewhere: float
    branches: int | None


SIZES = {
    "small": Size(home=115, elsewhere=245, branches=4),
    "province": Size(home=3300, elsewhere=245, branches=4),
}
