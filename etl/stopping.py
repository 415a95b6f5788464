"""Ctrl+C: how does a command stop, also inside a query that does not listen?

DuckDB 2.0.0 sometimes loses the interrupt of a running query and goes on for as long as the query
takes, deaf to further ones from the keyboard but not to one from another thread. What stays where
it was all the same ends as by a power cut, after which nothing is half-loaded either.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakSet

PATIENCE = 1.0  # seconds until a query that goes on is interrupted once more
GRACE = 10.0  # seconds until a command that has not moved at all is ended
STOPPED = "stopped; nothing is half-loaded"
EXIT_STATUS = 130  # what a shell gives a command that Ctrl+C ended

_connections = WeakSet()


def interruptible(con) -> None:
    """Let Ctrl+C stop the queries of this connection."""
    _connections.add(con)


@contextmanager
def stopping_in_time() -> Iterator[None]:
    """While this lasts, Ctrl+C stops what runs, at the latest after GRACE seconds."""
    own = threading.current_thread() is threading.main_thread()
    if not own or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield  # somebody else decides what Ctrl+C does here
        return
    over = threading.Event()

    def stop(number, frame):
        place = frame, frame.f_lasti
        threading.Thread(target=_insist, args=(place, over), daemon=True).start()
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        over.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _insist(place, over: threading.Event) -> None:
    """Until the main thread leaves the place where Ctrl+C met it.

    Once it has left, it is tidying up, and publishing what was whole before: not to be disturbed.
    """
    for _ in range(int(GRACE / PATIENCE)):
        if over.wait(PATIENCE) or _now() != place:
            return
        for con in list(_connections):
            con.interrupt()
    print(STOPPED, file=sys.stderr, flush=True)
    os._exit(EXIT_STATUS)


def _now():
    frame = sys._current_frames()[threading.main_thread().ident]
    return frame, frame.f_lasti
