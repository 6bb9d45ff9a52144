"""From a declared mapping to a frozen model, and from pydantic's errors to sentences people can act on."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from sia.errors import Problem, UserError, did_you_mean
from sia.project.yaml_files import place_of, read_yaml

Model = TypeVar("Model", bound="Declared")


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
        raise UserError(*(_problem(entry, model, path, shown_as) for entry in error.errors())) from None


def _problem(entry: dict[str, Any], model: type[BaseModel], path: Path, shown_as: str) -> Problem:
    location = tuple(step for step in entry["loc"] if not _is_internal(step))
    place, value, kind = place_of(path, shown_as, location), entry.get("input"), entry["type"]
    if kind == "extra_forbidden":
        return Problem(
            place,
            f"there is no field '{location[-1]}' here.",
            did_you_mean(str(location[-1]), _siblings(model, location)),
        )
    if kind == "missing":
        return Problem(place, f"the field '{location[-1]}' is required and absent.", "Add it.")
    if kind in ("literal_error", "enum"):
        choices = _choices(entry)
        return Problem(place, f"'{value}' is not allowed here.", did_you_mean(str(value), choices))
    message = entry["msg"].removeprefix("Value error, ")
    message = message[0].lower() + message[1:] if message else "this value is not allowed"
    found = "" if isinstance(value, (dict, list)) else f" (found '{value}')"
    return Problem(place, f"{message.rstrip('.')}{found}.")


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
