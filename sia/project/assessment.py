"""One assessment: its as-at date, its bodies and its registers (`assessments/<id>/assessment.yml`)."""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import Field, field_validator

from sia.calendar import last_day, month_of
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
    as_at: date = Field(
        description="Up to which day it sees: the last day of a month, since figures count whole months."
    )
    previous: str = Field(
        default="", description="Id of last year's assessment, whose decisions are shown beside this year's."
    )
    prepared_by: str = Field(default="", description="A role and an organisation.")
    prepared_for: str = ""
    decision_required: str = ""
    stages: tuple[Stage, ...] = ()

    @field_validator("as_at")
    @classmethod
    def _is_the_end_of_a_month(cls, as_at: date) -> date:
        """A month that is not over would be set against the whole of the same month a year earlier."""
        if as_at != last_day(as_at):
            ends = f"{month_of(as_at) - timedelta(days=1)} or {last_day(as_at)}"
            raise ValueError(f"figures count whole months: write the last day of one, {ends}")
        return as_at
