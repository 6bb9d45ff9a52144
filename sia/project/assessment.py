"""One assessment: its as-at date, its bodies and its registers (`assessments/<id>/assessment.yml`)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from sia.project.validation import Declared


class Stage(Declared):
    """A step of the yearly cycle: who meets, when, and what for."""

    body: str
    on: str = Field(description="As people write it: 'December 2023', '26 March 2024'.")
    purpose: str


class Assessment(Declared):
    """The content of `assessment.yml`; `id` is the name of the folder."""

    id: str = Field(pattern=r"^\d{4}(-[a-z0-9-]+)?$")
    title: str
    subtitle: str = ""
    as_at: date
    previous: str = Field(
        default="", description="Id of last year's assessment, whose decisions are shown beside this year's."
    )
    prepared_by: str = Field(default="", description="A role and an organisation.")
    prepared_for: str = ""
    decision_required: str = ""
    stages: tuple[Stage, ...] = ()
