"""A rendering as a whole: the same bytes every time, all or nothing, and by the renderer that was asked for."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from sia.errors import UserError
from sia.render import find_quarto, render_project

AS_AT = date(2023, 12, 31)
FAKE_QUARTO = """#!{python}
import os, pathlib, sys
if sys.argv[1:] == ["--version"]:
    print("1.7.32")
    sys.exit(0)
output = pathlib.Path(sys.argv[sys.argv.index("--output-dir") + 1])
page = output / "assessments" / "2024" / "index.html"
page.parent.mkdir(parents=True)
page.write_text("profile=" + os.environ.get("QUARTO_PROFILE", "") + {page!r}, encoding="utf-8")
print({said!r}, file=sys.stderr)
sys.exit({status})
"""


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Stands in for Quarto: writes one page, says something, ends with a status."""
    if sys.platform == "win32":
        pytest.skip("the stand-in for Quarto is a script with a first line that Windows does not read")

    def install(said: str = "", status: int = 0, page: str = "") -> Path:
        program = tmp_path / "bin" / "quarto"
        program.parent.mkdir(exist_ok=True)
        text = FAKE_QUARTO.format(python=sys.executable, said=said, status=status, page=page)
        program.write_text(text, encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("QUARTO_PATH", str(program))
        return program

    return install


def test_the_same_bytes_every_time_and_everywhere(project: Path, rendered: Path) -> None:
    result = render_project(project, "2024", renderer="embedded", as_at=AS_AT)
    assert _hashes(result.site) == _hashes(rendered / "_site")
    assert [path.relative_to(result.site).as_posix() for path in result.files] == sorted(_hashes(result.site))


def test_no_place_of_this_machine_is_in_any_output(rendered: Path) -> None:
    for path in (rendered / "_site").rglob("*"):
        if path.is_file():
            assert str(rendered).encode() not in path.read_bytes(), path


def test_only_what_was_asked_for(project: Path) -> None:
    result = render_project(project, "2024", renderer="embedded", formats=("html",), as_at=AS_AT)
    names = {path.name for path in result.files}
    assert "index.html" in names and not names & {"report.pdf", "report.docx"}
    assert "report.pdf" not in (result.site / "assessments/2024/index.html").read_text(encoding="utf-8")


def test_a_failure_leaves_the_last_documents(project: Path) -> None:
    before = _hashes(render_project(project, "2024", renderer="embedded", as_at=AS_AT).site)
    (project / "build/2024/publication/figures/trend.svg").write_text("not an image", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be made as PDF"):
        render_project(project, "2024", renderer="embedded", as_at=AS_AT)
    assert _hashes(project / "_site") == before


def test_leavings_of_a_killed_run_do_no_harm(project: Path, rendered: Path) -> None:
    for name in ("site", "before"):
        (project / "build" / ".render-2024" / name).mkdir(parents=True)
        (project / "build" / ".render-2024" / name / "stale.html").write_text("stale", encoding="utf-8")
    render_project(project, "2024", renderer="embedded", as_at=AS_AT)
    assert _hashes(project / "_site") == _hashes(rendered / "_site")


def test_killed_between_the_two_moves_the_last_documents_come_back(project: Path) -> None:
    before = project / "build" / ".render-2024" / "before"
    before.mkdir(parents=True)
    (before / "index.html").write_text("last year's", encoding="utf-8")

    def stop(_: object) -> None:
        raise RuntimeError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sia.render.documents._Run._write_report", stop)
        patch.setattr("sia.render.documents._Run._write_site", lambda *_: None)
        with pytest.raises(RuntimeError):
            render_project(project, "2024", renderer="embedded", as_at=AS_AT)
    assert (project / "_site" / "index.html").read_text(encoding="utf-8") == "last year's"


def test_two_at_once(project: Path) -> None:
    workspace = project / "build" / ".render-2024"
    workspace.mkdir()
    with FileLock(workspace / "lock"), pytest.raises(UserError, match="another rendering is under way"):
        render_project(project, "2024", renderer="embedded", as_at=AS_AT)
    assert render_project(project, "2024", renderer="embedded", as_at=AS_AT).files


def test_a_page_taken_away_is_taken_from_the_site(project: Path) -> None:
    render_project(project, "2024", renderer="embedded", as_at=AS_AT)
    (project / "assessments/2024/places.qmd").unlink()
    fragment = project / "build/2024/publication/fragments/every-item.md"
    text = fragment.read_text(encoding="utf-8").replace("[page](/assessments/2024/places.qmd)", "page")
    fragment.write_text(text, encoding="utf-8")
    site = render_project(project, "2024", renderer="embedded", as_at=AS_AT).site
    assert not (site / "assessments/2024/places.html").exists()


class TestQuarto:
    def test_makes_the_site_while_pdf_and_word_come_from_the_embedded_renderer(
        self, project: Path, rendered: Path, quarto: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        quarto()
        monkeypatch.setenv("QUARTO_PROFILE", "partner")
        result = render_project(project, "2024", as_at=AS_AT)
        assert (result.renderer, result.quarto_version) == ("quarto", "1.7.32")
        assert (result.site / "assessments/2024/index.html").read_text(encoding="utf-8") == "profile="
        made = _hashes(result.site)
        embedded = _hashes(rendered / "_site")
        assert {name: made[name] for name in ("report.pdf", "report.docx")} == {
            name: embedded[name] for name in ("report.pdf", "report.docx")
        }
        assert "theme/fonts/SourceSansPro-Regular.woff" in made

    @pytest.mark.parametrize(
        ("said", "status", "page", "message"),
        [
            ("ERROR: no such format", 1, "", "stopped with status 1: ERROR: no such format"),
            ("WARNING: Unable to resolve crossref @fig-x", 0, "", "Unable to resolve crossref @fig-x"),
            ("", 0, "<p>?meta:hate-crime.change</p>", "?meta:hate-crime.change"),
            ("", 0, "<p><strong>?@tbl-x</strong></p>", "?@tbl-x"),
        ],
    )
    def test_is_not_believed_when_it_leaves_a_hole(
        self, project: Path, quarto: Callable[..., Path], said: str, status: int, page: str, message: str
    ) -> None:
        quarto(said, status, page)
        with pytest.raises(UserError) as raised:
            render_project(project, "2024", as_at=AS_AT)
        assert message in str(raised.value)
        assert not (project / "_site").exists()

    def test_is_asked_for_and_not_there(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("QUARTO_PATH", raising=False)
        monkeypatch.setenv("PATH", str(project))
        assert find_quarto() is None
        with pytest.raises(UserError, match="there is no Quarto on PATH"):
            render_project(project, "2024", renderer="quarto", as_at=AS_AT)

    def test_path_that_names_nothing(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("QUARTO_PATH", str(tmp_path / "gone"))
        with pytest.raises(UserError, match="is not a program"):
            find_quarto()

    def test_the_real_one_makes_the_same_pages(self, project: Path, rendered: Path) -> None:
        if find_quarto() is None:
            pytest.skip("Quarto is not installed")
        result = render_project(project, "2024", renderer="quarto", as_at=AS_AT)
        pages = {path.relative_to(rendered / "_site") for path in (rendered / "_site/assessments").rglob("*.html")}
        assert {path for path in pages if not (result.site / path).is_file()} == set()
        assert os.path.getsize(result.site / "report.pdf") > 0


def test_an_unknown_renderer(project: Path) -> None:
    with pytest.raises(UserError, match="'word' is not a renderer"):
        render_project(project, "2024", renderer="word", as_at=AS_AT)
