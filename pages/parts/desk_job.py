"""How does long work go on while the reader clicks elsewhere? In a thread of its own.

Streamlit ends the run of a page at every click. A load must not end with it, so it runs beside the
page; whichever run comes next finds it in the visit and goes on showing how far it is.
"""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import streamlit as st

from pages.parts import desk_said, entry, words

JOB = "desk.job"
PULSE = 0.2  # seconds between two looks at how far it is

_pool = ThreadPoolExecutor(4, thread_name_prefix="desk")  # of all visits together


@dataclass
class Job:
    """Work that says how far it is, of one kind: look, load, undo."""

    kind: str
    said: str
    future: Future | None = None

    def progress(self, said):
        self.said = words.unmarked(desk_said.line(said))

    @property
    def refusal(self):
        error = self.future.exception()
        return error if isinstance(error, entry.Refusal) else None

    @property
    def result(self):
        return self.future.result()


def start(kind, who, work):
    """Begin `work(progress)`; one thing at a time in a visit."""
    job = Job(kind, words.say("desk.job.begins"))

    def named():
        with entry.working_as(who):
            return work(job.progress)

    job.future = _pool.submit(named)
    st.session_state[JOB] = job


def running():
    return JOB in st.session_state


def follow():
    """Show how far the work is until it is done; the job then, None where there is none."""
    job = st.session_state.get(JOB)
    if job is None:
        return None
    with st.status(job.said) as status:
        while not wait([job.future], PULSE).done:
            status.update(label=job.said)
        status.update(label=words.say("desk.job.done"), state="complete")
    del st.session_state[JOB]
    return job
