"""What happens beside the stages of a build."""

from __future__ import annotations

import sys

import pytest

from sia.build.story import LATER_STAGES, _loaded_meanwhile


def test_later_stages_are_loaded_when_reading_ends() -> None:
    with _loaded_meanwhile(LATER_STAGES):
        pass
    assert set(LATER_STAGES) <= set(sys.modules)


def test_a_module_that_is_not_there_is_left_to_the_stage_that_needs_it() -> None:
    with _loaded_meanwhile(("sia.no_such_room",)):
        pass
    assert "sia.no_such_room" not in sys.modules


def test_an_error_while_reading_comes_through() -> None:
    with pytest.raises(ValueError, match="unreadable"), _loaded_meanwhile(("sia.signals",)):
        raise ValueError("unreadable")
