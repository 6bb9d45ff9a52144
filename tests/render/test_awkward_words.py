"""Words that mean something to one format are words in all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sia.render import check_documents, render_project

AWKWARD = [
    "-",
    "- 5",
    "+3.2%",
    "= level",
    "/ term: x",
    "1. first",
    "1.5",
    "#hash(x)",
    "a_b_c",
    "\\*star\\*",
    "\\$5",
    "@ONS",
    "&lt;b&gt;",
    "5 < 6 > 4",
    "[c]",
    '"quoted"',
    "it's",
    "ŵ ŷ £ – ’",
    "// no comment",
    "`code`",
    "\\~x\\~",
    "{{{< meta x >}}}",
    "\\<sec-x\\>",
]
SHOWN = {
    "\\*star\\*": "*star*",
    "\\$5": "$5",
    "&lt;b&gt;": "<b>",
    '"quoted"': "“quoted”",
    "it's": "it’s",
    "ŵ ŷ £ – ’": "ŵ ŷ £ – ’",
    "`code`": "code",
    "\\~x\\~": "~x~",
    "{{{< meta x >}}}": "{{< meta x >}}",
    "\\<sec-x\\>": "<sec-x>",
}


@pytest.fixture
def made(project: Path, write: Callable[..., None], pdf_structure: Any) -> dict[str, list[str]]:
    """The rows of a table with an awkward word each, as each format shows them."""
    docx, html = pytest.importorskip("docx"), pytest.importorskip("lxml.html")
    rows = "\n".join(f"| row {number} | {word} |" for number, word in enumerate(AWKWARD))
    body = f"# One\n\n| Row | Word |\n|:--|:--|\n{rows}\n\n: - A caption {{#tbl-awkward}}\n"
    write(body, name="report.qmd", front='title: "= 1. Title"')
    write(body.replace("# One", "## One"))
    assert check_documents(project, "2024") == []
    site = render_project(project, "2024", renderer="embedded", as_at=date(2023, 12, 31)).site
    tree = html.fromstring((site / "assessments/2024/places.html").read_text(encoding="utf-8"))
    word = docx.Document(str(site / "report.docx"))
    return {
        "html": [cell.text_content().strip() for cell in tree.xpath("//tbody//td")],
        "pdf": pdf_structure(site / "report.pdf").texts("TD")[1::2],
        "docx": [row.cells[1].text.strip() for row in word.tables[0].rows[1:]],
    }


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
def test_words_are_shown_as_written(made: dict[str, list[str]], form: str) -> None:
    assert made[form] == [SHOWN.get(word, word) for word in AWKWARD]
