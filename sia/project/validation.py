"""From a declared mapping to a frozen model, and from pydantic's errors to sentences people can act on."""

from __future__ import annotations

from pathlib import Path
from types import NoneType
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from sia.errors import Problem, UserError, did_you_mean
from sia.project.yaml_files import place_of, read_yaml

Model = TypeVar("Model", bound="Declared")
LIMITS = ("ge", "gt", "le", "lt")
NAMED_FIELDS = "this must hold named fields, each as 'name: value'"
A_DAY = "this must be a day, such as 2025-12-31"
PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "this must be lower-case letters, digits and underscores, beginning with a letter",
    r"^[a-z][a-z0-9-]*$": "this must be lower-case letters, digits and hyphens, beginning with a letter",
}
PLAIN_WORDS = {
    "string_type": "this must be text",
    "bool_parsing": "this must be true or false",
    "bool_type": "this must be true or false",
    "int_parsing": "this must be a whole number",
    "int_type": "this must be a whole number",
    "int_from_float": "this must be a whole number",
    "float_parsing": "this must be a number",
    "float_type": "this must be a number",
    "greater_than_equal": "this must be at least {ge:g}",
    "greater_than": "this must be more than {gt:g}",
    "less_than_equal": "this must be at most {le:g}",
    "less_than": "this must be less than {lt:g}",
    "tuple_type": "this must be a list, such as [first, second]",
    "list_type": "this must be a list, such as [first, second]",
    "dict_type": NAMED_FIELDS,
    "model_type": NAMED_FIELDS,
    "date_type": A_DAY,
    "date_parsing": A_DAY,
    "date_from_datetime_parsing": A_DAY,
}


class Declared(BaseModel):
    """Base of everything people declare: no unknown fields, never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, validate_default=True)


def load_model(model: type[Model], path: Path, root: Path, **given: Any) -> Model:
    """Read one YAML file into a model; `given` are fields that come from elsewhere, such as the id from the file name.

    Raises UserError with every problem of the file: place with line and field, the value found, and the nearest
    valid choice.
    """
    shown_as = path.relative_to(root).as_posix()
    content = read_yaml(path, shown_as)
    if not isinstance(content, dict):
        raise UserError.at(shown_as, "the file must hold named fields ('name: value').")
    try:
        return model.model_validate({**content, **given})
    except ValidationError as error:
        found = [(_location(entry), *said_of(model, entry)) for entry in error.errors()]
        raise UserError(
            *(Problem(place_of(path, shown_as, at), message, remedy) for at, message, remedy in found)
        ) from None


def said_of(model: type[BaseModel], entry: dict[str, Any]) -> tuple[str, str]:
    """What people are told of one of pydantic's errors: a sentence with the value found, and a remedy ('' without one)."""
    location, value, kind = _location(entry), entry.get("input"), entry["type"]
    if kind == "extra_forbidden":
        return f"there is no field '{location[-1]}' here.", did_you_mean(str(location[-1]), _siblings(model, location))
    if kind == "missing":
        return f"the field '{location[-1]}' is required and absent.", "Add it."
    if kind in ("literal_error", "enum"):
        return f"'{value}' is not allowed here.", did_you_mean(str(value), _choices(entry))
    message = _plainly(entry)
    said = isinstance(value, (dict, list, BaseModel, NoneType)) or f"'{_as_written(value)}'" in message
    found = "" if said else f" (found '{_as_written(value)}')"
    remedy = "Put it in quotation marks." if kind == "string_type" else ""
    return f"{message.rstrip('.')}{found}.", remedy


def _plainly(entry: dict[str, Any]) -> str:
    """Pydantic's message in words of people who write YAML."""
    limits = entry.get("ctx", {})
    if words := PLAIN_WORDS.get(entry["type"]) or PATTERNS.get(str(limits.get("pattern"))):
        return words.format(**{name: value for name, value in limits.items() if name in LIMITS})
    message = entry["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:] or "this value is not allowed"


def _as_written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _location(entry: dict[str, Any]) -> tuple[int | str, ...]:
    return tuple(step for step in entry["loc"] if not _is_internal(step))


def _is_internal(step: int | str) -> bool:
    return isinstance(step, str) and (step.startswith("function-") or step in ("[key]",))


def _choices(entry: dict[str, Any]) -> list[str]:
    expected = str(entry.get("ctx", {}).get("expected", ""))
    return [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",") if part.strip()]


def _siblings(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The fields a model (or the nested model at a location) knows, for 'did you mean'."""
    current: Any = model
    for step in location[:-1]:
        current = _inner_model(current, step)
        if current is None:
            return []
    return list(current.model_fields)


def _inner_model(model: type[BaseModel], step: int | str) -> type[BaseModel] | None:
    field = model.model_fields.get(str(step))
    if field is None:
        return model  # a key of a mapping or a position in a list: the model itself was found one step before
    return next(
        (part for part in _parts(field.annotation) if isinstance(part, type) and issubclass(part, BaseModel)), None
    )


def _parts(annotation: Any) -> list[Any]:
    inner = getattr(annotation, "__args__", ())
    return [annotation, *(part for argument in inner for part in _parts(argument))]
