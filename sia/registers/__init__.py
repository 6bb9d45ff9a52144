"""The registers of an assessment: context signals, recording breaks, commentary, decisions, actions, next steps."""

from sia.registers.dates import due_date
from sia.registers.read import Registers, read_registers
from sia.registers.unheeded import unheeded_breaks

__all__ = ["Registers", "due_date", "read_registers", "unheeded_breaks"]
