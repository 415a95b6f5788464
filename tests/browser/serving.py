"""A server process of the tests' own, started the way `make run` starts it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60  # two seconds on an idle machine; tests run beside other work


@dataclass(frozen=True)
class Server:
    """A running app, its data folder, and what it has said so far."""

    address: str
    data: Path
    log: Path

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def serving(data: Path, log: Path):
    """`streamlit run app.py` on a free port of this machine, for as long as the block lasts."""
    port = _free_port()
    server = Server(f"http://127.0.0.1:{port}", data, log)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=PROJECT, env=environment(data), stdout=out, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, server)
            yield server
        finally:
            process.terminate()
            process.wait(20)
    # What a page swallows, the log still tells
    assert "Traceback" not in server.said(), server.said()


def environment(data: Path) -> dict:
    return os.environ | {"PAYESH_DATA": str(data)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(process, server) -> None:
    """Until the server says it is well. To ask is no visit: the first page is still the first."""
    end = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{server.said()}")
