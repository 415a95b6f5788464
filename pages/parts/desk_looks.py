"""What is known of each file that waits? A look is kept for the visit, as long as it holds."""

from dataclasses import dataclass, replace

import streamlit as st

from pages.parts import desk_effect, desk_job, entry

LOOKS = "desk.looks"
TRIAL = "desk.trial"  # the last look with a mapping that is not saved: file, what was seen
MOST_REJECTED = 200_000  # rows that are kept for download before anything is loaded


@dataclass(frozen=True)
class Seen:
    """A look at one file: what etl saw, what the figures would be, the rows it would turn away."""

    look: object
    measures: list
    rejected: bytes = b""
    refusal: object = None

    @property
    def outcome(self):
        return self.look.report.outcome if self.look else "refused"

    @property
    def loadable(self):
        return self.outcome == "loaded"

    @property
    def share(self):
        """Of the lines that are turned away."""
        report = self.look.report
        return report.rows_refused / (report.rows_taken + report.rows_refused)

    @property
    def within_limit(self):
        return self.loadable and self.look.report.wrong_share <= entry.LIMIT

    @property
    def plain(self):
        """It can be loaded without a question."""
        return self.within_limit and not self.look.report.replaces


def of(file):
    """What was seen of a file as it lies there now; None where nobody looked yet."""
    return _looks().get((file.key, file.sha256))


def stale(seen):
    """Whether another version was published since."""
    return bool(seen.look) and seen.look.version != entry.version()


def begin(files, who):
    """Look at files, one after the other."""
    looks = _looks()

    def work(progress):
        for file in files:
            looks[file.key, file.sha256] = look(file, progress)
        return len(files)

    desk_job.start("look", who, work)


def look(file, progress, draft=None):
    """Look at one file; `draft`: with a mapping that is not saved yet."""
    try:
        with entry.look(file, progress, draft) as seen:
            few = seen.report.rows_refused <= MOST_REJECTED
            rejected = entry.rejected_csv(seen.report.rejected) if few else b""
            # The candidate is gone after this block
            return Seen(replace(seen, candidate=None), desk_effect.measured(seen), rejected,
                        seen.refusal)  # fmt: skip
    except entry.Refusal as refusal:
        return Seen(None, [], refusal=refusal)


def begin_trial(file, draft, who):
    """Look at a file with a mapping that is not saved yet."""
    desk_job.start("try", who, lambda progress: (file.key, look(file, progress, draft)))


def trial(file):
    """What was seen of a file when a mapping was tried; None where none was."""
    key, seen = st.session_state.get(TRIAL, ("", None))
    return seen if key == file.key else None


def forget_trial():
    st.session_state.pop(TRIAL, None)


def forget(file):
    _looks().pop((file.key, file.sha256), None)


def forget_all():
    _looks().clear()


def _looks():
    return st.session_state.setdefault(LOOKS, {})
