"""How far the data can be relied on: unusual months, gaps in key fields, late recording, suspected breaks, grades."""

from sia.quality.examine import Examined, examine
from sia.quality.findings import Findings
from sia.quality.grades import GRADE_RULE, Grade, grades, newest_is_incomplete
from sia.quality.suspected import lines_for_register

__all__ = [
    "GRADE_RULE",
    "Examined",
    "Findings",
    "Grade",
    "examine",
    "grades",
    "lines_for_register",
    "newest_is_incomplete",
]
