"""What stands behind an answer that rests on the service log and on a survey together."""

from collections.abc import Sequence

from analysis.marts import Marts, People
from analysis.measure_sums import in_months
from analysis.provenance import provenance
from analysis.selection import Selection


def provenance_of_both(
    marts: Marts, selection: Selection, people: People, months: Sequence[str] | None = None
) -> dict:
    """The provenance fields of an Answer: the loads of either source, the months of both.

    months: only the loads of these months are behind it.
    """
    events = in_months(People("requests", "requests"), months)
    people = in_months(people, months)
    log = provenance(marts, "requests", selection, events.condition, **events.parameters)
    survey = provenance(marts, people.table, selection, people.condition, **people.parameters)
    loads = {load["load"]: load for load in log["loads"] + survey["loads"]}
    told = [source["period"] for source in (log, survey) if source["loads"]] or [log["period"]]
    first, last = ([period[end] for period in told if period[end]] for end in ("from", "to"))
    return log | {
        "period": {"from": min(first, default=None), "to": max(last, default=None)},
        "loads": [loads[load] for load in sorted(loads)],
        "sample": log["sample"] or survey["sample"],
    }
