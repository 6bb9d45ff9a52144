"""Tables of what sets of demo extracts came to: what was called, proposed and found, as rows of text."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from sia.demo import planted_truths
from sia.trends import control_chart
from sia.trends.rates import proportion

Frames = dict[str, pl.DataFrame]
CANNOT, NO_CHANGE = "cannot be calculated", "no clear change"
LEVEL = 0.05
HEADLINED = "**those with a headline indicator**"
SIZES = ((5, 10), (10, 50), (50, 200), (200, None))
CHART_RULES = {
    "outside a limit": (control_chart.ABOVE, control_chart.BELOW),
    "seven rising or falling": (control_chart.RISING, control_chart.FALLING),
    "two of three near a limit": (control_chart.TWO_ABOVE, control_chart.TWO_BELOW),
    "seven on one side of the mean": (control_chart.RUN_ABOVE, control_chart.RUN_BELOW),
}


def judged(found: Frames) -> pl.DataFrame:
    """One row a comparison that could be made: where it belongs, and whether it is called by itself and in the assessment."""
    by_itself = pl.col("p_value") < LEVEL
    counts = found["compared"].filter(pl.col("signal") != CANNOT)
    rates = found["levels"].filter(pl.col("signal") != CANNOT)
    called = pl.col("signal") != NO_CHANGE
    limits = (
        pl.when(pl.col("benchmark").is_null())
        .then(pl.lit("shares of those asked"))
        .otherwise(pl.lit("published rates"))
    )
    return pl.concat(
        [
            counts.select("seed", "indicator", "role", kind=_kind(), alone=by_itself, called=called),
            rates.select("seed", "indicator", role=pl.lit(""), kind=limits, alone=called, called=called),
        ],
        how="diagonal",
    )


def _kind() -> pl.Expr:
    whole = (pl.col("level") == "district") & (pl.col("strand") == "")
    kind = pl.when(whole & (pl.col("frequency") == "monthly")).then(pl.lit("indicators counted by the month"))
    kind = kind.when(whole).then(pl.lit("indicators counted by the quarter"))
    kind = kind.when(pl.col("level") == "district").then(pl.lit("strands of an indicator"))
    return kind.otherwise(pl.col("level") + "s")


def share(rows: pl.DataFrame, column: str) -> tuple[float, float, float]:
    """Per cent for which a flag holds, with Wilson's 95 % limits for as many independent comparisons as these are worth.

    Comparisons of one set share their events, so that sets, not comparisons, are what is independent: the number is
    divided by how much more the sets' shares stray than those of independent comparisons would. Where the flag never
    holds that cannot be told, and each set counts once.
    """
    sets = rows.group_by("seed").agg(true=pl.col(column).sum(), number=pl.len())
    held = sets["true"].sum() / sets["number"].sum()
    strayed = ((sets["true"] - held * sets["number"]) ** 2).sum()
    independent = held * (1 - held) * sets["number"].sum()
    worth = sets["number"].sum() * independent / max(strayed, independent) if independent else sets.height
    limits = proportion(pl.DataFrame({"count": [held * worth], "denominator": [float(worth)]}))
    return limits.select("value", "lower", "upper").row(0)


def shown(rows: pl.DataFrame, column: str) -> str:
    """A share with its limits, as a cell."""
    value, lower, upper = share(rows, column)
    return f"{value:.1f} ({lower:.1f} to {upper:.1f})"


def calls(rows: pl.DataFrame) -> Iterator[list[str]]:
    indicators = rows.filter(~pl.col("kind").is_in(["strands of an indicator", "places", "wards"]))
    yield _call("all indicators", indicators)
    for kind in rows["kind"].unique().sort():
        yield _call(kind, rows.filter(pl.col("kind") == kind))


def _call(name: str, rows: pl.DataFrame) -> list[str]:
    a_set = rows.height / rows["seed"].n_unique()
    families = rows.group_by("seed", "kind", "indicator").agg(pl.col("called").any())
    side_by_side = families.height < rows.height
    one = shown(families, "called") if side_by_side else "—"
    return [name, f"{a_set:.0f}", shown(rows, "alone"), shown(rows, "called"), one]


def headlines(rows: pl.DataFrame, titles: dict[str, str]) -> Iterator[list[str]]:
    wholes = rows.filter((pl.col("role") == "headline") & pl.col("kind").str.starts_with("indicators"))
    for indicator in wholes["indicator"].unique().sort():
        yield [titles[indicator], shown(wholes.filter(pl.col("indicator") == indicator), "called")]


def levels_and_harm(found: Frames, titles: dict[str, str]) -> Iterator[list[str]]:
    compared = found["levels"].filter(pl.col("benchmark").is_not_null() & pl.col("position").is_not_null())
    for indicator in compared["indicator"].unique().sort():
        rows = compared.filter(pl.col("indicator") == indicator).with_columns(worse=pl.col("position") == "worse")
        yield [titles[indicator], "worse than England", "2.5", shown(rows, "worse")]
    for indicator in found["severe"]["indicator"].unique().sort():
        rows = found["severe"].filter(pl.col("indicator") == indicator)
        yield [titles[indicator], "more than expected", "at most 5", shown(rows, "above_expectation")]


def outlook(found: Frames) -> Iterator[list[str]]:
    """How often a whole indicator is said to be heading elsewhere, or its chart's newest point is marked."""
    rows = found["outlook"].filter(pl.col("strand") == "")
    projected = rows.filter(pl.col("projection_direction").is_not_null())
    charted = rows.filter(pl.col("chart_points").is_not_null())
    yield [
        "the year is projected to end higher or lower than the last",
        shown(projected.with_columns(told=pl.col("projection_direction") != "similar"), "told"),
    ]
    yield [
        "the newest month of the control chart is marked",
        shown(charted.with_columns(told=pl.col("chart_rule").is_not_null()), "told"),
    ]


def proposals(found: Frames, titles: dict[str, str], with_headline: set[str]) -> Iterator[list[str]]:
    """Per priority how often it is proposed Red, as registered and had residents been concerned, and by which rules."""
    rows = found["proposed"].with_columns(red=pl.col("proposed") == "Red")
    yield ["**all priorities**", *_reds(rows)]
    yield [HEADLINED, *_reds(rows.filter(pl.col("priority").is_in(sorted(with_headline))))]
    for priority in rows["priority"].unique(maintain_order=True):
        yield [titles[priority], *_reds(rows.filter(pl.col("priority") == priority))]


def _reds(rows: pl.DataFrame) -> list[str]:
    as_registered, concerned = rows.filter(~pl.col("concern")), rows.filter("concern")
    return [shown(as_registered, "red"), shown(concerned, "red"), _rules(concerned)]


def _rules(rows: pl.DataFrame) -> str:
    by_rule = rows.filter("red").group_by("rule").len().sort("len", "rule", descending=[True, False])
    return ", ".join(f"{rule} {100 * number / rows.height:.1f}" for rule, number in by_rule.iter_rows())


def ratings(found: Frames) -> Iterator[list[str]]:
    rows = found["proposed"]
    for name, concern in (("as the registers stand", False), ("had residents been concerned everywhere", True)):
        part = rows.filter(pl.col("concern") == concern).with_columns(red=pl.col("proposed") == "Red")
        others = [f"{100 * (part['proposed'] == colour).mean():.1f}" for colour in ("Amber", "Green", "Not rated")]
        yield [name, shown(part, "red"), *others, shown(part.group_by("seed").agg(pl.col("red").any()), "red")]


def found_truths(found: Frames) -> Iterator[list[str]]:
    """Per planted truth how often all that it leads to was found, and how often its priority was proposed as with it."""
    for truth in planted_truths():
        rows = found["found"].filter(pl.col("truth") == truth.id)
        seen = "—" if rows["found"].is_null().all() else f"{100 * rows['found'].mean():.0f}"
        yield [truth.planted, truth.proposed, seen, f"{100 * rows['proposed'].mean():.0f}"]


def alarms(found: Frames) -> Iterator[list[str]]:
    """Points with a special cause in the last 24 months, a chart, by the size of the series and by rule."""
    monthly = found["compared"].filter((pl.col("level") == "district") & pl.col("current_count").is_not_null())
    size = monthly.group_by("indicator", "strand").agg(mean=pl.col("current_count").mean() / 9)
    charts = found["charted"].join(size, on=["indicator", "strand"])
    for low, high in SIZES:
        within = charts.filter((pl.col("mean") >= low) & (pl.col("mean") < (high or float("inf"))))
        each = within.group_by("seed", "indicator", "strand").agg(points=pl.col("points").sum())
        number = each.height
        by_rule = [
            within.filter(pl.col("cause").is_in(causes))["points"].sum() / number for causes in CHART_RULES.values()
        ]
        flagged = within.filter(pl.col("cause") != "").select("seed", "indicator", "strand").n_unique()
        name = f"{low} to {high}" if high else f"{low} and more"
        yield [
            name,
            f"{number / each['seed'].n_unique():.0f}",
            f"{sum(by_rule):.2f}",
            *(f"{one:.2f}" for one in by_rule),
            f"{100 * flagged / number:.0f}",
        ]


def table(head: list[str], rows: Iterator[list[str]], words: int = 1) -> str:
    """A Markdown table; the first `words` columns are text."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * words + "---:|" * (len(head) - words)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"
