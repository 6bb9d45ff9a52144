"""What the trends say of every indicator: changes, seasons, projections, benchmarks, severe harm and small areas."""

from __future__ import annotations

from sia.signals.assess import assess
from sia.signals.frames import Signals
from sia.signals.measured import Measured

__all__ = ["Measured", "Signals", "assess"]
