"""The sample is what it promises: repeatable, valid, believable, and equal to the study once."""

import csv
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import stats

from etl import sample
from etl.refusal import Refusal
from etl.sample import service_quality
from etl.sample.levels import LEVELS, counts, shares
from etl.sample.months import Days, Month, read_holidays
from etl.sample.stories import STORIES
from etl.sample.world import World

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "data"
FOLDERS = {part: DATA / part for part in ("reference", "instruments", "studies", "frameworks")}
ITEMS = [f"R{number}" for number in range(1, 43)]
MOMENT = r"^14\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    to = tmp_path_factory.mktemp("sample")
    sample.write(to, **FOLDERS)
    return to


def stacked(folder: Path, kind: str) -> pl.DataFrame:
    """All months of a kind, with the province of each branch."""
    files = sorted(folder.glob(f"{kind}_1*.csv"))
    months = [pl.read_csv(f).with_columns(month=pl.lit(f.stem[-7:])) for f in files]
    return pl.concat(months)


def reference(table: str) -> pl.DataFrame:
    return pl.read_csv(DATA / "reference" / f"{table}.csv")


@pytest.fixture(scope="module")
def log(folder) -> pl.DataFrame:
    branches = reference("branches").select("branch", "province", "opened", "closed")
    return stacked(folder, "service_log").join(branches, on="branch", how="left")


@pytest.fixture(scope="module")
def survey(folder) -> pl.DataFrame:
    branches = reference("branches").select("branch", "province")
    answers = stacked(folder, "survey_remote_services_42").join(branches, on="branch", how="left")
    return answers.with_columns(score=pl.mean_horizontal(ITEMS))


@pytest.fixture(scope="module")
def published(survey) -> pl.DataFrame:
    return survey.filter(month="1404-05", province="IR-09")


@pytest.fixture(scope="module")
def study() -> list[dict]:
    with (DATA / "studies" / "remote_services_42.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def one_month(folder: Path, month: str, **changes) -> dict[str, bytes]:
    files = sample.write(folder, 1, until=month, **FOLDERS, **changes)
    return {file.name: file.read_bytes() for file in files}


# Repeatable


def test_a_month_is_the_same_bytes_however_many_are_asked_for_and_in_any_process(folder, tmp_path):
    code = (
        "import sys; from pathlib import Path; from etl import sample; "
        "sample.write(Path(sys.argv[1]), 2, until='1404-05', reference=Path(sys.argv[2]), "
        "instruments=Path(sys.argv[3]), studies=Path(sys.argv[4]))"
    )
    paths = [str(path) for path in (tmp_path, *FOLDERS.values())]
    other_salt = os.environ | {"PYTHONHASHSEED": "3"}
    subprocess.run([sys.executable, "-c", code, *paths], check=True, cwd=PROJECT, env=other_salt)
    again = sorted(tmp_path.iterdir())
    # Three kinds in two months; the website's survey, a panel and a self-assessment in one.
    assert len(again) == 3 * 2 + 3
    for file in again:
        assert file.read_bytes() == (folder / file.name).read_bytes(), file.name


def test_another_seed_gives_other_numbers_but_the_same_published_means(tmp_path, study):
    name = "survey_remote_services_42_1404-05.csv"
    files = {seed: one_month(tmp_path, "1404-05", seed=seed)[name] for seed in (7, 8)}
    assert files[7] != files[8]
    home = pl.read_csv(files[8]).filter(pl.col("branch").str.starts_with("B09"))
    assert [round(home[item].mean(), 2) for item in ITEMS] == [float(r["mean"]) for r in study]


def test_one_file_per_kind_and_month_and_nothing_else(folder):
    kinds = Counter(
        re.fullmatch(r"(.*)_140\d-\d\d\.csv", file.name)[1] for file in folder.iterdir()
    )
    monthly = ("service_log", "survey_remote_services_42", "survey_wave")
    # The website is asked about every third month, frameworks are judged twice a year
    others = {"survey_e_service_quality": 8, "self_assessment": 4, "expert_panel": 1}
    assert kinds == dict.fromkeys(monthly, 24) | others


@pytest.mark.parametrize(
    "wrong", [{"size": "huge"}, {"until": "1404-13"}, {"until": "2025-09"}, {"months": 0}]
)
def test_what_cannot_be_written_is_refused_with_what_would_be_right(tmp_path, wrong):
    with pytest.raises(Refusal, match="right:"):
        sample.write(tmp_path, **wrong, **FOLDERS)


def test_a_panel_of_experts_sat_in_the_month_of_the_published_wave(folder):
    """As many experts as the study asked; each judges a factor once, and two leave some out."""
    panel = pl.read_csv(folder / "expert_panel_1404-05.csv")
    assert panel["expert"].n_unique() == 20 and set(panel["item"]) == set(ITEMS)
    assert panel.select("expert", "item").is_unique().all() and not panel.null_count().row(0)[-1]
    judged = panel.group_by("expert").len().sort("expert")["len"].to_list()
    assert judged[2:] == [42] * 18 and all(30 < n < 42 for n in judged[:2])
    # The factors that load more in the study are thought more of.
    loading = pl.read_csv(DATA / "studies" / "remote_services_42.csv").select("item", "loading")
    of = panel.group_by("item").agg(pl.col("importance").mean()).join(loading, on="item")
    assert stats.spearmanr(of["importance"], of["loading"]).statistic > 0.3


# Valid


@pytest.mark.parametrize("column", ["branch", "service", "channel", "customer_group"])
def test_every_code_is_in_the_reference_data(log, survey, column):
    table = {"branch": "branches"}.get(column, f"{column}s")
    known = reference(table)[column].implode()
    for extract in (log, survey):
        assert extract[column].is_in(known).all() and not extract[column].null_count()


def test_every_request_satisfies_the_contract(log):
    assert log["request_id"].is_unique().all()
    assert log["submitted_at"].str.contains(MOMENT).all()
    assert (log["submitted_at"].str.slice(0, 7) == log["month"]).all()
    assert log["status"].is_in(["completed", "failed", "abandoned", "pending"]).all()
    assert ((log["status"] == "completed") == log["completed_at"].is_not_null()).all()
    ended = log.filter(pl.col("completed_at").is_not_null())
    # Written alike, Jalali times sort as they follow each other.
    assert (ended["completed_at"] > ended["submitted_at"]).all()
    assert ended["completed_at"].str.contains(MOMENT).all()
    due = log.filter(pl.col("due_at").is_not_null())
    assert 0.5 < due.height / log.height < 0.7 and (due["due_at"] > due["submitted_at"]).all()


def test_no_day_is_written_that_the_calendar_does_not_have(log):
    columns = ("submitted_at", "completed_at", "due_at")
    days = {day for column in columns for day in log[column].drop_nulls().str.slice(0, 10)}
    assert {day for day in days if int(day[8:]) > Month.named(day[:7]).length} == set()


def test_branches_have_requests_only_while_they_are_open(log):
    first = {name: Month.named(name).first for name in log["month"].unique()}
    day = pl.col("submitted_at").str.slice(8, 2).cast(pl.Int64) - 1
    dated = log.with_columns(
        date=pl.col("month").replace_strict(first, return_dtype=pl.Date) + pl.duration(days=day)
    )
    opened = pl.col("opened").str.to_date()
    closed = pl.col("closed").str.to_date()
    assert dated.filter((pl.col("date") < opened) | (pl.col("date") > closed)).is_empty()
    changing = dated.filter((opened.dt.year() >= 2025) | closed.is_not_null())
    assert changing["branch"].n_unique() >= 2  # else this test looks at nothing


def test_clients_are_pseudonyms_that_cannot_be_national_numbers(log):
    clients = log["client"].drop_nulls()
    assert clients.str.contains(r"^c-[0-9a-f]{12}$").all()
    assert not clients.str.contains(r"\d{10}").any()
    per_client = log.group_by("client").agg(pl.col("branch", "customer_group").n_unique())
    assert per_client.filter(pl.col("client").is_not_null())["customer_group"].max() == 1


def test_every_answer_is_a_level_and_few_are_missing(survey):
    answers = survey.select(*ITEMS, "overall")
    assert min(answers.min().row(0)) == 1 and max(answers.max().row(0)) == 5
    assert all(dtype.is_integer() for dtype in answers.dtypes)
    assert 0.01 < sum(answers.null_count().row(0)) / answers.height / 43 < 0.02
    assert (survey["answered_on"].str.slice(0, 7) == survey["month"]).all()
    assert survey["respondent"].is_unique().all()


def test_waves_count_the_respondents_of_their_province(folder, survey):
    rows = stacked(folder, "survey_wave")
    assert (rows["invited"] > rows["answered"]).all()
    waves = rows.group_by("wave", "province").agg(pl.col("answered", "population").sum())
    counted = survey.group_by("month", "province").len()
    joined = waves.join(counted, left_on=["wave", "province"], right_on=["month", "province"])
    assert joined.height == waves.height == counted.height == 24 * 31
    assert (joined["answered"] == joined["len"]).all()
    spread = waves.group_by("province").agg(pl.col("population").max() / pl.col("population").min())
    assert (waves["population"] > 100_000).all() and spread["population"].max() < 1.05


def test_waves_count_customer_groups_but_for_the_published_one(folder, survey):
    rows = stacked(folder, "survey_wave")
    published = (pl.col("wave") == "1404-05") & (pl.col("province") == "IR-09")
    assert rows.filter(published)["customer_group"].to_list() == [None]
    rows = rows.filter(~published)
    assert rows.height == 4 * (24 * 31 - 1)
    keys = ["wave", "province", "customer_group"]
    counted = survey.rename({"month": "wave"}).group_by(keys).len()
    joined = rows.join(counted, on=keys)
    assert joined.height == rows.height
    assert (joined["answered"] == joined["len"]).all()
    # Who answers is not who there is: else weights would be for nothing.
    share = pl.col("population") / pl.col("answered")
    price = rows.select((share / share.mean().over("wave", "province")).alias("ratio"))["ratio"]
    assert price.min() < 0.7 and price.max() > 1.4


# The published wave


def test_the_published_wave_has_the_studys_means_and_deviations(published, study):
    assert published.height == 384
    for row in study:
        answers = published[row["item"]]
        assert answers.null_count() == 0
        assert round(answers.mean(), 2) == float(row["mean"]), row["item"]
        assert round(answers.std(), 2) == float(row["sd"]), row["item"]


def test_recomputed_23_factors_are_favourable_and_three_differ_from_the_print(published, study):
    p = stats.ttest_1samp(published.select(ITEMS), 3, alternative="greater").pvalue
    favourable = dict(zip(ITEMS, p < 0.05, strict=True))
    assert sum(favourable.values()) == 23
    printed = {row["item"]: row["status"] == "favourable" for row in study}
    assert [item for item in ITEMS if favourable[item] != printed[item]] == ["R27", "R40", "R42"]


def test_the_published_wave_has_four_components(published):
    correlation = np.corrcoef(published.select(ITEMS).to_numpy().T)
    values = np.linalg.eigvalsh(correlation)[::-1]
    rng = np.random.default_rng(1)
    noise = [np.linalg.eigvalsh(np.corrcoef(rng.normal(size=(42, 384))))[::-1] for _ in range(50)]
    assert (values > np.percentile(noise, 95, axis=0)).tolist()[:6] == [True] * 4 + [False] * 2
    asked = World.read(**FOLDERS, seed=7, size="small").questionnaire
    together = asked.component[:, None] == asked.component
    within = correlation[together & ~np.eye(42, dtype=bool)].mean()
    assert within > 0.3 > 0.2 > correlation[~together].mean() > 0


@pytest.mark.parametrize("by, groups", [("customer_group", 4), ("channel", 7), ("branch", 38)])
def test_the_published_wave_is_answered_by_everybody_everywhere(published, by, groups):
    answered = published.group_by(by).len()
    assert answered.height >= groups
    assert by == "branch" or answered["len"].min() >= 20


@pytest.mark.parametrize("mean, sd", [(3.85, 0.37), (4.7, 0.47), (3.0, 1.11), (2.92, 1.29)])
def test_levels_have_the_mean_and_deviation_asked_for_and_one_peak(mean, sd):
    p = np.array(shares(mean, sd))
    assert p @ LEVELS == pytest.approx(mean, abs=1e-9)
    assert p @ (LEVELS - mean) ** 2 == pytest.approx(sd**2, abs=1e-9)
    found = counts(mean, sd, 384)
    answers = np.repeat(LEVELS, found)
    assert len(answers) == 384
    assert (round(answers.mean(), 2), round(answers.std(ddof=1), 2)) == (mean, sd)
    peak = np.argmax(found)
    assert (np.diff(found[: peak + 1]) >= 0).all() and (np.diff(found[peak:]) <= 0).all()


def test_levels_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="no answers 1…5"):
        counts(3.5, 0.37, 384)  # half of 3 and half of 4 already deviate by 0.5


# Believable


def test_every_wave_has_a_few_hundred_of_all_groups_and_channels(survey):
    waves = survey.group_by("month", "province").agg(
        pl.len(), pl.col("channel").n_unique(), pl.col("customer_group").n_unique()
    )
    elsewhere = waves.filter((pl.col("month") != "1404-05") | (pl.col("province") != "IR-09"))
    assert elsewhere["len"].min() >= 200 and elsewhere["len"].max() <= 320
    assert waves["channel"].min() == 7 and waves["customer_group"].min() == 4


def test_provinces_differ_and_home_stays_near_the_study(survey, study):
    height = survey.group_by("province").agg(pl.col("score").mean())["score"]
    assert 0.1 < height.std() < 0.25 and height.max() - height.min() < 0.8
    home = survey.filter(province="IR-09", month="1404-06").select(ITEMS).mean().row(0)
    far = [abs(found - float(row["mean"])) for found, row in zip(home, study, strict=True)]
    assert 0.02 < np.mean(far) < 0.12 and max(far) < 0.3


def test_overall_satisfaction_follows_the_items(survey):
    whole = survey.drop_nulls(["overall"])
    assert 0.5 < np.corrcoef(whole["score"], whole["overall"])[0, 1] < 0.8


def test_volumes_follow_the_working_days(log):
    holidays = read_holidays(DATA / "reference" / "holidays.csv")
    monthly = dict(log.group_by("month").len().iter_rows())
    days = {name: Days(Month.named(name), holidays) for name in monthly}
    per_day = {name: monthly[name] / Month.named(name).length for name in monthly}
    assert per_day["1404-01"] < 0.8 * per_day["1404-02"]  # Nowruz
    assert per_day["1405-01"] < 0.9 * per_day["1405-02"]
    per_working_day = [monthly[n] / days[n].working_days for n in monthly if n != "1404-08"]
    assert np.std(per_working_day) < 0.03 * np.mean(per_working_day)
    assert 6000 < np.mean(list(monthly.values())) < 8000


def test_offices_are_open_in_office_hours_only_and_remote_channels_always(log):
    timed = log.with_columns(hour=pl.col("submitted_at").str.slice(11, 2).cast(pl.Int64))
    office = timed.filter(pl.col("channel").is_in(["in_person", "kiosk"]))["hour"]
    assert office.min() >= 7 and office.max() <= 14
    by_hour = timed.filter(channel="web_portal")["hour"].value_counts().sort("hour")["count"]
    assert len(by_hour) == 24 and by_hour[20] > by_hour[15] > by_hour[3]


def test_most_requests_are_completed_and_pending_ones_are_late_in_the_month(log):
    share = dict(log["status"].value_counts(normalize=True).iter_rows())
    assert 0.85 < share["completed"] < 0.91 and 0.005 < share["pending"] < 0.03
    day = pl.col("submitted_at").str.slice(8, 2).cast(pl.Int64)
    waiting = log.filter(status="pending").select(day).to_series()
    assert (waiting > 15).mean() > 0.7


def test_remote_channels_are_quicker_and_some_services_are_not_offered_there(log):
    same = log.filter(service="insurance_history", status="completed")
    seconds = [
        pl.col(c).str.slice(11, 2).cast(pl.Int64) * 60 + pl.col(c).str.slice(14, 2).cast(pl.Int64)
        for c in ("completed_at", "submitted_at")
    ]
    minutes = same.group_by("channel").agg((seconds[0] - seconds[1]).median().alias("m"))
    typical = dict(minutes.iter_rows())
    assert typical["web_portal"] < typical["call_centre"] < typical["in_person"]
    offered = log.group_by("channel").agg(pl.col("service").n_unique())
    assert dict(offered.iter_rows())["ussd"] < 15 < 38 < dict(offered.iter_rows())["in_person"]


def test_some_clients_come_back_within_a_week_more_often_after_a_failure(log):
    day = pl.col("submitted_at").str.slice(8, 2).cast(pl.Int64)
    known = log.filter(pl.col("client").is_not_null()).sort("client", "submitted_at")
    days = known.with_columns(after=day.shift(-1).over("client", "month") - day)
    back = days.group_by("status").agg((pl.col("after") < 7).fill_null(False).mean())
    share = dict(back.iter_rows())
    assert 0.05 < share["completed"] < 0.25 < share["failed"]


# The planted stories


def test_every_story_says_when_where_and_what():
    assert {story.name for story in STORIES} >= {"outage", "silent_branch", "satisfaction_rise"}
    assert all(story.first and story.where and story.what for story in STORIES)


def test_the_outage_empties_the_portal_and_fills_the_call_centre(log):
    autumn = log.filter(pl.col("month").is_in(["1404-07", "1404-08", "1404-09"]))
    seen = autumn.with_columns(
        out=(pl.col("month") == "1404-08")
        & pl.col("submitted_at").str.slice(8, 2).cast(pl.Int64).is_between(10, 17)
    )
    days = {True: 8, False: 30 + 30 + 30 - 8}
    daily = {
        (channel, out): rows / days[out]
        for channel, out, rows in seen.group_by("channel", "out").len().iter_rows()
    }
    assert daily["web_portal", True] < 0.4 * daily["web_portal", False]
    assert daily["call_centre", True] > 1.6 * daily["call_centre", False]
    portal = seen.filter(channel="web_portal", out=True)
    assert (portal["status"] == "failed").mean() > 0.5


def test_a_branch_falls_silent_without_being_closed(log):
    branch = next(s for s in STORIES if s.name == "silent_branch").where["branch"]
    its = log.filter(branch=branch)
    assert its["province"].unique().to_list() == ["IR-09"] and its["closed"].is_null().all()
    assert its["month"].max() == "1404-09" and its["month"].n_unique() == 14


def test_satisfaction_really_rises_in_one_province(survey):
    here = survey.filter(province="IR-29")
    after = pl.col("month") >= "1404-11"
    for measure in ("score", "overall"):
        rise = stats.ttest_ind(
            here.filter(after)[measure].drop_nulls(), here.filter(~after)[measure].drop_nulls()
        )
        assert rise.pvalue < 1e-20 and rise.statistic > 0
    elsewhere = survey.filter(pl.col("province") != "IR-29").group_by(
        "province", after.alias("late")
    )
    means = elsewhere.agg(pl.col("score").mean()).pivot("late", values="score")
    assert (means["true"] - means["false"]).abs().max() < 0.1


def test_the_mobile_app_grows_and_the_counters_shrink(log):
    share = log.group_by("month").agg(
        *[(pl.col("channel") == c).mean().alias(c) for c in ("mobile_app", "in_person")]
    )
    first, last = (share.sort("month").row(n, named=True) for n in (0, -1))
    assert last["mobile_app"] > 2 * first["mobile_app"]
    assert last["in_person"] < 0.75 * first["in_person"]


def test_without_stories_nothing_happens(folder, tmp_path):
    quiet = pl.read_csv(one_month(tmp_path, "1404-08", stories=False)["service_log_1404-08.csv"])
    told = pl.read_csv(folder / "service_log_1404-08.csv")
    portal = [(log["channel"] == "web_portal").sum() for log in (quiet, told)]
    assert portal[1] < 0.85 * portal[0]
    later = pl.read_csv(one_month(tmp_path, "1404-12", stories=False)["service_log_1404-12.csv"])
    silent = next(s for s in STORIES if s.name == "silent_branch").where["branch"]
    assert (later["branch"] == silent).any()
    growth = [(log["channel"] == "mobile_app").mean() for log in (quiet, later)]
    assert abs(growth[0] - growth[1]) < 0.02


def test_the_website_s_survey_has_the_gaps_that_were_planted(folder):
    sheets = stacked(folder, "survey_e_service_quality")
    items = service_quality.asked(DATA / "instruments")["items"]
    for item in items:
        planted = service_quality.PLANTED[item["subscale"]]
        code = item["item"]
        sides = [sheets[f"{code}.{battery}"].mean() for battery in ("expectation", "perception")]
        wanted = planted.gap + service_quality.BEYOND.get(code, 0)
        assert sides[0] == pytest.approx(planted.expected, abs=0.1)
        assert sides[1] - sides[0] == pytest.approx(wanted, abs=0.25)  # the mood of the branches


# Sizes


def test_the_size_province_makes_razavi_khorasan_real_and_leaves_the_rest(folder, tmp_path):
    large = pl.read_csv(one_month(tmp_path, "1404-05", size="province")["service_log_1404-05.csv"])
    small = pl.read_csv(folder / "service_log_1404-05.csv")
    home = pl.col("branch").str.starts_with("B09")
    assert 60_000 < large.filter(home).height < 80_000
    rest = [set(log.filter(~home).drop("request_id").rows()) for log in (large, small)]
    assert len(rest[0] ^ rest[1]) == 0
