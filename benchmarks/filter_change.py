"""Does every page show its result within a second of a change of a filter?

Every page of the whole country, as a visit (Streamlit's AppTest) that changes one filter: the first
or the last month, the place, a service, a channel, a customer group. Whatever was kept of earlier
answers and queries is forgotten before the page is opened, so that each change is the first of its
kind; a reader who goes back waits less. Told are the seconds of processor that the process used,
which depend little on who else uses the machine, and how many times those of one bare scan of a
large mart, which do not depend on the machine. Promise: no page takes more than a second, in the
middle of its changes.

    PAYESH_DATA=FOLDER python -m benchmarks.filter_change [page …]      two minutes

FOLDER: the national sample, `python -m etl sample --size national --to FOLDER/sample`, loaded.
"""

import statistics
import sys
import time
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.kept import Kept
from analysis.marts import open_marts

APP = Path(__file__).resolve().parents[1] / "app.py"
PAGES = ("overview", "factor_status", "channel_usage", "satisfaction_trends", "priorities",
         "profile", "questionnaire_quality", "published_study", "evidence_model",
         "gaps", "frameworks", "citizen_groups", "comments")  # fmt: skip
PROMISED = 1.0
# The service has it read the whole mart, and not the summary of branches
SCAN = "select month, service, sum(requests) as requests from requests group by all"


def seconds(run) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def changes(marts):
    """(filter, its new value): each by itself from what a first visit shows."""
    months, known = marts.months(), marts.known
    return (("from", months[len(months) // 2]), ("to", months[-2]), ("place", known["province"][0]),
            ("service", known["service"][:1]), ("channel", known["channel"][-1:]),
            ("customer_group", known["customer_group"][:1]))  # fmt: skip


def widget(app, key):
    return next(w for kind in ("selectbox", "multiselect") for w in app.get(kind) if w.key == key)


def visited(marts, page, key, value) -> float:
    """The seconds of processor of one change, on this page."""
    st.cache_data.clear()
    marts._kept = Kept()
    app = AppTest.from_file(str(APP), default_timeout=120)
    app.query_params["region"] = "whole_country"
    app.run()
    app.switch_page(f"pages/{page}.py").run()
    found = seconds(widget(app, key).set_value(value).run)
    if app.exception:
        raise SystemExit(f"{page}: {app.exception[0].message}")
    return found


def main(pages: tuple[str, ...] = PAGES) -> float:
    marts = open_marts()
    # A query asked before is answered at once: each is another one.
    scan = statistics.median(seconds(lambda n=n: marts.query(f"{SCAN} -- {n}")) for n in range(5))
    print(f"one scan of requests: {scan:.3f} s of processor")
    steps = changes(marts)
    print("page".ljust(22), *(key[:8].rjust(8) for key, _ in steps), "  middle   scans")
    slowest = 0.0
    for page in pages or PAGES:
        took = [visited(marts, page, key, value) for key, value in steps]
        middle = statistics.median(took)
        slowest = max(slowest, middle)
        print(
            page.ljust(22),
            *(f"{each:8.2f}" for each in took),
            f"{middle:8.2f} {middle / scan:7.0f}",
        )
    print(f"slowest page: {slowest:.2f} s (promised: at most {PROMISED:.0f} s)")
    return slowest


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])) > PROMISED)
