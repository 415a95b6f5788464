"""In which encoding is this text written?

The rule, in this order: a byte order mark says it; text that decodes as UTF-8 is UTF-8; zeros mean
UTF-16, if that reads as letters; else the one-byte encoding of Persian and Arabic systems in which
the letters are those that Persian uses most. If none reads well it is not guessed: a mapping must
say it. General detectors take a short Persian file in Windows-1256 for Korean.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from etl.refusal import Refusal

MARKS = [  # UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
NAMES = {
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1256": "Windows-1256",
    "iso8859_6": "ISO 8859-6",
    "cp720": "DOS code page 720",
}
ONE_BYTE = ("cp1256", "iso8859_6", "cp720")
COMMON = set("ابتدرسشعمنهوکگیيكپچژزخلقف\u200c")  # nearly all of Persian text, in either keyboard
RARE = set("ضصثطظغذحجئءأآؤةىًٌٍَُِّْـ،؛؟«»" + "0123456789٠١٢٣٤٥٦٧٨٩")
SAMPLE = 256 * 2**10  # bytes that are judged, from the first that is not ASCII
TELLING = re.compile(rb"[\x80-\xff]")  # what is not plain ASCII
LOOK_AHEAD = 256 * 2**20  # bytes in which that first one is looked for


def marked(head: bytes) -> str:
    """The encoding that a byte order mark says, or nothing."""
    return next((encoding for mark, encoding in MARKS if head.startswith(mark)), "")


def name_of(encoding: str) -> str:
    """As people call it."""
    return NAMES.get(encoding, encoding.removesuffix("-sig"))


def detected(file: str, blocks: Iterator[bytes]) -> str:
    """The encoding of a text without a byte order mark; refused if it cannot be told."""
    first = next(blocks, b"")
    if wide := _wide(first[:4096]):
        return wide
    sample, offset = _telling(chain([first], blocks))
    wrong = _not_utf8(sample)
    if wrong is None:
        return "utf-8-sig"
    letters = {encoding: _persian_share(sample, encoding) for encoding in ONE_BYTE}
    best = max(ONE_BYTE, key=letters.get)
    if letters[best] >= 0.9:
        return best
    raise Refusal(
        file,
        f"byte {offset + wrong} is not UTF-8 text, and not Persian in Windows-1256 or another "
        "encoding that can be told",
        "a file in UTF-8, or a mapping that names its encoding",
        code="encoding",
    )


def _telling(blocks: Iterable[bytes]) -> tuple[bytes, int]:
    """The first bytes from where the text is not plain ASCII any more, and their offset."""
    sample, offset = b"", 0
    for block in blocks:
        if not sample:
            found = TELLING.search(block)
            at = found.start() if found else len(block)
            offset, block = offset + at, block[at:] if found else b""
        sample += block
        if len(sample) >= SAMPLE or offset >= LOOK_AHEAD:
            break
    return sample[:SAMPLE], offset


def _not_utf8(sample: bytes) -> int | None:
    """The first byte that UTF-8 does not allow; a letter cut by the end of the sample is none."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _wide(first: bytes) -> str:
    """UTF-16 without a mark: zeros among the first bytes, which vanish when it is read as that."""
    if b"\0" not in first:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = codecs.getincrementaldecoder(encoding)("replace").decode(first)
        readable = sum(c in "\t\r\n\u200c" or 31 < ord(c) < 127 or "؀" <= c <= "ۿ" for c in text)
        if readable >= 0.95 * len(text):
            return encoding
    return ""


def _persian_share(sample: bytes, encoding: str) -> float:
    """How Persian the bytes above ASCII read: 1 if all are letters that Persian uses often."""
    text = bytes(byte for byte in sample if byte > 127).decode(encoding, "replace")
    weights = (1 if c in COMMON else 0.7 if c in RARE else 0 for c in text)
    return sum(weights) / len(text) if text else 0
