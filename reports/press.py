"""How are many documents printed in one run? By several processes, one per core.

A process prints one document in some two seconds of one core; asking for its figures takes a
quarter of that, so one process asks while the others print.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

AHEAD = 4  # documents asked for and not yet printed; more would only fill memory


def printed(sources: Iterable[tuple], print_one: Callable[[str], bytes]) -> Iterator[tuple]:
    """(name, its HTML) → (name, its PDF), in the same order, each as soon as it is there.

    print_one: the function that prints, which a process of its own can import.
    """
    # Started anew, not forked: a fork would share open databases and threads
    workers = ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _left_to_the_parent)
    waiting = deque()
    try:
        for name, source in sources:
            waiting.append((name, workers.submit(print_one, source)))
            while waiting and (waiting[0][1].done() or len(waiting) > AHEAD):
                yield _next(waiting)
        while waiting:
            yield _next(waiting)
    finally:
        workers.shutdown(cancel_futures=True)


def _next(waiting) -> tuple:
    name, printing = waiting.popleft()
    return name, printing.result()


def _left_to_the_parent() -> None:
    """Ctrl+C reaches every process; the parent alone says so, and stops the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
