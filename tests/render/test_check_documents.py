"""What is refused, and where it is said to be: one row a mistake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sia.errors import UserError
from sia.render import check_documents, render_project

Write = Callable[..., None]
FIGURE = "/build/2024/publication/figures/trend.svg"

# body of places.qmd (its first line is line 5 of the file), the line, a part of the message
MISTAKES = [
    ("{{< meta hate-crime.chang >}}", 5, "there is no value 'hate-crime.chang'"),
    ("{{< meta hate-crime >}}", 5, "is not a single value"),
    ("{{< include /build/2024/publication/fragments/gone.md >}}", 5, "there is no file"),
    ("Text {{< include /theme/tokens.yml >}} on.", 5, "an include stands within a line"),
    ("{{< include /build/2024/publication/../../../partnership.yml >}}", 5, "leads out of what documents may reach"),
    ("{{< include /build/2024/warehouse.duckdb >}}", 5, "leads out of what documents may reach"),
    ("{{< include /etc/passwd >}}", 5, "leads out of what documents may reach"),
    ("{{< include ../../../outside.md >}}", 5, "leads out of what documents may reach"),
    ("{{< include C:/secret.md >}}", 5, "is not a path inside the project"),
    ("{{< include /assessments/2024/places.qmd >}}", 5, "includes itself"),
    ("{{< video https://example.org >}}", 5, "the shortcode 'video' is not known"),
    ("{{< meta hate-crime.change", 5, "a shortcode is not closed"),
    ("```{python}\n1 + 1\n```", 5, "a code cell (python) would run"),
    ("Text\n\n```{r}\n1 + 1\n```", 7, "a code cell (r) would run"),
    ("```{mermaid}\na\n```", 5, "a code cell (mermaid) would run"),
    ("The sum is `{python} 1 + 1`.", 5, "code within a line (python) would run"),
    ("The sum is `r 1 + 1`.", 5, "code within a line (r) would run"),
    ("```{=html}\n<b>x</b>\n```", 5, "raw html is shown in one format only"),
    ("`<b>`{=html}", 5, "raw html is shown in one format only"),
    ("A <span>word</span>.", 5, "'<span>' is HTML"),
    ("\\newpage", 5, "is LaTeX"),
    ("From $5 to $10$ more", 5, "would be read as mathematics"),
    ("(@fig-x) shows it.", 5, "is read as a numbered example"),
    ("See @fig-gone.", 5, "'@fig-gone' refers to nothing"),
    ("See [there](#sec-gone).", 5, "the link '#sec-gone' leads nowhere"),
    ("See [there](gone.qmd).", 5, "leads to no page"),
    ("See [there](/build/2024/publication/tables/gone.csv).", 5, "leads to no file"),
    ("See [there](/build/2024/manifest.json).", 5, "leads out of what documents may reach"),
    ("One.[^gone]", 5, "the footnote 'gone' has no text"),
    ("## Title[^a]\n\n[^a]: Text", 5, "a heading has a footnote"),
    ("## One {#sec-a}\n\n## Two {#sec-a}", 7, "the id 'sec-a' is given twice"),
    (f"![A caption]({FIGURE}){{#fig-a}}", 5, "has no alternative text"),
    (f'![A caption]({FIGURE}){{#fig-a fig-alt=" "}}', 5, "has no alternative text"),
    (f'![]({FIGURE}){{#fig-a fig-alt="A line."}}', 5, "has no caption"),
    ('![A caption](/build/2024/publication/figures/gone.svg){fig-alt="A line."}', 5, "there is no file"),
    ('![A caption](/extracts/photo.png){fig-alt="A line."}', 5, "leads out of what documents may reach"),
    ("![A caption](https://example.org/a.png){fig-alt='x'}", 5, "is not a path inside the project"),
    (f'Words ![A caption]({FIGURE}){{fig-alt="A line."}} on.', 5, "the figure stands within a paragraph"),
    (f'![One]({FIGURE}){{fig-alt="A."}}\n![Two]({FIGURE}){{fig-alt="B."}}', 6, "the figure stands within a paragraph"),
    (f'Words\n![A caption]({FIGURE}){{fig-alt="A line."}}', 6, "the figure stands within a paragraph"),
    ("![A caption][there]", 5, "the image is not written as a figure"),
    ("![A caption](</etc/pass wd>)", 5, "the image is not written as a figure"),
    ("[words][there]\n\n[there]: https://example.org", 7, "a link's address stands apart from it"),
    ("[words](javascript:alert)", 5, "is not a path inside the project"),
    ("<javascript:alert>", 5, "is not an address for readers"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", 6, "the table has no caption"),
    ('| a | b |\n|---|---|\n| 1 | 2 |\n\n: C {#tbl-a tbl-colwidths="[1,2,3]"}', 6, "gives 3 widths for 2 columns"),
    ("# Level one", 5, "a page's level-1 heading is its title"),
    ("## Two\n\n#### Four", 7, "is of level 4; level 3 comes first"),
    ("::: {.notice}\nText", 5, "a division is not ended"),
    ("Text\n\n:::", 7, "a division ends that did not begin"),
    ("Text\n::: {.notice}\nText\n:::", 6, "a division begins in a paragraph"),
    ("::: {.notice\nText\n:::", 5, "is not a division"),
    ("[Blue]{.rating .rating-blue}", 5, "there is no class 'rating-blue'"),
    ("[Red]{.rating-red}", 5, "'.rating-red' lacks its class '.rating'"),
    ("[worse]{.signal .signal-worse}", 5, "there is no class 'signal-worse'"),
    ("::: {.callout-danger}\nText\n:::", 5, "there is no class 'callout-danger'"),
    ('[x]{.content-visible when-profil="partner"}', 5, "there is no condition 'when-profil'"),
    ('[x]{.content-visible when-profile="partners"}', 5, "'partners' is not allowed for when-profile"),
    ('[x]{.content-visible when-format="word"}', 5, "'word' is not allowed for when-format"),
    ("[x]{.content-visible}", 5, "the condition is missing"),
    ('## Secret {.content-visible when-profile="partner"}', 5, "other than a division or a span"),
    ('[x](https://example.org){.content-visible when-profile="partner"}', 5, "other than a division or a span"),
    ('[x]{.content-visible\nwhen-profil="partner"}', 5, "there is no condition 'when-profil'"),
]


@pytest.mark.parametrize(("body", "line", "message"), MISTAKES, ids=[message for _, _, message in MISTAKES])
def test_a_mistake_is_named_with_its_line(project: Path, write: Write, body: str, line: int, message: str) -> None:
    write(body)
    found = [(problem.place, problem.message) for problem in check_documents(project, "2024")]
    assert [each for each in found if each[0] == f"assessments/2024/places.qmd:{line}" and message in each[1]], found


def test_documents_that_use_every_item_have_no_problem(project: Path) -> None:
    assert check_documents(project, "2024") == []


@pytest.mark.parametrize(
    "body",
    [
        "Prices rose by £5 (\\$6), less than 3 < 4 and 5 > 2.",
        "    <b>code by indent is not a tag</b>" and "`<b>` and `$x$` are code.",
        "```text\n<div>\n{{{< meta x >}}}\n```",
        "<https://www.gov.uk/> and someone@example.org",
        "<!-- <b>hidden</b> @fig-gone ![x](y)\n\n more -->Text",
        "::: {.callout-note}\n#### A deep title\nText\n:::",
        "A \\[c\\] and [c] and [x].",
        "Table: Above {#tbl-above}\n\n| a |\n|---|\n| 1 |",
    ],
)
def test_what_only_looks_like_a_mistake(project: Path, write: Write, body: str) -> None:
    write(body)
    assert check_documents(project, "2024") == []


def test_the_place_is_in_the_fragment_where_it_was_written(project: Path) -> None:
    fragment = project / "build/2024/publication/fragments/theme.md"
    fragment.write_text("## Hate crime\n\nSee @tbl-gone.\n", encoding="utf-8")
    places = [problem.place for problem in check_documents(project, "2024") if "tbl-gone" in problem.message]
    assert places == ["build/2024/publication/fragments/theme.md:3"]  # once, though page and report include it


def test_all_mistakes_are_raised_at_once_and_nothing_is_rendered(project: Path, write: Write) -> None:
    write("See @fig-gone.\n\n{{< meta gone >}}")
    with pytest.raises(UserError) as raised:
        render_project(project, "2024", renderer="embedded", as_at=date(2023, 12, 31))
    assert len(raised.value.problems) == 2
    assert not (project / "_site").exists()


def test_a_symbolic_link_does_not_lead_out(project: Path, write: Write, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret", encoding="utf-8")
    try:
        (project / "assessments" / "2024" / "linked.md").symlink_to(secret)
    except OSError:
        pytest.skip("this system does not allow symbolic links")
    write("{{< include /assessments/2024/linked.md >}}")
    assert "leads out" in check_documents(project, "2024")[0].message


class TestConfiguration:
    def _change(self, project: Path, before: str, after: str) -> list[str]:
        path = project / "_quarto.yml"
        path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
        return [str(problem) for problem in check_documents(project, "2024")]

    def test_another_assessment(self, project: Path) -> None:
        found = self._change(project, "build/2024", "build/2023")
        assert len(found) == 1 and "'metadata-files' does not name" in found[0] and "_quarto.yml:9" in found[0]

    def test_no_build_yet(self, project: Path) -> None:
        (project / "build/2024/publication/metadata.yml").unlink()
        found = [str(problem) for problem in check_documents(project, "2024")]
        assert found == [
            "build/2024/publication/metadata.yml: there is no such file. Run `sia build`, which writes it."
        ]

    def test_a_page_that_is_not_there(self, project: Path) -> None:
        found = self._change(project, "- assessments/2024/index.qmd", "- assessments/2024/gone.qmd")
        assert found == [
            "_quarto.yml: the navigation names 'assessments/2024/gone.qmd', which is not a page. "
            "Is it in the render list, and is the file there?"
        ]

    def test_not_yaml(self, project: Path) -> None:
        assert "not valid YAML" in self._change(project, "project:", "project: [")[0]

    def test_front_matter(self, project: Path, write: Write) -> None:
        write("Text", front="title: [")
        assert any("front matter is not valid YAML" in problem.message for problem in check_documents(project, "2024"))
        write("Text", front="subtitle: x")
        assert any("the document has no title" in problem.message for problem in check_documents(project, "2024"))
