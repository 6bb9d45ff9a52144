"""Includes, values and places: what a document is made of, and that it reaches nothing else."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sia.render.locations import located
from sia.render.shortcodes import Unresolved, resolve
from sia.render.sources import read_document

VALUES: dict[str, Any] = {"a": {"b-c": "text", "n": 3, "yes": True, "bar": "x | y", "quote": 'say "so"'}, "list": ["x"]}
PARTS = st.sampled_from(
    ["assessments", "build", "2024", "publication", "theme", "..", ".", "extracts", "a.md", "", "x"]
)


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("{{< meta a.b-c >}}", "text"),
        ("{{<meta a.n>}} and {{<  meta   a.b-c  >}}", "3 and text"),
        ("{{< meta a.yes >}}", "true"),
        ("| {{< meta a.bar >}} |", "| x \\| y |"),
        ('{fig-alt="It says {{< meta a.quote >}}."}', '{fig-alt="It says say \\"so\\"."}'),
        ('{{< meta a.quote >}} after "this"', 'say "so" after "this"'),
        ("{{{< meta a.gone >}}}", "{{< meta a.gone >}}"),
        ("{{< pagebreak >}}", "\n::: {.page-break}\n:::\n"),
        ("no shortcode", "no shortcode"),
    ],
)
def test_resolved(text: str, resolved: str) -> None:
    assert resolve(text, VALUES) == resolved


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("{{< meta a.b-d >}}", "there is no value 'a.b-d'.", "Did you mean 'a.b-c'?"),
        ("{{< meta a.n.x >}}", "there is no value 'a.n.x'.", "The value ends before 'x'."),
        ("{{< meta list >}}", "'list' is not a single value.", "Name one value, down to its last part."),
        ("{{< metta a >}}", "the shortcode 'metta' is not known.", "Did you mean 'meta'?"),
    ],
)
def test_unresolved(text: str, message: str, remedy: str) -> None:
    with pytest.raises(Unresolved) as raised:
        resolve(text, VALUES)
    assert (raised.value.message, raised.value.remedy) == (message, remedy)


@given(parts=st.lists(PARTS, min_size=1, max_size=7), absolute=st.booleans())
def test_no_path_leads_out(tmp_path_factory: pytest.TempPathFactory, parts: list[str], absolute: bool) -> None:
    root = tmp_path_factory.getbasetemp()
    written = ("/" if absolute else "") + "/".join(parts)
    try:
        path = located(root, "2024", PurePosixPath("assessments/2024"), written)
    except Unresolved:
        return
    allowed = [root / "assessments", root / "build/2024/publication", root / "theme"]
    assert ".." not in path.parts
    assert any((root / path).resolve().is_relative_to(home.resolve()) for home in allowed)


def test_every_line_knows_where_it_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "assessments" / "2024"
    folder.mkdir(parents=True)
    (folder / "inner.md").write_text("inner one\ninner {{< meta a.n >}}", encoding="utf-8")
    (folder / "page.qmd").write_text(
        "---\ntitle: '{{< meta a.b-c >}}'\n---\nfirst\n\n{{< include inner.md >}}\n\nlast <!-- no\nno --> yes\n",
        encoding="utf-8",
    )
    document = read_document(tmp_path, "2024", PurePosixPath("assessments/2024/page.qmd"), VALUES)
    assert document.problems == ()
    assert document.front["title"] == "text"
    assert [(line.text, line.place) for line in document.lines if line.text] == [
        ("first", "assessments/2024/page.qmd:4"),
        ("inner one", "assessments/2024/inner.md:1"),
        ("inner 3", "assessments/2024/inner.md:2"),
        ("last ", "assessments/2024/page.qmd:8"),
        (" yes", "assessments/2024/page.qmd:9"),
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "assessments" / "2024"
    folder.mkdir(parents=True)
    (folder / "page.qmd").write_bytes("\ufeff---\r\ntitle: Ŵ\r\n---\r\n\r\nWords\r\n".encode())
    document = read_document(tmp_path, "2024", PurePosixPath("assessments/2024/page.qmd"), {})
    assert (document.front["title"], document.text.strip()) == ("Ŵ", "Words")
