"""What keeps an alert back, or lets it pass."""

from streammon.rules.gate.machine import step
from streammon.rules.gate.state import GateState, Held, Outage, Pile

__all__ = ["GateState", "Held", "Outage", "Pile", "step"]
