"""Runs the real command line in processes that die, are stopped, or find the disk closed.

Each is forked from a server that has imported everything and started nothing, which costs
milliseconds; a fresh interpreter costs a second.
"""

import ctypes
import multiprocessing
import os
import resource
import signal
import sys
import threading
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from etl import checking, history_commands, restoring
from etl.__main__ import main
from etl.load import Loading

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])
CAN_OVERRIDE = (1 << 1) | (1 << 2) | (1 << 3)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER


def start(words, data: Path, prepare=None, said: Path | None = None):
    """A process that runs `python -m etl WORDS`; prepare: called in it first."""
    process = FORKS.Process(target=_run, args=(list(map(str, words)), data, prepare, said))
    process.start()
    return process


def ended(words, data: Path, prepare=None, said: Path | None = None) -> int:
    process = start(words, data, prepare, said)
    process.join(120)
    return process.exitcode


def _run(words, data, prepare, said) -> None:
    out = os.open(said or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.environ |= {"PAYESH_DATA": str(data), "PAYESH_USER": "test"}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if prepare:
        prepare()
    sys.exit(main(words))


# What `prepare` may be.


def die_at(step: str) -> None:
    """End, as by a power cut, right after a step."""
    _at(step, lambda: os.kill(os.getpid(), signal.SIGKILL))


def pause_at(step: str) -> None:
    """Stop until somebody lets it go on."""
    _at(step, lambda: os.kill(os.getpid(), signal.SIGSTOP))


def _at(step: str, what) -> None:
    def reached(done):
        if done == step:
            what()

    Loading.step = lambda self, done: reached(done)
    for command in ("undo", "rebuild", "restore"):
        real = getattr(history_commands, command)
        setattr(history_commands, command, partial(real, step=reached))


def die_after_moves(number: int) -> None:
    """End after so many files or folders were moved while a restore takes its place."""
    left = [number]

    def counted(move, *paths):
        move(*paths)
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    real = restoring.shutil
    restoring.shutil = SimpleNamespace(move=partial(counted, real.move), rmtree=real.rmtree)
    restoring.os = SimpleNamespace(replace=partial(counted, os.replace), readlink=os.readlink)


def limit_files(size: int) -> None:
    """No file may grow beyond `size` bytes: what a full disk is to the program."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def obey_permissions() -> None:
    """Let root be refused what the permissions of a file forbid, as everybody else is."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()  # twice: effective, permitted, inheritable
    assert libc.capget(header, data) == 0
    data[0] &= ~CAN_OVERRIDE
    assert libc.capset(header, data) == 0


def interrupt_in_query_of(file: str) -> None:
    """Ctrl+C while a query over the rows of one file runs."""
    _instead_of_rows(file, lambda check: _endless_query(check.con))


def break_in(file: str) -> None:
    """A fault of the program while one file is checked."""
    _instead_of_rows(file, lambda check: 1 / 0)


def _instead_of_rows(file: str, what) -> None:
    real = checking.Check.rows

    def rows(self, *asked):
        if self.arrived.file == file:
            what(self)
        return real(self, *asked)

    checking.Check.rows = rows


def _endless_query(con) -> None:
    # Long enough that the query runs also where the machine is busy.
    threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    many = "range(10000000)"
    con.execute(f"select sum(a.range * b.range) from {many} a, {many} b").fetchall()
