"""The registers of an assessment: context signals, recording breaks, commentary, decisions, actions, next steps."""

from sia.registers.dates import due_date
from sia.registers.read import Registers, read_registers

__all__ = ["Registers", "due_date", "read_registers"]
