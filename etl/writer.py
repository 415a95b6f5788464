"""How does a writer begin? Alone, and with what a dead one left behind completed or taken away."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from etl import history, publish, restoring, versions
from etl.data_folder import DataFolder
from etl.refusal import Refusal


@contextmanager
def writing(folder: DataFolder, also_lost: bool = False) -> Iterator[None]:
    """Hold the lock for writers over a warehouse that is in order.

    also_lost: go on where the published marts are gone or damaged, to bring them back.
    """
    with publish.only_writer(folder):
        shutil.rmtree(folder.spill, ignore_errors=True)
        restoring.complete(folder)
        if also_lost:
            shutil.rmtree(folder.staging, ignore_errors=True)
            with suppress(Refusal):  # the marts may be damaged; then the last record is enough
                versions.record(folder)
        elif versions.lost(folder):
            raise Refusal(
                "warehouse",
                "the published marts are gone, the loads are still there",
                "python -m etl rebuild, before anything else",
            )
        else:
            history.clean(folder)
            versions.record(folder)
        try:
            yield
        finally:
            shutil.rmtree(folder.spill, ignore_errors=True)
