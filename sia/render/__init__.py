"""Documents from publication: rendered by Quarto or by the embedded renderer, checked beforehand.

Names are fetched when they are used, so that the command line starts quickly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sia.render.check import check_documents
    from sia.render.documents import RenderResult, render_project
    from sia.render.quarto import find_quarto

__all__ = ["RenderResult", "check_documents", "find_quarto", "render_project"]

_HOMES = {
    "check_documents": "check",
    "RenderResult": "documents",
    "render_project": "documents",
    "find_quarto": "quarto",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"sia.render.{_HOMES[name]}"), name)
