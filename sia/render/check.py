"""Everything that can be wrong with the documents of an assessment, found before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from sia.errors import Problem, UserError
from sia.render.body import Body
from sia.render.check_exhibits import exhibits
from sia.render.check_references import references
from sia.render.check_refused import refused
from sia.render.check_structure import structure
from sia.render.configuration import CONFIGURATION, Configuration, Entry, read_configuration
from sia.render.sources import Document, read_document


def read_documents(root: Path, assessment: str) -> tuple[Configuration, dict[PurePosixPath, Document]]:
    """The configuration and every document of an assessment: the pages of the site and, if there is one, the report.

    Raises `UserError` when the configuration cannot be read; what is wrong in a document stays with it, in `problems`.
    """
    configuration = read_configuration(root, assessment)
    report = PurePosixPath("assessments", assessment, "report.qmd")
    paths = [*configuration.pages, *([report] if (root / report).is_file() else [])]
    return configuration, {path: read_document(root, assessment, path, configuration.values) for path in paths}


def check_documents(root: Path, assessment: str) -> list[Problem]:
    """Every problem of an assessment's documents, with file and line, in order of their places.

    Unresolved values, missing includes and figures, references to nothing, ids given twice, code, unknown
    shortcodes, conditions that are not plainly understood, and faults of the configuration.
    """
    try:
        configuration, documents = read_documents(root, assessment)
    except UserError as error:
        return list(error.problems)
    return check_read_documents(root, assessment, configuration, documents)


def check_read_documents(
    root: Path, assessment: str, configuration: Configuration, documents: Mapping[PurePosixPath, Document]
) -> list[Problem]:
    """The same for documents that have been read already; a problem in a shared fragment is named once."""
    found = list(_navigation(configuration, documents))
    for document in documents.values():
        found += document.problems
        if not document.lines:
            found.append(Problem(str(document.path), "the document is empty."))
            continue
        body = Body(document)
        found += [
            *refused(body),
            *references(body, root, assessment, configuration.pages),
            *exhibits(body, root, assessment),
            *structure(body),
        ]
    once = {(problem.place, problem.message): problem for problem in reversed(found)}
    return sorted(once.values(), key=_by_place)


def _by_place(problem: Problem) -> tuple[str, int, str]:
    file, _, line = problem.place.partition(":")
    return (file, int(line) if line.isdigit() else 0, problem.message)


def _navigation(configuration: Configuration, documents: Mapping[PurePosixPath, Document]) -> Iterator[Problem]:
    for entry in _entries(configuration.navigation):
        if entry.page is not None and entry.page not in documents:
            remedy = "Is it in the render list, and is the file there?"
            yield Problem(CONFIGURATION, f"the navigation names '{entry.page}', which is not a page.", remedy)


def _entries(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _entries(entry.entries)
