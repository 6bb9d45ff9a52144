"""A figure as it is published: picture, caption that says the finding, alternative text, and the data behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sia.publication.tables import Table


@dataclass(frozen=True)
class Figure:
    """`spec` is a Vega-Lite specification; `finding` and `source` make the caption; `data` is the table behind it."""

    id: str
    finding: str
    source: str
    alternative: str
    spec: dict[str, Any]
    data: Table

    def markdown(self, folder: str) -> str:
        """The figure as a paragraph of a document; `folder` is where figures lie, seen from the project's root."""
        alternative = self.alternative.replace("\\", "").replace('"', "”")
        caption = f"{self.finding} {self.source}".strip()
        return f'![{caption}]({folder}/{self.id}.svg){{#fig-{self.id} fig-alt="{alternative}"}}'
