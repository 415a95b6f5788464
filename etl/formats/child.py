"""`python -m etl.formats.child FAMILY tables|rows PATH LAYOUT`: reads one file within limits.

Says line by line, as JSON, the tables of a file or the rows of one; last `end`, or why it refused.
"""

import importlib
import json
import resource
import signal
import sys
from pathlib import Path

from etl.formats.layout import Layout
from etl.refusal import Refusal

FAMILIES = ("workbook", "spss", "parquet")
MEMORY = 256 * 2**20  # bytes beside what a file's own size allows
SECONDS = 8  # of computing, beside what a file's own size allows
SLOWEST = 2 * 2**20  # bytes a second
BATCH = 500  # rows in one message


def main(family: str, what: str, path: str, layout: str) -> int:
    # Whoever reads us may stop listening after the first rows: that is no error.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    told = json.loads(layout)
    told["value_labels"] = tuple(told["value_labels"])
    reader = importlib.import_module(f"etl.formats.{family}")
    try:
        unpacked, times = reader.size(Path(path))
        limit(MEMORY + times * unpacked, SECONDS + unpacked // SLOWEST)
        for message in getattr(reader, what)(Path(path), Layout(**told)):
            say(message)
    except Refusal as refusal:
        say({"refused": [refusal.what, refusal.right, refusal.code]})
    else:
        say({"end": True})
    return 0


def limit(memory: int, seconds: int) -> None:
    """No more than so many bytes on top of what the libraries took, and so much computing."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    taken = int(status["VmData"].split()[0]) * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (taken + memory, taken + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(message: dict) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")
    sys.exit(main(*sys.argv[1:]))
