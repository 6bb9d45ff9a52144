"""Which cells are suppressed, in examples small enough to follow by hand."""

from __future__ import annotations

import polars as pl
import pytest

from sia.disclosure import attack, suppress
from sia.errors import UserError


def counts(values: dict[str, int | None], threshold: int = 5, **thresholds: int) -> pl.DataFrame:
    rows = [(name, value, thresholds.get(name, threshold)) for name, value in values.items()]
    return pl.DataFrame(rows, schema={"cell": pl.String, "value": pl.Int64, "threshold": pl.Int64}, orient="row")


def sums(*totals: tuple[str, str, str]) -> pl.DataFrame:
    """Sums as (relation, total, "part part -part")."""
    rows = [
        (relation, total, part.lstrip("-"), -1 if part.startswith("-") else 1)
        for relation, total, parts in totals
        for part in parts.split()
    ]
    return pl.DataFrame(rows, schema=["relation", "total", "part", "sign"], orient="row")


def two_way(rows: list[list[int]], threshold: int = 5) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A two-way table with all its margins: cells r0c0, margins r0 and c0, and the grand total "all"."""
    down, across = range(len(rows)), range(len(rows[0]))
    values = {f"r{i}c{j}": rows[i][j] for i in down for j in across}
    values |= {f"r{i}": sum(rows[i]) for i in down} | {f"c{j}": sum(row[j] for row in rows) for j in across}
    values["all"] = sum(map(sum, rows))
    relations = [(f"r{i}", f"r{i}", " ".join(f"r{i}c{j}" for j in across)) for i in down]
    relations += [(f"c{j}", f"c{j}", " ".join(f"r{i}c{j}" for i in down)) for j in across]
    relations.append(("all by row", "all", " ".join(f"r{i}" for i in down)))
    relations.append(("all by column", "all", " ".join(f"c{j}" for j in across)))
    return counts(values, threshold), sums(*relations)


def marks(suppressed: pl.DataFrame) -> dict[str, str]:
    return dict(suppressed.filter(pl.col("suppressed") != "no").select("cell", "suppressed").rows())


def hidden(suppressed: pl.DataFrame) -> set[str]:
    return set(marks(suppressed))


def is_safe(suppressed: pl.DataFrame, relations: pl.DataFrame, **policy: str) -> bool:
    return not attack(suppressed, relations, **policy)["exposed"].any()


class TestOneSum:
    def test_nothing_small_nothing_suppressed(self):
        result = suppress(counts({"total": 30, "a": 10, "b": 20}), sums(("s", "total", "a b")))
        assert marks(result) == {}
        assert result.columns == ["cell", "value", "threshold", "suppressed", "note"]

    def test_without_sums_only_small_counts_go(self):
        result = suppress(counts({"a": 4, "b": 5, "c": 0, "d": 1, "e": None}), sums())
        assert marks(result) == {"a": "primary", "d": "primary"}

    def test_the_smallest_other_part_goes_with_a_small_count(self):
        result = suppress(counts({"total": 53, "a": 3, "b": 20, "c": 10, "d": 20}), sums(("s", "total", "a b c d")))
        assert marks(result) == {"a": "primary", "c": "secondary"}

    def test_a_cell_the_publisher_would_keep_is_spared(self):
        cells = counts({"total": 53, "a": 3, "b": 20, "c": 10, "d": 20})
        cells = cells.with_columns(priority=(pl.col("cell") == "c").cast(pl.Int64))
        assert hidden(suppress(cells, sums(("s", "total", "a b c d")))) == {"a", "b"}

    def test_two_small_counts_that_only_just_fit_need_a_third(self):
        # 1 + 1 = 2 leaves nothing to guess; with 6 each can be anything from 1 to 6.
        result = suppress(counts({"total": 28, "a": 1, "b": 1, "c": 6, "d": 20}), sums(("s", "total", "a b c d")))
        assert marks(result) == {"a": "primary", "b": "primary", "c": "secondary"}

    def test_two_small_counts_with_room_protect_each_other(self):
        result = suppress(counts({"total": 27, "a": 3, "b": 4, "c": 20}), sums(("s", "total", "a b c")))
        assert hidden(result) == {"a", "b"}

    def test_a_total_goes_when_its_parts_leave_no_room(self):
        cells, relations = counts({"total": 5, "a": 1, "b": 1, "c": 3}), sums(("s", "total", "a b c"))
        assert marks(suppress(cells, relations))["total"] == "secondary"

    def test_quarters_of_one_each_are_safe_without_their_total(self):
        cells = counts({"year": 4, "q1": 1, "q2": 1, "q3": 1, "q4": 1})
        result = suppress(cells, sums(("s", "year", "q1 q2 q3 q4")))
        assert set(marks(result).values()) == {"primary"} and len(marks(result)) == 5
        assert is_safe(result, sums(("s", "year", "q1 q2 q3 q4")))

    def test_a_cell_that_is_not_available_is_company(self):
        result = suppress(counts({"total": 30, "a": 3, "b": None, "c": 20}), sums(("s", "total", "a b c")))
        assert marks(result) == {"a": "primary"}

    def test_values_and_order_stay(self):
        cells = counts({"total": 53, "d": 3, "b": 20, "c": 10, "a": 20})
        result = suppress(cells, sums(("s", "total", "a b c d")))
        assert result.select(cells.columns).equals(cells)


class TestThresholds:
    def test_each_cell_has_its_own(self):
        result = suppress(counts({"a": 7, "b": 7, "c": 7}, a=10, b=5, c=0), sums())
        assert marks(result) == {"a": "primary"}

    def test_an_exempt_figure_is_not_chosen_while_another_will_do(self):
        cells = counts({"total": 53, "a": 3, "b": 20, "c": 10, "d": 20}, c=0, total=0)
        result = suppress(cells, sums(("s", "total", "a b c d")))
        assert hidden(result) == {"a", "b"} and result["note"].null_count() == result.height

    def test_the_last_resort_is_an_exempt_figure_and_says_why(self):
        cells, relations = counts({"total": 3, "a": 3, "b": 0}, total=0), sums(("s", "total", "a b"))
        result = suppress(cells, relations)
        assert marks(result) == {"a": "primary", "total": "secondary"}
        assert "nothing else protects 'a'" in result.filter(pl.col("cell") == "total")["note"].item()
        assert is_safe(result, relations)

    def test_what_only_exempt_figures_give_away_is_an_error_if_they_stay(self):
        cells = counts({"total": 3, "a": 3, "b": 0}, total=0)
        with pytest.raises(UserError, match=r"'a'.*cannot be protected"):
            suppress(cells, sums(("s", "total", "a b")), hide_exempt=False)

    def test_an_exempt_total_of_small_parts_is_the_last_resort_too(self):
        cells, relations = counts({"total": 2, "a": 1, "b": 1}, total=0), sums(("s", "total", "a b"))
        assert hidden(suppress(cells, relations)) == {"a", "b", "total"}
        with pytest.raises(UserError) as raised:
            suppress(cells, relations, hide_exempt=False)
        assert [problem.place for problem in raised.value.problems] == ["cells, 'a'", "cells, 'b'"]

    def test_what_exempt_figures_tell_anyway_is_not_held_against_the_publication(self):
        cells, relations = counts({"total": 3, "a": 1, "b": 2}, total=0), sums(("s", "total", "a b"))
        result = suppress(cells, relations)
        assert hidden(result) == {"a", "b"} and is_safe(result, relations)


class TestZeros:
    CELLS = counts({"total": 30, "a": 0, "b": 3, "c": 7, "d": 20})
    SUMS = sums(("s", "total", "a b c d"))

    def test_shown_by_default_and_no_company(self):
        assert marks(suppress(self.CELLS, self.SUMS)) == {"b": "primary", "c": "secondary"}

    def test_suppressed_where_the_policy_says_so(self):
        result = suppress(self.CELLS, self.SUMS, zeros="suppress")
        assert marks(result) == {"a": "primary", "b": "primary", "c": "secondary"}
        assert is_safe(result, self.SUMS, zeros="suppress")

    def test_exempt_zeros_are_shown_whatever_the_policy(self):
        assert "a" not in marks(suppress(counts({"a": 0, "b": 2}, a=0), sums(), zeros="suppress"))

    def test_an_unknown_policy_is_refused(self):
        with pytest.raises(UserError, match="Did you mean 'show'"):
            suppress(self.CELLS, self.SUMS, zeros="shown")


class TestTwoWayTables:
    def test_one_small_count_makes_a_rectangle_of_the_smallest_counts(self):
        cells, relations = two_way([[20, 50, 10, 3], [8, 19, 22, 30], [17, 32, 12, 14]])
        result = suppress(cells, relations)
        assert marks(result) == {"r0c3": "primary", "r0c2": "secondary", "r2c2": "secondary", "r2c3": "secondary"}

    def test_small_counts_that_make_a_rectangle_need_no_more(self):
        cells, relations = two_way([[3, 4, 60], [4, 3, 70], [50, 80, 90]])
        assert hidden(suppress(cells, relations)) == {"r0c0", "r0c1", "r1c0", "r1c1"}

    def test_small_counts_that_leave_one_another_no_room_need_more(self):
        # A rectangle of ones, two in every row and column: as none is zero, each could only be one.
        cells, relations = two_way([[1, 1, 60], [1, 1, 70], [50, 80, 90]])
        result = suppress(cells, relations)
        assert len(hidden(result)) > 4 and is_safe(result, relations)

    def test_nothing_is_lost_when_all_is_small(self):
        cells, relations = two_way([[1, 0, 2], [0, 1, 0], [2, 0, 1]])
        result = suppress(cells, relations)
        assert is_safe(result, relations)
        assert not result.filter((pl.col("value") == 0) & (pl.col("suppressed") != "no")).height


class TestLinkedTables:
    def test_two_tables_that_share_a_total(self):
        """By ward and by strand: hiding in one table alone would be undone through the shared total."""
        cells = counts({"all": 63, "ward_1": 3, "ward_2": 60, "race": 40, "faith": 23})
        relations = sums(("by ward", "all", "ward_1 ward_2"), ("by strand", "all", "race faith"))
        assert hidden(suppress(cells, relations)) == {"ward_1", "ward_2"}

    def test_a_difference_between_two_tables(self):
        """All incidents less those with violence leaves three without: neither table shows it, both together do."""
        cells = counts({"all": 63, "violent": 60, "other": 3})
        relations = sums(("all", "all", "violent other"))
        assert hidden(suppress(cells, relations)) == {"other", "violent"}

    def test_a_part_can_be_taken_away(self):
        cells, relations = counts({"fourth": 2, "year": 40, "three": 38}), sums(("s", "fourth", "year -three"))
        assert hidden(suppress(cells, relations)) == {"fourth", "three"}

    def test_windows_of_the_same_months(self):
        """January to March is what the calendar year has and April to December has not."""
        names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        monthly = dict(zip(names, [1, 1, 0, 9, 8, 11, 12, 9, 14, 10, 9, 8], strict=True))
        cells = counts(monthly | {"year": 92, "from april": 90})
        relations = sums(("year", "year", " ".join(names)), ("from april", "from april", " ".join(names[3:])))
        alone = cells.with_columns(
            suppressed=pl.when(pl.col("cell").is_in(["jan", "feb"])).then(pl.lit("primary")).otherwise(pl.lit("no"))
        )
        assert attack(alone, relations)["exposed"].all()
        result = suppress(cells, relations)
        assert {"jan", "feb"} < hidden(result) and is_safe(result, relations)

    def test_the_same_figure_in_two_tables_goes_from_both(self):
        cells = counts({"t": 43, "a": 3, "b": 40, "a_again": 3, "b_again": 40})
        relations = sums(("t", "t", "a b"), ("a", "a", "a_again"), ("b", "b", "b_again"))
        assert hidden(suppress(cells, relations)) == {"a", "b", "a_again", "b_again"}

    def test_a_chain_of_levels_is_followed_to_the_top(self):
        """Ward = place = district where the others have none: the one figure goes at every level, with company above."""
        cells = counts({"county": 52, "d": 2, "d2": 50, "p": 2, "p2": 0, "w": 2, "w2": 0})
        relations = sums(("county", "county", "d d2"), ("d", "d", "p p2"), ("p", "p", "w w2"))
        assert hidden(suppress(cells, relations)) == {"w", "p", "d", "d2"}


class TestSameAnswer:
    def test_whatever_the_order_of_the_rows(self):
        cells, relations = two_way([[20, 50, 10, 3], [8, 2, 22, 30], [17, 32, 12, 1], [9, 9, 9, 9]])
        first = suppress(cells, relations).sort("cell")
        for seed in range(3):
            again = suppress(
                cells.sample(fraction=1, shuffle=True, seed=seed), relations.sample(fraction=1, shuffle=True, seed=seed)
            )
            assert again.sort("cell").equals(first)

    def test_done_twice(self):
        cells, relations = two_way([[20, 50, 10, 3], [8, 2, 22, 30], [17, 32, 12, 1]])
        once = suppress(cells, relations)
        assert suppress(once, relations).equals(once)
