"""Which residents the rates of an indicator are of (`per:` in `indicators/<priority>.yml`)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field, field_validator

from sia.project.ages import NO_LIMIT, ages_of
from sia.project.validation import Declared

EVERYBODY = "people"


class Residents(Declared):
    """The residents that rates are of, and per how many of them; unless said, all residents, per 1,000."""

    ages: str = Field(default="", description="Ages of the residents: '10-17', '65+', '10'; all ages unless said.")
    sexes: tuple[Literal["female", "male"], ...] = Field(
        default=(), description="[female] or [male]; both unless said."
    )
    multiplier: Literal[100, 1000, 10_000, 100_000] = Field(default=1000, description="Per how many residents.")

    @field_validator("ages", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        """A single year of age is a number in YAML, and what a spreadsheet made of a band a day."""
        return str(value) if isinstance(value, (int, date)) and not isinstance(value, bool) else value

    @field_validator("ages")
    @classmethod
    def _ages_are_a_band(cls, value: str) -> str:
        try:
            ages_of(value)
        except ValueError as error:
            raise ValueError(". ".join(error.args).removesuffix(".")) from None
        return value

    @property
    def first_age(self) -> int:
        """The youngest age, in years."""
        ages = ages_of(self.ages)
        return ages.first if ages else 0

    @property
    def last_age(self) -> int:
        """The oldest age, in years; `NO_LIMIT` where there is none."""
        ages = ages_of(self.ages)
        return ages.last if ages else NO_LIMIT

    @property
    def sex(self) -> str:
        """The one sex that rates are of, or '' for both."""
        return self.sexes[0] if len(set(self.sexes)) == 1 else ""

    @property
    def chosen(self) -> bool:
        """Whether the rates are of some residents only."""
        return bool(self.sex) or (self.first_age, self.last_age) != (0, NO_LIMIT)

    @property
    def whom(self) -> str:
        """The residents in words: "people", "residents aged 10 to 17", "female residents aged 65 and over"."""
        if not self.chosen:
            return EVERYBODY
        ages = ages_of(self.ages)
        aged = f" aged {ages.words}" if ages else ""
        return f"{self.sex} residents{aged}".strip()

    @property
    def words(self) -> str:
        """What a rate is a rate of: "per 1,000 residents aged 10 to 17"."""
        return f"per {self.multiplier:,} {self.whom}"
