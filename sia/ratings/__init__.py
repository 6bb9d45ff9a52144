"""From evidence to a proposed rating a priority: rules as SQL conditions, with reasons and what would change them."""

from __future__ import annotations

from sia.ratings.check import check_rules
from sia.ratings.proposal import Proposal, Reason
from sia.ratings.propose import propose

__all__ = ["Proposal", "Reason", "check_rules", "propose"]
