"""What a check is given: the project as it lies there, and what is seen of it when it runs."""

from __future__ import annotations

from functools import cached_property

from trebol.factors.endings import Endings
from trebol.factors.jobs import Jobs
from trebol.factors.observation import Observation
from trebol.factors.project import Project
from trebol.factors.types_of_process import ProcessTypes
from trebol.factors.variants import Variants
from trebol.factors.workshop import Options, Workshop


class Subject:
    """A project under observation. Close it: what was started ends, what was made is removed."""

    def __init__(self, project: Project, options: Options) -> None:
        self.project = project
        self.seen = Observation(project, options)
        self.endings = Endings(self.seen)
        self.variants = Variants(self.seen)
        self.types = ProcessTypes(self.seen)
        self.jobs = Jobs(self.seen)

    @cached_property
    def workshop(self) -> Workshop:
        """Where it is run."""
        return self.seen.workshop

    def close(self) -> None:
        """Leave nothing behind."""
        self.seen.close()
