"""Ctrl+C ends a command, also one whose work does not listen."""

import signal
import subprocess
import sys
import time

import pytest

BEGINNING = """
import duckdb, os, signal, sys, threading, time
from etl import publish, stopping
stopping.PATIENCE, stopping.GRACE = 0.2, 1.0
if DEAF:
    signal.default_int_handler = lambda number, frame: None
signal.signal(signal.SIGINT, signal.default_int_handler)
threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
"""
# As a query whose interrupt was lost: where Ctrl+C met it, there it stays.
DEAF_QUERY = """
con = publish.connect()
with stopping.stopping_in_time():
    try:
        con.execute("select sum(a.range * b.range) from range(10000000) a, range(10000000) b")
    except duckdb.InterruptException:
        raise SystemExit(7)
"""
DEAF_SLEEP = """
with stopping.stopping_in_time():
    time.sleep(60)
"""


@pytest.mark.parametrize(
    ("work", "status"), [(DEAF_SLEEP, 130), (DEAF_QUERY, 7)], ids=["sleep", "query"]
)
def test_work_that_is_deaf_to_ctrl_c(work, status):
    began = time.monotonic()
    code = "DEAF = True" + BEGINNING + work
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100)
    assert done.returncode == status, done.stderr
    assert ("nothing is half-loaded" in done.stderr) == (status == 130)
    assert time.monotonic() - began < 50


TIDIES_UP = """
con = publish.connect()
with stopping.stopping_in_time():
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        until = time.monotonic() + 3
        while time.monotonic() < until:
            con.execute("select sum(range * range) from range(3000000)").fetchall()
        raise SystemExit(7)
"""


def test_tidying_up_is_not_disturbed():
    code = "DEAF = False" + BEGINNING + TIDIES_UP
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100)
    assert done.returncode == 7, done.stderr


def test_afterwards_ctrl_c_is_what_it_was():
    from etl.stopping import stopping_in_time

    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with stopping_in_time():
            assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
