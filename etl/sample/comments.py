"""What do some respondents of the sample write? Invented sentences, put together from phrases.

About one in five writes; who is not content writes more often. What about depends on the channel
last used, on the province, and on whether the portal is down (`etl.sample.stories`), so that themes
differ where a reader looks for differences. One subject, the pension itself, is not in the
dictionary of themes: it is there to be found by the words alone.
"""

from dataclasses import dataclass, field

import numpy as np

from etl.sample.seeding import choose, generator
from etl.sample.stories import Stories
from etl.sample.world import World

WRITES = np.array([0.30, 0.26, 0.18, 0.15, 0.20])  # by overall answer, 1 to 5
SECOND = 0.35  # of those who write: about a second subject too
OUTAGE_MORE = 5.0
PROVINCE_SPREAD = 0.35
JOINED = ("، ", " و ", ". ", "؛ ")


@dataclass(frozen=True)
class Subject:
    """What is written of it; how often, by overall answer at its lowest and highest, by channel."""

    phrases: tuple[str, ...]
    low: float = 1.0
    high: float = 0.3
    channels: dict[str, float] = field(default_factory=dict)


SUBJECTS = {
    "outages": Subject(
        ("سایت مدام قطع می‌شود", "سامانه باز نمی‌شود", "وسط کار خطا می‌دهد",
         "چند روز از دسترس خارج بود", "هر بار ارور می‌دهد", "قطعي سامانه زیاد است"),
        channels={"web_portal": 2.5, "mobile_app": 1.2, "in_person": 0.2, "agent_office": 0.4}),
    "speed": Subject(
        ("سایت خیلی کند است", "کار خیلی طول می‌کشد", "سرعت سامانه پایین است", "ساعت‌ها معطل شدم",
         "جواب درخواست دیر می‌آید"),
        channels={"mobile_app": 1.6, "web_portal": 1.3}),
    "login": Subject(
        ("پیامک رمز نمی‌آید", "کد تأیید دیر می‌رسد", "وارد نمی‌شود و رمز را قبول نمی‌کند",
         "ورود به برنامه سخت است", "احراز هویت چند بار رد شد"),
        channels={"mobile_app": 3.0, "web_portal": 1.2, "in_person": 0.1, "call_centre": 0.3}),
    "support": Subject(
        ("کسی تلفن را جواب نمی‌دهد", "پشتیبانی پاسخگو نیست", "خط همیشه مشغول است",
         "اپراتور اطلاعات کافی نداشت", "تماس گرفتم و نتیجه نداد"),
        channels={"call_centre": 6.0, "ussd": 1.5}),
    "visits": Subject(
        ("باز هم باید حضوری مراجعه کنم", "صف شعبه طولانی است", "شعبه شلوغ است و نوبت نمی‌رسد",
         "برای یک امضا چند بار رفت و آمد کردم"),
        channels={"in_person": 5.0, "agent_office": 3.0, "kiosk": 1.5}),
    "ease": Subject(
        ("کار با برنامه ساده و راحت بود", "مراحل را آسان کرده‌اید", "منوها پیچیده و سردرگم است",
         "پیدا کردن گزینه‌ها سخت است"), 0.6, 0.9,
        channels={"mobile_app": 2.0, "ussd": 1.5}),
    "guidance": Subject(
        ("راهنمایی روشنی در سامانه نیست", "معلوم نیست درخواست کجا مانده است",
         "اطلاع‌رساني ضعیف است", "کاش آموزش کوتاهی بگذارید"),
        channels={"ussd": 3.0, "kiosk": 2.0}),
    "documents": Subject(
        ("بارگذاری مدارک خطا دارد", "مدارک را چند بار اسکن کردم", "آپلود عکس مدرک انجام نشد"),
        0.6, 0.2, {"web_portal": 2.0, "agent_office": 2.0}),
    "payment": Subject(
        ("درگاه پرداخت کار نمی‌کند", "پرداخت حق بیمه دو بار کم شد"), 0.4, 0.2, {"kiosk": 4.0}),
    "staff": Subject(
        ("برخورد کارکنان محترمانه بود", "کارمند شعبه حوصله نداشت"), 0.4, 0.4,
        {"in_person": 3.0, "agent_office": 2.0}),
    "access": Subject(
        ("پدرم گوشی هوشمند ندارد", "برای سالمندان دشوار است"), 0.5, 0.3, {"ussd": 2.0}),
    "thanks": Subject(
        ("ممنون از خدمات خوبتان", "از خدمات غیرحضوری راضی هستم", "عالي بود، سپاس",
         "تشکر می‌کنم که دیگر لازم نیست به شعبه بیایم"), 0.05, 3.0),
    "pension": Subject(
        ("مستمری ماهانه کفاف زندگی را نمی‌دهد", "مستمری را همراه تورم افزایش دهید",
         "افزایش مستمری کمتر از تورم است"), 0.7, 0.5),
    "nothing": Subject(("نظری ندارم", "موفق باشید", "مورد خاصی نیست"), 0.2, 0.6),
}  # fmt: skip


def written(
    world: World, province: str, stories: Stories, channel: np.ndarray, overall: np.ndarray
) -> list[str | None]:
    """A comment or none for each respondent; `channel` by position, `overall` from 1 to 5 or NaN.

    Drawn from a stream of its own: all else in the sample is as if nobody wrote.
    """
    rng = generator(world.seed, "comments", stories.month.name, province)
    level = np.nan_to_num(overall, nan=3).astype(int)
    writers = np.flatnonzero(rng.random(len(level)) < WRITES[level - 1])
    weights = _weights(world, province, stories)[channel[writers], level[writers] - 1]
    rows = np.arange(len(writers))
    first, second = (choose(rng, weights, rows) for _ in range(2))
    more = (rng.random(len(writers)) < SECOND) & (first != second)
    subjects = list(SUBJECTS.values())
    drawn = rng.integers(1 << 30, size=(len(writers), 3))
    comments: list[str | None] = [None] * len(level)
    for n, writer in enumerate(writers.tolist()):
        said = _phrase(subjects[first[n]], drawn[n, 0])
        if more[n]:
            said += JOINED[drawn[n, 2] % len(JOINED)] + _phrase(subjects[second[n]], drawn[n, 1])
        comments[writer] = said
    return comments


def _phrase(subject: Subject, number: int) -> str:
    return subject.phrases[number % len(subject.phrases)]


def _weights(world: World, province: str, stories: Stories) -> np.ndarray:
    """Channels × overall answers × subjects: how often each is written about."""
    subjects = SUBJECTS.values()
    by_answer = np.array([np.linspace(each.low, each.high, len(WRITES)) for each in subjects]).T
    by_channel = np.array(
        [[each.channels.get(code, 1.0) for each in subjects] for code in world.channels]
    )
    spread = generator(world.seed, "subjects", province).normal(0, PROVINCE_SPREAD, len(subjects))
    if stories.runs("outage") and "web_portal" in world.channels:
        by_channel[world.channels.index("web_portal"), list(SUBJECTS).index("outages")] *= (
            OUTAGE_MORE
        )
    return by_channel[:, None, :] * by_answer[None] * np.exp(spread)
