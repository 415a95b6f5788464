"""Is this still a text of a sane size? Watches bytes on their way in, so that no file fills memory.

A packed file is stopped by what it really unpacks to, not by what it claims.
"""

import io
from collections.abc import Callable

from etl.refusal import Refusal

MOST_LINE = 8 * 2**20  # bytes without a line break; a row of a survey with long answers has 100 kB
MOST_UNPACKED = 4 * 2**30
# Logs and surveys pack 5 to 50 times; 1,000 times is what only a file made for it reaches.
MOST_RATIO = 200
FREE = 64 * 2**20  # bytes up to which the ratio does not matter
BLOCK = 2**20


class Watched(io.RawIOBase):
    """A stream of bytes that refuses to go on when it gets out of hand."""

    def __init__(self, stream, file: str, text: bool, consumed: Callable[[], int] | None = None):
        """`consumed` tells, for a packed stream, how many packed bytes were read so far."""
        self.stream, self.file, self.text, self.consumed = stream, file, text, consumed
        self.count = self.since_break = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        if self.text:
            self._watch_lines(data)
        if self.consumed:
            self._watch_unpacked()
        return len(data)

    def close(self) -> None:
        self.stream.close()
        super().close()

    def _watch_lines(self, data: bytes) -> None:
        last = max(data.rfind(b"\n"), data.rfind(b"\r"))
        self.since_break = self.since_break + len(data) if last < 0 else len(data) - last
        if self.since_break > MOST_LINE:
            raise Refusal(
                self.file,
                f"a line of more than {MOST_LINE // 2**20} MB: this is not a table",
                "rows that end with a line break",
                code="too_large",
            )

    def _watch_unpacked(self) -> None:
        if self.count > MOST_UNPACKED or self.count > FREE + MOST_RATIO * self.consumed():
            raise Refusal(
                self.file,
                f"unpacks to more than {self.count // 2**20:,} MB, out of proportion to its size",
                f"at most {MOST_UNPACKED // 2**30} GB, or the file unpacked",
                code="too_large",
            )
