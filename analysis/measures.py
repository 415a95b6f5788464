"""The measures of a service that are followed, compared and tested, each defined in one place.

    satisfaction              mean of the questionnaire's first overall item, else of the score
    favourable_share          share of respondents whose satisfaction lies above the reference
    digital_take_up           requests on remote channels ÷ requests on channels known to be either
    completion_rate           completed ÷ all requests
    on_time_share             completed no later than due ÷ completed that had a due time
    requests_per_working_day  requests ÷ working days of the month

`better` says which direction is an improvement; of volumes neither is.
"""

from dataclasses import dataclass, replace

from analysis.marts import Marts, People
from analysis.questionnaire import Questionnaire

MEAN, SHARE, RATE = "mean", "share", "rate"


@dataclass(frozen=True)
class Measure:
    """Bounds of the scale: 0 … 1 of shares; of satisfaction those of its item."""

    measure: str
    title_fa: str
    title_en: str
    kind: str = SHARE
    better: str = "higher"
    lowest: float = 0.0
    highest: float = 1.0
    reference: float | None = None

    @property
    def is_share(self) -> bool:
        return self.kind == SHARE


SATISFACTION = Measure("satisfaction", "رضایت", "Satisfaction", MEAN)
FAVOURABLE = Measure("favourable_share", "سهم پاسخ‌های مساعد", "Share of favourable answers")
TOTAL_SCORE = {
    "kind": "total",
    "item": "total",
    "title_fa": "میانگین نمرهٔ پاسخ‌دهنده در همهٔ پرسش‌ها",
    "title_en": "Respondent's mean score over all items",
}
# Share → the counts it is the ratio of (columns of `analysis.measure_sums.log_counts`).
SHARES = {
    "digital_take_up": ("remote", "known"),
    "completion_rate": ("completed", "requests"),
    "on_time_share": ("on_time", "due"),
}
LOGGED = {
    "digital_take_up": Measure("digital_take_up", "سهم کانال‌های غیرحضوری", "Digital take-up"),
    "completion_rate": Measure("completion_rate", "نرخ تکمیل درخواست‌ها", "Completion rate"),
    "on_time_share": Measure("on_time_share", "سهم انجام به‌موقع", "On-time share"),
}
VOLUME = Measure(
    "requests_per_working_day", "درخواست در هر روز کاری", "Requests per working day",
    RATE, "neither", highest=float("inf"),
)  # fmt: skip
CHARTED = ("satisfaction", *LOGGED, "requests_per_working_day")
COMPARED = ("satisfaction", "favourable_share", *LOGGED)


@dataclass(frozen=True)
class Satisfaction:
    """Where satisfaction is counted in the questionnaire asked.

    value: the column of its levels; item: its code among items, None for the score; title: kind
    (overall or total), item, title_fa, title_en; scale: lowest, highest, reference, None if unset.
    """

    measure: Measure
    people: People
    value: str
    item: str | None
    title: dict
    scale: dict


def satisfaction(marts: Marts, asked: Questionnaire) -> Satisfaction:
    """The first overall item of the questionnaire, else the respondent's mean score."""
    rows = marts.query(
        """select 'overall' as kind, item, title_fa, title_en, lowest, highest, reference from items
           where instrument = $instrument and overall order by position limit 1""",
        instrument=asked.instrument["instrument"],
    ).to_dicts()
    scale = rows[0] if rows else asked.instrument
    scale = {name: scale[name] for name in ("lowest", "highest", "reference")}
    measure = replace(SATISFACTION, **{k: v for k, v in scale.items() if v is not None})
    if rows:
        title = {name: rows[0][name] for name in TOTAL_SCORE}
        condition = "battery = 'overall' and item = $item"
        people = People("answers", "respondents", condition, {"item": title["item"]})
        return Satisfaction(measure, people, "answer", title["item"], title, scale)
    condition = "battery = $battery and scale = 'total'"
    people = People("scores", "respondents", condition, {"battery": asked.battery})
    return Satisfaction(measure, people, "score", None, TOTAL_SCORE, scale)
