"""The reference partnership's synthetic extracts: invented, seeded, and planted with truths that an assessment must find."""

from sia.demo.extracts import write_extracts
from sia.demo.record import ensure_extracts
from sia.demo.registers import write_registers
from sia.demo.truths import Truth, planted_truths

__all__ = ["Truth", "ensure_extracts", "planted_truths", "write_extracts", "write_registers"]
