"""The older version of the service of these tests."""

from __future__ import annotations

from typing import Protocol

from trebol import Service, query


class Samples(Service, Protocol, version=1, noun="sample", plural="samples"):
    """Samples, as they were."""

    @query(public=True)
    def get_sample(self, sample_id: int) -> str: ...


class SamplesService(Samples):
    """Answers with a text."""

    def get_sample(self, sample_id: int) -> str:
        return f"sample {sample_id}"
