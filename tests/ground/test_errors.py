"""The one error people see: place, what was found, what to do."""

from __future__ import annotations

import pytest

from sia.errors import Problem, UserError, did_you_mean, nearest


def test_a_problem_reads_as_one_line() -> None:
    problem = Problem("indicators/hate-crime.yml:12, polarity", "'lowr' is not allowed here.", "Did you mean 'lower'?")
    assert str(problem) == "indicators/hate-crime.yml:12, polarity: 'lowr' is not allowed here. Did you mean 'lower'?"


def test_all_problems_are_told_at_once() -> None:
    error = UserError(Problem("a", "one."), Problem("b", "two."))
    assert str(error) == "a: one.\nb: two."
    with pytest.raises(ValueError, match="at least one"):
        UserError()


def test_the_nearest_choice_ignores_case_and_admits_ignorance() -> None:
    assert nearest("BURGLERY", ["burglary", "robbery"]) == "burglary"
    assert nearest("xyz", ["burglary", "robbery"]) is None
    assert did_you_mean("xyz", ["b", "a"]) == "Allowed: a, b."
    assert did_you_mean("xyz", []) == "Nothing is declared to choose from."
