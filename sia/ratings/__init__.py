"""From evidence to a proposed rating a priority: rules as SQL conditions, with reasons and what would change them."""

from __future__ import annotations

from sia.ratings.check import check_rules
from sia.ratings.confidence import GRADE_RULE, Grade, grades
from sia.ratings.proposal import Proposal, Reason
from sia.ratings.propose import propose

__all__ = ["GRADE_RULE", "Grade", "Proposal", "Reason", "check_rules", "grades", "propose"]
