"""What should the page of citizen groups say? Each group's answers, factors and requests."""

from pages.parts import words
from tests.pages.walk import requests
from tests.pages.walk.comparing import Expected, Table
from tests.pages.walk.exempt import GROUP_TESTS
from tests.pages.walk.judging import Judging, answered
from tests.pages.walk.means import Means

NAME, GROUP = "citizen_groups", "customer_group"
STATUSES = ("favourable", "unfavourable", "undetermined")
OF_LOG = ("requests", "digital_take_up", "completion_rate", "median_hours")


def expected(world, filters, views) -> Expected:
    means, files = Means(world, filters, (GROUP,)), world.files
    if not means.n:
        return Expected()
    frame = world.once("answered", lambda: answered(files))
    judging = Judging(files, world.small, frame, files.items["item"], filters, (GROUP,))
    logged = filters.of(world.requests)
    asked = {key[0]: rows for key, rows in logged.partition_by(GROUP, as_dict=True).items()}
    of_survey = {row[GROUP]: row for row in means.rows()}
    judged = judging.rows("evidence")
    known = {*asked, *of_survey, *(row[GROUP] for row in judged)}
    rows = [
        _row(
            group, of_survey.get(group), [r for r in judged if r[GROUP] == group], asked.get(group)
        )
        for group in known
    ]
    whole = Means(world, filters)
    take_up = requests.ratio(*requests.share(logged, "digital_take_up"))
    marks = {
        "n": [means.n],
        "satisfaction": [whole.figures(())["mean"]],
        "differing": None,
        "requests": [logged.height],
        "digital_take_up": [take_up],
    }
    dots = {row[GROUP]: row["mean"] for row in rows if row["mean"] is not None}
    marks |= {"mean": dots} if dots else {}
    tables = {words.say(f"{NAME}.groups_caption"): Table((GROUP,), rows, GROUP_TESTS)}
    tables |= {
        words.say(f"{NAME}.{column}_caption"): _shares(asked, column)
        for column in ("channel", "service")
        if asked
    }
    exempt = frozenset({"*others"})
    return Expected(tables, marks, {(NAME, means.n), (NAME, logged.height)}, exempt)


def _row(group, told, judged, rows) -> dict:
    told = told or {"n": 0, "mean": None, "low": None, "high": None}
    statuses = [row["status"] for row in judged if row["status"]]
    counts = {name: statuses.count(name) if statuses else None for name in STATUSES}
    served = dict.fromkeys(OF_LOG)
    if rows is not None:
        served = {name: requests.measures(rows, 1)[name] for name in OF_LOG}
    return {GROUP: group} | told | counts | served


def _shares(asked, column) -> Table:
    return Table(
        (GROUP, column),
        [
            {GROUP: group, column: key[0], "requests": part.height,
             "share": part.height / rows.height}
            for group, rows in asked.items()
            for key, part in rows.partition_by(column, as_dict=True).items()
        ],
    )  # fmt: skip
