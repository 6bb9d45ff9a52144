"""What each register of an assessment holds: one model a row, one file (CSV or XLSX) a register."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from sia.project.validation import Declared

Rating = Literal["Red", "Amber", "Green", "Not rated"]


class ContextSignal(Declared):
    """Something people know that no series shows (`context.csv`)."""

    priority: str
    indicator: str = Field(default="", description="Blank: the whole priority.")
    kind: Literal[
        "reporting_effect",
        "forward_pressure",
        "community_concern",
        "led_elsewhere",
        "assurance",
        "designation",
        "capacity",
    ]
    strength: Literal["none", "possible", "partial", "asserted", "diffuse", "specific", "present"]
    statement: str
    evidence: str
    said_by: str = Field(description="A role and an organisation.")
    said_on: date
    expires_on: date


class RecordingBreak(Declared):
    """A change in recording that statistics obey (`breaks.csv`); national ones ship in sources/reference/breaks.csv."""

    date: date
    source: str = Field(description="A source id, or '*' for all.")
    category: str = Field(default="", description="Blank: every category of the source.")
    indicator: str = Field(default="", description="Blank: whichever the source and category touch.")
    direction: Literal["up", "down", "unknown"] = Field(description="Which way the change moves counts.")
    what: str
    reference: str = ""
    certain: Literal["yes", "check"] = "yes"
    force: str = Field(default="", description="Blank: every police force; else the one, as partnership.yml names it.")


class UnusualPeriod(Declared):
    """Months in which life was out of the ordinary (`sources/reference/unusual_periods.csv`); comparisons with them carry a caveat."""

    first: date
    last: date
    source: str = Field(default="*", description="A source id, or '*' for all.")
    what: str = Field(description="A noun phrase that can follow 'the months of'.")
    effect: str = Field(
        default="", description="What was out of the ordinary, as a clause: 'when bridges were closed'."
    )
    reference: str = ""


class Commentary(Declared):
    """A short signed text from a partner (`commentary.csv`); that work had an effect is a claim, with what it rests on."""

    priority: str
    kind: Literal["context", "activity", "caveat", "good practice", "claim of effect"]
    text: str
    role: str
    organisation: str
    date: date
    evidence: Literal["", "asserted", "observed", "evaluated"] = Field(
        default="", description="For a claim of effect: somebody's view, figures that fit it, or an evaluation."
    )


class DataGap(Declared):
    """Something that matters and cannot be measured (`data-gaps.csv`)."""

    priority: str
    gap: str = Field(description="What cannot be measured.")
    why: str
    remedy: str = Field(default="", description="What is being done about it; blank: nothing yet.")
    lead: str = Field(default="", description="The organisation that does it.")
    due: str = Field(default="", description="As given: 'Spring 2024', '31 March 2024', 'Ongoing'.")


class Decision(Declared):
    """One decision of one meeting (`decisions.csv`, append-only)."""

    priority: str
    place: str = ""
    stage: Literal["theme group", "place session", "delivery group", "board", "scrutiny", "confirmation"]
    rating: Rating
    decided_on: date
    by: str
    reason: str = ""
    fingerprint: str = ""
    supersedes: str = ""


class Action(Declared):
    """An action of the delivery plan (`actions.csv`)."""

    number: int
    priority: str
    action: str
    lead: str
    status: Literal["Business as usual", "Completed", "In progress", "Not started", "Paused"]
    due: str = Field(default="", description="As given: 'Spring 2024', '31 March 2024', 'Ongoing'.")
    explanation: str = ""


class NextStep(Declared):
    """A priority for the coming year (`next-year.csv`)."""

    priority: str
    number: int
    text: str


REGISTERS: dict[str, type[Declared]] = {
    "context": ContextSignal,
    "breaks": RecordingBreak,
    "commentary": Commentary,
    "decisions": Decision,
    "actions": Action,
    "next-year": NextStep,
    "data-gaps": DataGap,
}
