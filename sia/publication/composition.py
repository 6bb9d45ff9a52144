"""What a count is made up of: its largest parts in order, and where chance alone may have made that order."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from sia.publication.evidence import Comparison
from sia.publication.wording import in_words, listed, number, ordinal, percent, period
from sia.trends.ordered_parts import ordered_parts

MOST_NAMED, FEWEST_PARTS = 3, 3
NO_MORE = "no more than chance explains"


def composition_sentence(total: Comparison, strands: Iterable[Comparison], overlap: bool = False) -> str:
    """The first, second and third of three or more parts in the current period, each with its number and share.

    "The three largest of the five parts in April to December 2023 are …, in this order." Neighbours that differ by no more
    than chance are said to. Nothing where parts share events, or where one that is not shown could be
    larger than the last one named.
    """
    strands = [one for one in strands if one.calculable and one.current_count != 0]
    if overlap or len(strands) < FEWEST_PARTS or not _shown(total) or not total.current_count:
        return ""
    rows = _ordered([one for one in strands if _shown(one)])
    named = rows[:MOST_NAMED]
    unseen = total.current_count - sum(row["count"] for row in rows)
    if len(named) < MOST_NAMED or unseen < 0 or (len(rows) < len(strands) and unseen >= named[-1]["count"]):
        return ""
    every = len(strands) == MOST_NAMED
    which = "three parts" if every else f"three largest of the {in_words(len(strands))} parts"
    told = [_told(row, total.current_count, at == 0) for at, row in enumerate(named)]
    return f"The {which} in {period(total.current)} are, in this order, {listed(told)}{_alike(rows)}."


def _shown(one: Comparison) -> bool:
    return one.calculable and not one.withheld and one.current_count is not None and one.current is not None


def _ordered(strands: list[Comparison]) -> list[dict]:
    """The parts by count, the greatest first, each with whether the next could be as many by chance."""
    columns = {
        "part": [one.strand_title for one in strands],
        "count": [one.current_count for one in strands],
        "dispersion": [one.dispersion for one in strands],
        "degrees_of_freedom": [one.degrees_of_freedom for one in strands],
    }
    schema = {"part": pl.String, "count": pl.Int64, "dispersion": pl.Float64, "degrees_of_freedom": pl.Float64}
    parts = pl.DataFrame(columns, schema=schema).with_columns(family=pl.lit("all"))
    return list(ordered_parts(parts, "family").iter_rows(named=True))


def _told(row: dict, total: int, first: bool) -> str:
    whole = f" of {number(total)}" if first else ""
    return f"{row['part']} ({number(row['count'])}{whole}, {percent(100 * row['count'] / total)})"


def _alike(rows: list[dict]) -> str:
    """Which of the parts named differ from the next by no more than chance; the fourth is named if the third does."""
    alike = [at for at, row in enumerate(rows[:MOST_NAMED]) if row["like_next"]]
    runs = [[at for at in alike if at - alike.index(at) == offset] for offset in (0, 1, 2)]
    told = [_run(rows, run[0], run[-1] + 1) for run in runs if run]
    return f"; {'; '.join(told)}" if told else ""


def _run(rows: list[dict], first: int, last: int) -> str:
    """Parts that may be in order by chance: "the second and the third differ by no more than chance explains"."""
    end = f"the {ordinal(last + 1)}"
    if last >= MOST_NAMED:
        end += f", {rows[last]['part']} ({number(rows[last]['count'])}),"
    if last > first + 1:
        return f"from the {ordinal(first + 1)} to {end.rstrip(',')}, each differs from the next by {NO_MORE}"
    equal = rows[first]["count"] == rows[last]["count"]
    return f"the {ordinal(first + 1)} and {end} {'are equal' if equal else f'differ by {NO_MORE}'}"
