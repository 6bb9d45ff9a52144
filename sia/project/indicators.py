"""A priority and how it is measured (`indicators/<priority>.yml`), and the rules for all (`indicators/rating-rules.yml`)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from sia.calendar import Basis
from sia.project.contract import Identifier
from sia.project.residents import Residents
from sia.project.standardised import Standardised
from sia.project.validation import Declared

Role = Literal["headline", "component", "severe", "benchmark", "target", "supporting"]


class Selection(Declared):
    """Which rows of a source an indicator counts: one of the values given, in each field named."""

    category: tuple[str, ...] = ()
    subcategory: tuple[str, ...] = ()
    flag: tuple[str, ...] = Field(default=(), description="Events that carry one of these flags.")
    measure: tuple[str, ...] = Field(default=(), description="For series: the measure.")
    proxy: str = Field(default="", description="What this source really counts, when it stands in for the indicator.")


class Indicator(Declared):
    """One thing measured. `sources` are in order of preference: the first one supplied is used."""

    title: str = Field(description="Lower-case noun phrase for sentences: 'burglary', 'domestic abuse incidents'.")
    role: Role = "supporting"
    polarity: Literal["lower", "higher", "ambiguous"] = Field(description="Which direction is better.")
    value: Literal["count", "rate", "proportion", "level"] = Field(
        default="count",
        description="count: events added up; rate or proportion: published with limits; level: a stock or score at a date.",
    )
    unit: str = Field(
        default="", description="Plural noun counted, such as 'offences'; for a rate its unit, 'per 100,000 people'."
    )
    sources: dict[str, Selection] = Field(min_length=1)
    strands: Literal["", "category", "subcategory", "flag"] = Field(
        default="", description="The dimension whose members are components."
    )
    strand_titles: dict[str, str] = Field(default_factory=dict)
    strands_overlap: bool = Field(
        default=False, description="True when one event can be in several strands, so that they add to more."
    )
    counted_by: Literal["recorded", "occurred"] = "recorded"
    basis: Basis = Basis.FINANCIAL_YEAR_TO_DATE
    frequency: Literal["monthly", "quarterly", "annual", "snapshot"] = "monthly"
    also: tuple[Basis, ...] = Field(
        default=(), description="Further bases, shown beside the first one; they count towards no rating."
    )
    small_areas: bool = Field(default=True, description="Whether wards and smaller areas are ranked.")
    resident_rate: bool = Field(
        default=True, description="False where victims and offenders mostly come from elsewhere."
    )
    per: Residents = Field(
        default_factory=Residents, description="The residents that rates are of: ages, sexes, and per how many of them."
    )
    standardised: Standardised | None = Field(
        default=None, description="Also a rate standardised for age, where the events of its source carry one."
    )
    target: float | None = Field(default=None, description="Monthly (or annual) value that the plan aims for.")
    definition: str = ""
    caveat: str = ""

    @field_validator("also")
    @classmethod
    def _can_also_be_compared(cls, also: tuple[Basis, ...], given: ValidationInfo) -> tuple[Basis, ...]:
        declared = given.data
        if not also or not {"value", "role", "basis", "frequency"} <= declared.keys():
            return also
        repeated = next((basis for number, basis in enumerate(also) if basis in also[:number]), None)
        if declared["value"] != "count" or declared["role"] == "severe":
            what = "severe harm" if declared["role"] == "severe" else f"a {declared['value']}"
            raise ValueError(
                f"only counts of events are compared on a further basis, and this is {what}: remove 'also'"
            )
        if declared["frequency"] in ("annual", "snapshot"):
            raise ValueError(
                f"figures that come as '{declared['frequency']}' have no months to compare on a further basis: remove 'also'"
            )
        if declared["basis"] in also:
            raise ValueError(f"'{declared['basis']}' is the indicator's own basis already: leave it out of 'also'")
        if repeated:
            raise ValueError(f"'{repeated}' stands here twice: name each further basis once")
        return also

    @model_validator(mode="before")
    @classmethod
    def _standardised_says_how(cls, declared: Any) -> Any:
        if isinstance(declared, dict) and declared.get("standardised", ...) is None:
            raise ValueError("nothing stands after 'standardised': write {} to have the rate, or remove the line")
        return declared

    @model_validator(mode="after")
    def _per_serves_a_rate(self) -> Indicator:
        if "per" in self.model_fields_set and self.value != "count":
            raise ValueError(f"'per' is for counts, and a {self.value} comes with its own unit: remove 'per'")
        if "per" in self.model_fields_set and not self.resident_rate:
            raise ValueError("'per' says what a rate is of, and 'resident_rate: false' that none is given: remove one")
        return self

    @model_validator(mode="after")
    def _severe_is_counted(self) -> Indicator:
        if self.role == "severe" and self.value != "count":
            raise ValueError("a severe-harm indicator is a count")
        return self

    @model_validator(mode="after")
    def _standardised_is_counted(self) -> Indicator:
        if self.standardised and (self.value != "count" or self.role == "severe"):
            raise ValueError("only a count that is not severe harm can be standardised for age")
        if self.standardised and self.per.chosen:
            raise ValueError("a rate standardised for age is of all residents: leave out 'per' or 'standardised'")
        return self


class NamedRule(Declared):
    """One rating rule: its condition is SQL over the evidence row; `sentence` is the reason it gives."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    proposes: Literal["Red", "Amber", "Green"]
    condition: str
    sentence: str
    explanation: str = ""


class Priority(Declared):
    """One priority of the plan; `id` is the name of its file."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    position: int = Field(ge=1, description="Order within the plan.")
    title: str
    theme: str
    aliases: tuple[str, ...] = ()
    summary: str = Field(description="One or two sentences: what the priority is about.")
    on_plan: bool = True
    indicators: dict[str, Indicator] = Field(default_factory=dict)
    led_elsewhere: str = Field(
        default="",
        description="In writing: which board leads the benchmarked measures, so that they do not count towards this rating.",
    )
    definitions: dict[str, str] = Field(default_factory=dict, description="Terms expanded in the section.")
    rules: tuple[NamedRule, ...] = Field(
        default=(), description="Rules of this priority alone, tried before the general ones."
    )
    thresholds: dict[str, float] = Field(default_factory=dict)
    _waiting: tuple[str, ...] = PrivateAttr(default=())

    @property
    def nameable(self) -> tuple[str, ...]:
        """The indicators that the priority's own rules may name: those measured, and those that wait for a file."""
        return (*self.indicators, *self._waiting)

    def measuring(self, indicators: dict[str, Indicator]) -> Priority:
        """The priority with these indicators alone; the others wait for the files of optional sources."""
        measured = self.model_copy(update={"indicators": indicators})
        measured._waiting = tuple(name for name in self.nameable if name not in indicators)
        return measured

    @model_validator(mode="after")
    def _indicator_names(self) -> Priority:
        import re

        for name in self.indicators:
            if not re.match(Identifier, name):
                raise ValueError(f"'{name}' is not a valid indicator id: lower-case letters, digits and underscores")
        headlines = [name for name, indicator in self.indicators.items() if indicator.role == "headline"]
        if len(headlines) > 1:
            raise ValueError(f"only one indicator can be the headline; found {', '.join(headlines)}")
        return self


class Scale(Declared):
    """One value of the priority scale and what it means; printed wherever a colour is."""

    rating: Literal["Red", "Amber", "Green", "Not rated"]
    meaning: str


class SizeWords(Declared):
    """What a clear change is called by its size, in per cent: slight below the first figure, large from the second on."""

    moderate_from: float = Field(default=5, gt=0)
    large_from: float = 15

    @model_validator(mode="after")
    def _in_order(self) -> SizeWords:
        if self.large_from <= self.moderate_from:
            raise ValueError(
                f"large_from ({self.large_from:g}) must be more than moderate_from ({self.moderate_from:g}): name both"
            )
        return self


class RatingRules(Declared):
    """The rules that every priority is tried against, in order, with their named thresholds and the scale."""

    scale: tuple[Scale, ...]
    thresholds: dict[str, float]
    size_words: SizeWords = SizeWords()
    rules: tuple[NamedRule, ...]
