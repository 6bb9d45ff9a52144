"""From published or reported values to counts, and to rates, proportions and levels beside their benchmark."""

from __future__ import annotations

from datetime import date


def quarters(*values: str, area: str = "D1") -> str:
    starts = ("2023-04-01", "2023-07-01", "2023-10-01")
    ends = ("2023-06-30", "2023-09-30", "2023-12-31")
    lines = [f"{start} | {end} | {area} | {value}" for start, end, value in zip(starts, ends, values, strict=False)]
    return "period_start | period_end | area_code | value\n" + "\n".join(lines)


def test_a_quarter_counts_once_in_its_first_month(world):
    world.source("youth_justice", quarters("4", "6", "5"))
    world.indicator("entrants", sources={"youth_justice": {}}, frequency="quarterly")
    world.run()
    found = world.rows("select month, count from measures order by month")
    assert found == [(date(2023, 4, 1), 4), (date(2023, 7, 1), 6), (date(2023, 10, 1), 5)]


def test_parts_add_up_and_a_part_not_listed_is_nought(world):
    world.source(
        "national_referral_mechanism",
        """
        period_start | period_end | area_code | category | value | value_mark
        2023-04-01   | 2023-06-30 | D1        | labour   | 4     |
        2023-04-01   | 2023-06-30 | D1        | sexual   | 3     |
        2023-07-01   | 2023-09-30 | D1        | labour   | 5     |
        2023-10-01   | 2023-12-31 | D1        | labour   | 2     |
        2023-10-01   | 2023-12-31 | D1        | sexual   |       | suppressed
        2023-04-01   | 2023-06-30 | D2        | labour   | 9     |
        """,
    )
    world.indicator("referrals", sources={"national_referral_mechanism": {}}, strands="category", frequency="quarterly")
    world.run()
    found = world.rows("select area_code, strand, month, count from measures order by 1, 2, 3")
    april, july = date(2023, 4, 1), date(2023, 7, 1)
    assert found == [
        ("D1", "", april, 7),
        ("D1", "", july, 5),
        ("D1", "labour", april, 4),
        ("D1", "labour", july, 5),
        ("D1", "sexual", april, 3),
        ("D1", "sexual", july, 0),
        ("D2", "", april, 9),
    ]


def test_a_published_rate_stands_beside_england_of_the_same_period(world):
    world.source(
        "drug_and_alcohol_harm",
        """
        measure                 | area_code | period  | period_start | period_end | value | lower | upper
        deaths-from-drug-misuse | D1        | 2020-22 | 2020-01-01   | 2022-12-31 | 9.1   | 7.2   | 11.3
        deaths-from-drug-misuse | E92000001 | 2020-22 | 2020-01-01   | 2022-12-31 | 5.2   | 5.1   | 5.3
        alcohol-related-mortality | D1      | 2022    | 2022-01-01   | 2022-12-31 | 44    | 40    | 48
        deaths-from-drug-misuse | D1        | 2021-23 | 2021-01-01   | 2023-12-31 | 9.4   | 7.5   | 11.6
        """,
    )
    selection = {"drug_and_alcohol_harm": {"measure": ["deaths-from-drug-misuse"]}}
    world.indicator("deaths", sources=selection, value="rate", frequency="annual")
    world.run()
    query = (
        "select area_name, period_label, value, lower, upper, benchmark, benchmark_lower, benchmark_name from levels"
    )
    assert world.rows(query) == [
        ("Subject", "2020–22", 9.1, 7.2, 11.3, 5.2, 5.1, "England"),
        ("Subject", "2021–23", 9.4, 7.5, 11.6, None, None, None),
        ("England", "2020–22", 5.2, 5.1, 5.3, None, None, None),
    ]


def test_a_proportion_is_its_numerator_of_its_denominator(world):
    world.source(
        "reoffending",
        """
        period_start | period_end | area_code | numerator | denominator | numerator_mark
        2022-01-01   | 2022-03-31 | D1        | 52        | 200         |
        2022-04-01   | 2022-06-30 | D1        |           | 180         | suppressed
        2022-07-01   | 2022-09-30 | D1        | 0         | 0           |
        """,
    )
    world.indicator("reoffending", sources={"reoffending": {}}, value="proportion", frequency="quarterly")
    world.run()
    found = world.rows("select period_label, value, numerator, denominator, mark from levels")
    assert found == [
        ("January to March 2022", 26.0, 52.0, 200.0, None),
        ("April to June 2022", None, None, 180.0, "suppressed"),
        ("July to September 2022", None, 0.0, 0.0, None),
    ]


def test_a_score_by_domain_has_the_mean_as_its_total(world):
    world.source(
        "inclusion_self_assessment",
        """
        period_start | period_end | area_code | category | value
        2022-04-01   | 2023-03-31 | D1        | trust    | 2
        2022-04-01   | 2023-03-31 | D1        | access   | 3
        """,
    )
    world.indicator(
        "inclusion",
        sources={"inclusion_self_assessment": {}},
        value="level",
        strands="category",
        frequency="annual",
        polarity="higher",
    )
    world.run()
    found = world.rows("select strand, value from levels order by strand")
    assert found == [("", 2.5), ("access", 3.0), ("trust", 2.0)]


def test_a_stock_is_compared_with_peers_by_residents(world):
    world.source("asylum_dispersal", quarters("40", "44", "48"))
    world.given("asylum_dispersal", quarters("120", "100", "80", area="D2"))
    world.indicator("dispersal", sources={"asylum_dispersal": {}}, value="level", frequency="quarterly")
    world.run()
    query = "select area_code, period_label, count, rate, rank, ties, areas, is_subject, value_kind from peer_ranks"
    label = "October to December 2023"
    assert world.rows(query) == [
        ("D1", label, 48.0, 12.0, 1, 0, 2, True, "rate"),
        ("D2", label, 80.0, 10.0, 2, 0, 2, False, "rate"),
    ]


def test_values_after_the_as_at_date_are_left_out(world):
    world.source("asylum_dispersal", "period_start | period_end | area_code | value\n2024-01-01 | 2024-03-31 | D1 | 5")
    world.indicator("dispersal", sources={"asylum_dispersal": {}}, value="level", frequency="quarterly")
    assert world.run().rows("select * from levels") == []


def test_periods_are_named_as_people_say_them(world):
    world.source(
        "inclusion_self_assessment",
        """
        period_start | period_end | area_code | category | value
        2021-04-01   | 2022-03-31 | D1        | trust    | 1
        2022-01-01   | 2022-12-31 | D1        | trust    | 2
        2022-09-01   | 2022-10-31 | D1        | trust    | 3
        2023-12-31   | 2023-12-31 | D1        | trust    | 4
        """,
    )
    world.indicator("score", sources={"inclusion_self_assessment": {}}, value="level", frequency="annual")
    world.run()
    assert world.rows("select period_label, value from levels") == [
        ("April 2021 to March 2022", 1.0),
        ("2022", 2.0),
        ("September to October 2022", 3.0),
        ("December 2023", 4.0),
    ]


def test_a_score_is_compared_with_peers_as_it_is(world):
    world.source(
        "inclusion_self_assessment",
        """
        period_start | period_end | area_code | category | value
        2022-01-01   | 2022-12-31 | D1        | trust    | 1
        2022-01-01   | 2022-12-31 | D1        | access   | 2
        2022-01-01   | 2022-12-31 | D2        | trust    | 3
        2022-01-01   | 2022-12-31 | D2        | access   | 3
        """,
    )
    world.indicator("score", sources={"inclusion_self_assessment": {}}, value="level", strands="category")
    world.run()
    found = world.rows("select area_code, count, persons, rate, rank, value_kind from peer_ranks")
    assert found == [("D2", None, None, 3.0, 1, "level"), ("D1", None, None, 1.5, 2, "level")]
