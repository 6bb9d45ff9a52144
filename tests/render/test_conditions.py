"""Conditional content fails closed: what is not plainly meant for the public edition is not in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sia.render.pandoc_run import Job, convert

KEYS = st.sampled_from(
    ["when-profile", "unless-profile", "when-format", "unless-format", "when-profil", "when-meta", "x"]
)
VALUES = st.sampled_from(["public", "partner", "html", "pdf", "docx", "Public", "", "partner public"])
KINDS = st.sampled_from(["content-visible", "content-hidden"])


def _meant(kind: str, conditions: dict[str, str], form: str) -> bool:
    """The rule, said again: shown only when every condition is known and together they allow it."""
    known = {"when-profile": "public", "unless-profile": "public", "when-format": form, "unless-format": form}
    if not conditions or set(conditions) - set(known):
        return False
    holds = all((value == known[key]) is key.startswith("when") for key, value in conditions.items())
    return holds if kind == "content-visible" else not holds


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conditions")


@settings(max_examples=15, deadline=None)
@given(
    parts=st.lists(st.tuples(KINDS, st.dictionaries(KEYS, VALUES, max_size=2), st.booleans()), min_size=20, max_size=40)
)
def test_only_what_is_plainly_public_is_shown(workspace: Path, parts: list[tuple[str, dict[str, str], bool]]) -> None:
    blocks = []
    for number, (kind, conditions, inline) in enumerate(parts):
        attributes = " ".join([f".{kind}", *(f'{key}="{value}"' for key, value in conditions.items())])
        marker = f"marker{number:03d}"
        blocks.append(f"[{marker}]{{{attributes}}}" if inline else f"::: {{{attributes}}}\n{marker}\n:::")
    jobs = [Job(form, "\n\n".join(blocks), form) for form in ("html", "typst")]
    for form, result in zip(
        ("html", "pdf"), convert(workspace, workspace, jobs, date(2023, 12, 31), workers=1), strict=True
    ):
        shown = [number for number in range(len(parts)) if f"marker{number:03d}" in result["body"]]
        assert shown == [number for number, (kind, conditions, _) in enumerate(parts) if _meant(kind, conditions, form)]


@pytest.mark.parametrize(
    "body",
    [
        '# Secret {.content-visible when-profile="partner"}',
        '[Secret](https://example.org){.content-hidden when-profile="public"}',
        '`Secret`{.content-visible when-profile="partner"}',
        '``` {.content-visible when-profile="partner"}\nSecret\n```',
        '::: {.content-visible when-profile="public" when-format="docx"}\nSecret\n:::',
        '::: {.content-visible when-profile="partner"}\n::: {.content-visible when-profile="public"}\nSecret\n:::\n:::',
    ],
)
@pytest.mark.parametrize("form", ["html", "typst"])
def test_conditions_in_odd_places(workspace: Path, body: str, form: str) -> None:
    [result] = convert(workspace, workspace, [Job("x", body, form)], date(2023, 12, 31))
    assert "Secret" not in result["body"]
