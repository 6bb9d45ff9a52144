"""Weights of harm by kind of offence, from published weights of offence codes and the country's mix of offences.

The Office for National Statistics weights each offence code by the sentences it drew. Extracts are compared by kind of
offence, since single codes are mostly too few to be shown; the weight of a kind is the mean over its offences in the
proportions in which the police of the whole country recorded them. A kind whose offences weigh too differently for one
weight, or of which the mix is not known, has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sia.errors import Problem, UserError
from sia.project.start import write_csv

if TYPE_CHECKING:
    import polars as pl

#: For each file the pattern of its name, the folder beside the reference folder that may hold it, and its columns.
WEIGHTS = ("severity_codes.csv*", "crime-severity-weights", ("code_original", "weight"))
MIX = ("prc-pfa-*.csv*", "home-office-recorded-crime", ("Financial_Year", "Offence_Code", "Number_of_Offences"))
OFFENCES = "sources/reference/offences.csv"
HARM_WEIGHTS = "sources/reference/harm_weights.csv"
COLUMNS = ("subcategory", "weight", "weight_source", "version", "invented")
SOURCE = "Crime Severity Score weights, Office for National Statistics, averaged by kind of offence"
ATTRIBUTION = "Weights of harm: Office for National Statistics and Home Office, Open Government Licence v3.0."
FULLY_KNOWN, TOO_DIFFERENT = 0.95, 1.0


@dataclass(frozen=True)
class KindWeights:
    """Weights by kind of offence, which kinds have none, which codes are not in the list, and the years of the mix."""

    weights: dict[str, float]
    without: tuple[str, ...]
    unknown_codes: tuple[str, ...]
    years: str


def unpack_harm_weights(reference: Path, destination: Path) -> list[str]:
    """Write the weights into the project if the reference folder, or the folder beside it, has them; what to tell of them.

    A project without a list of offences has no kinds to weight.

    Raises UserError for a file without the columns it should have, or with a weight or number that is none.
    """
    listed = _read(reference, *WEIGHTS)
    if listed is None or not (destination / OFFENCES).is_file():
        return []
    found = kind_weights(_offences(destination), listed, _read(reference, *MIX))
    version = f"{found.years} (mix of offences)" if found.years else "not stated"
    rows = [(kind, f"{weight:.2f}", SOURCE, version, "") for kind, weight in sorted(found.weights.items())]
    write_csv(destination / HARM_WEIGHTS, COLUMNS, rows)
    return [" ".join(_told(found))]


def _read(reference: Path, pattern: str, beside: str, columns: tuple[str, ...]) -> pl.DataFrame | None:
    import polars as pl

    folders = (reference, reference / beside, reference.parent / beside)
    path = next((path for folder in folders if folder.is_dir() for path in sorted(folder.glob(pattern))), None)
    if path is None:
        return None
    try:
        found = pl.read_csv(path, columns=list(columns), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        remedy = f"Its columns should be {', '.join(columns)}."
        raise UserError.at(path.name, "the file cannot be read.", remedy) from error
    if problems := list(_no_numbers(found, path.name, columns[-1])):
        raise UserError(*problems)
    return found


def _no_numbers(found: pl.DataFrame, name: str, column: str) -> Iterator[Problem]:
    import polars as pl

    number = pl.col(column).str.strip_chars().cast(pl.Float64, strict=False)
    wrong = found.with_row_index("line", offset=2).filter(~number.is_finite().fill_null(False))
    for line, value in wrong.select("line", column).iter_rows():
        yield Problem(f"{name}:{line}, {column}", f"'{value or ''}' is not a number.")


def _offences(project: Path) -> pl.DataFrame:
    import polars as pl

    return pl.read_csv(
        project / OFFENCES, columns=["offence_code", "subcategory", "found_by_police"], infer_schema=False
    )


def kind_weights(offences: pl.DataFrame, listed: pl.DataFrame, mix: pl.DataFrame | None) -> KindWeights:
    """The mean weight of each kind of `offences` (offence_code, subcategory, found_by_police) that police do not find themselves.

    `listed` has code_original and weight, `mix` Financial_Year, Offence_Code and Number_of_Offences, all as text. A kind has a
    weight where all its offences weigh the same; or where the offences whose weight is known are 95 % of those recorded, and
    the standard deviation of the weights is at most their mean.
    """
    import polars as pl

    weights = listed.select(offence_code="code_original", weight=_number("weight")).unique(
        "offence_code", keep="first", maintain_order=True
    )
    if mix is None:
        recorded = pl.DataFrame(schema={"offence_code": pl.String, "number": pl.Float64})
    else:
        recorded = mix.group_by(offence_code="Offence_Code").agg(number=_number("Number_of_Offences").sum())
    known = (
        offences.filter(pl.col("found_by_police").fill_null("") != "yes")
        .join(weights, on="offence_code", how="left")
        .join(recorded, on="offence_code", how="left")
        .with_columns(pl.col("number").fill_null(0))
    )
    kinds = _by_kind(known).with_columns(weight=_weight())
    return KindWeights(
        weights=dict(kinds.drop_nulls("weight").select("subcategory", "weight").iter_rows()),
        without=tuple(kinds.filter(pl.col("weight").is_null())["subcategory"]),
        unknown_codes=tuple(known.filter(pl.col("weight").is_null())["offence_code"].sort()),
        years=" and ".join(mix["Financial_Year"].unique().sort()) if mix is not None else "",
    )


def _by_kind(known: pl.DataFrame) -> pl.DataFrame:
    """One row a kind: its weights' least and greatest, mean and scatter in the country's mix, and how much of it they cover."""
    import polars as pl

    weight, number = pl.col("weight"), pl.col("number")
    weighted = number.filter(weight.is_not_null()).sum()
    return (
        known.group_by("subcategory")
        .agg(
            least=weight.min(),
            greatest=weight.max(),
            missing=weight.is_null().any(),
            mean=(number * weight).sum() / weighted,
            square=(number * weight**2).sum() / weighted,
            covered=weighted / number.sum(),
        )
        .sort("subcategory")
    )


def _weight() -> pl.Expr:
    import polars as pl

    alike = (pl.col("least") == pl.col("greatest")) & ~pl.col("missing")
    scatter = (pl.col("square") - pl.col("mean") ** 2).clip(0).sqrt() / pl.col("mean")
    typical = (pl.col("covered") >= FULLY_KNOWN) & (scatter <= TOO_DIFFERENT)
    above_nought = pl.col("least") > 0
    return pl.when(alike & above_nought).then(pl.col("least")).when(typical & above_nought).then(pl.col("mean"))


def _number(column: str) -> pl.Expr:
    import polars as pl

    return pl.col(column).str.strip_chars().cast(pl.Float64)


def _told(found: KindWeights) -> Iterator[str]:
    yield f"Weights of harm for {len(found.weights)} kinds of offence are in {HARM_WEIGHTS}."
    if found.without:
        yield f"Without one, because their offences weigh too differently or their mix is not known: {', '.join(found.without)}."
    if found.unknown_codes:
        yield f"Not in the list of weights: offence codes {', '.join(found.unknown_codes)}."
    yield "They serve extracts with offence codes; street-level files name none, and are not weighted."
