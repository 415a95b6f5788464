"""What is a person to do when the disk does not take what is written, or memory what is asked?"""

import errno
import os

import duckdb

FULL = [os.strerror(code) for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)]
FORBIDDEN = [os.strerror(code) for code in (errno.EROFS, errno.EACCES, errno.EPERM)]
MAKE_ROOM = (
    "the disk is full, or the size of files is limited: nothing was changed; make room "
    "(python -m etl prune removes earlier versions), then try again"
)


MORE_MEMORY = (
    "more memory is needed than loads may take: nothing was changed; allow more by the environment "
    "variable PAYESH_MEMORY, such as 2GB, then try again"
)
SPILLED = "max_temp_directory_size"  # what DuckDB calls the room that the disk has left


def told(error: OSError | duckdb.Error) -> str:
    """What to do about an error of the disk or of memory; an empty text if it is another error.

    DuckDB gives the system's words inside its own, under several classes of errors.
    """
    text = str(error)
    if isinstance(error, duckdb.OutOfMemoryException):
        return MAKE_ROOM if SPILLED in text else MORE_MEMORY
    if any(words in text for words in FULL):
        return MAKE_ROOM
    if any(words in text for words in FORBIDDEN):
        return f"may not be written or read: {_where(error)}; nothing was changed; {_ALLOW}"
    if isinstance(error, IsADirectoryError):
        return f"is a folder: {_where(error)}; name the files in it"
    return f"{error.strerror or text}: {_where(error)}" if isinstance(error, OSError) else ""


_ALLOW = "give the account that runs this the right to do so, then try again"


def _where(error: OSError | duckdb.Error) -> str:
    return getattr(error, "filename", None) or str(error).partition("\n")[0]
