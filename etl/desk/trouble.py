"""A disk that is full or closed is told to a person like everything else that can not be done."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from etl import disk
from etl.refusal import Refusal


@contextmanager
def told() -> Iterator[None]:
    """Turn errors of the disk into refusals; others are bugs and keep their traceback."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if not (said := disk.told(error)):
            raise
        raise Refusal("disk", said) from error
