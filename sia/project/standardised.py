"""Whether an indicator is also given as a rate standardised for age (`standardised:` in `indicators/<priority>.yml`)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator

from sia.project.ages import WRITTEN, ages_of, untiled
from sia.project.validation import Declared


class Standardised(Declared):
    """A directly age-standardised rate beside the count: by which bands of age, per how many, and how sure of the ages."""

    bands: tuple[str, ...] = Field(
        default=(), description="Bands of age that the source gives; unless said, those of the standard population."
    )
    multiplier: Literal[1000, 10_000, 100_000] = Field(default=100_000, description="Per how many people.")
    most_unknown: float = Field(
        default=0.1, ge=0, le=1, description="No rate where more than this share of events comes without an age."
    )

    @field_validator("bands", mode="before")
    @classmethod
    def _as_texts(cls, value: Any) -> Any:
        """Single years of age are numbers in YAML."""
        texts = isinstance(value, list)
        return (
            [str(one) if isinstance(one, int) and not isinstance(one, bool) else one for one in value]
            if texts
            else value
        )

    @field_validator("bands")
    @classmethod
    def _bands_follow_each_other(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            ages = [ages_of(text) for text in value]
        except ValueError as error:
            raise ValueError(". ".join(error.args).removesuffix(".")) from None
        if any(one is None for one in ages):
            raise ValueError(f"every band needs its ages. {WRITTEN.removesuffix('.')}")
        if wrong := untiled([one for one in ages if one is not None]):
            raise ValueError(f"{wrong}. Write bands that follow each other to an open end, such as 0-15, 16-64, 65+")
        return value

    @property
    def words(self) -> str:
        """What the rate is a rate of: "per 100,000 people"."""
        return f"per {self.multiplier:,} people"
