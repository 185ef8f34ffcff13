"""Document -> Findings: what an article states, one file a family of relations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kg.extract.certainty import with_certainty
from kg.extract.coreference import read
from kg.extract.events import event_facts
from kg.extract.places import locations, units
from kg.extract.quantities import observations
from kg.extract.quotes import quotations
from kg.extract.roles import memberships
from kg.extract.services import services
from kg.extract.standing import with_standing
from kg.extract.times import with_times
from kg.knowledge import Knowledge
from kg.model import Assertion, Document, Findings, Reading

Extractor = Callable[[Reading, Knowledge], Iterator[Assertion]]

EXTRACTORS: Mapping[str, Extractor] = {
    "roles": memberships,
    "units": units,
    "locations": locations,
    "services": services,
    "events": event_facts,
    "quotes": quotations,
    "quantities": observations,
}


def extract(
    document: Document, knowledge: Knowledge, extractors: Mapping[str, Extractor] = EXTRACTORS
) -> Findings:
    """Read the entities of ``document``, then every relation between them.

    Assertions come in the order of the words that state them.
    """
    reading = read(document, knowledge)
    stated = (a for find in extractors.values() for a in find(reading, knowledge))
    timed = with_times(reading, with_standing(reading, stated, knowledge), knowledge)
    found = list(with_certainty(timed, reading.entities))
    found.sort(key=lambda a: (a.span.start, a.span.end, type(a).__name__, repr(a)))
    return Findings(document.article, reading.entities, tuple(found))
