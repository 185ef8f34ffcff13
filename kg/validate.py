"""Dataset -> Violations: what does not stand as ontology/shapes.ttl says, in plain words.

Each graph is checked on its own, as SHACL over all of them at once takes far longer than the sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyshacl.validator_conformance import X
