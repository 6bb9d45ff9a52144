"""Nothing is said of an optional source, nor of what only it could measure, until a file lies in its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from sia.project.at_hand import at_hand
from sia.project.contract import Contract
from sia.project.indicators import Indicator, Priority


def contract(name: str, optional: bool) -> Contract:
    about = {"title": name, "agency": "A", "owner": "O", "frequency": "monthly", "classification": "public"}
    return Contract(id=name, kind="events", columns={"happened": {"type": "date"}}, optional=optional, **about)


CONTRACTS = {"own": contract("own", False), "published": contract("published", True)}


def priority() -> Priority:
    def indicator(*sources: str) -> Indicator:
        return Indicator(title="casualties", polarity="lower", sources={source: {} for source in sources})

    indicators = {"both": indicator("own", "published"), "one": indicator("published")}
    return Priority(id="roads", position=1, title="Roads", theme="t", summary="Roads.", indicators=indicators)


def sources(root: Path) -> dict[str, list[str]]:
    (found,) = at_hand(root, CONTRACTS, {"roads": priority()}).values()
    return {name: list(one.sources) for name, one in found.indicators.items()}


@pytest.mark.parametrize("beside", ["", "received.csv", ".gitkeep"])
def test_without_a_file_only_what_other_sources_measure_is_left(tmp_path, beside):
    if beside:
        (tmp_path / "extracts" / "published").mkdir(parents=True)
        (tmp_path / "extracts" / "published" / beside).write_text("", encoding="utf-8")
    assert sources(tmp_path) == {"both": ["own"]}


def test_rules_may_name_an_indicator_that_waits_for_a_file(tmp_path):
    (found,) = at_hand(tmp_path, CONTRACTS, {"roads": priority()}).values()
    assert found.nameable == ("both", "one")


def test_with_a_file_everything_is_as_declared(tmp_path):
    (tmp_path / "extracts" / "published").mkdir(parents=True)
    (tmp_path / "extracts" / "published" / "casualties.csv").write_text("", encoding="utf-8")
    assert sources(tmp_path) == {"both": ["own", "published"], "one": ["published"]}
