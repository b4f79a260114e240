"""The tables of Trébol's runtime, where Django looks for them."""

from __future__ import annotations

from trebol.runtime.events.models import Consumed as Consumed
from trebol.runtime.events.models import Delivery as Delivery
from trebol.runtime.events.models import OutboxEvent as OutboxEvent
from trebol.runtime.tasks.models import Lead as Lead
from trebol.runtime.tasks.models import Schedule as Schedule
from trebol.runtime.tasks.models import StoredTask as StoredTask
