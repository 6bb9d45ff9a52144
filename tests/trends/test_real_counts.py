"""April to December 2024 and 2025 by type in Barnsley and Rotherham, counted and compared again by other means."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from published_counts import SHARED, district_counts, files_of
from scipy.stats import beta

from sia.calendar import comparison_windows
from sia.trends.comparison import compare_periods

CURRENT, PREVIOUS = comparison_windows("financial_year_to_date", date(2025, 12, 31))
DAYS = 275  # 1 April to 31 December, in either year
pytestmark = pytest.mark.skipif(
    not files_of("south-yorkshire"),
    reason="real data not present: set SIA_SHARED to a folder with police-uk-south-yorkshire",
)
BY_SQL = """
select
    regexp_replace("LSOA name", ' [0-9]{3}[A-Z]+$', '') || ' | ' || "Crime type" as series,
    count(*) filter (where Month between '2024-04' and '2024-12') as previous,
    count(*) filter (where Month between '2025-04' and '2025-12') as current
from read_csv(?, header = true, all_varchar = true)
where "LSOA name" similar to '(Barnsley|Rotherham) [0-9]{3}[A-Z]+'
group by 1
"""


@pytest.fixture(scope="module")
def counted() -> dict[str, tuple[int, int]]:
    """Previous and current count of each district and type, by plain SQL."""
    files = (SHARED / "police-uk-south-yorkshire" / "*-south-yorkshire-street.csv.gz").as_posix()
    return {series: (previous, current) for series, previous, current in duckdb.execute(BY_SQL, [files]).fetchall()}


@pytest.fixture(scope="module")
def compared() -> dict[str, dict[str, object]]:
    frame = district_counts("south-yorkshire", date(2025, 12, 1), fewest=0)
    return {row["series"]: row for row in compare_periods(frame, CURRENT, PREVIOUS).iter_rows(named=True)}


def test_every_type_of_both_districts_is_counted(counted) -> None:
    assert len(counted) == 28


def test_a_few_figures_as_counted_by_hand(counted) -> None:
    assert counted["Barnsley | Anti-social behaviour"] == (3169, 3409)
    assert counted["Barnsley | Shoplifting"] == (1765, 1269)


def test_counts_change_percentage_and_ratio(counted, compared) -> None:
    for series, (previous, current) in counted.items():
        row = compared[series]
        assert (row["previous_count"], row["current_count"], row["change"]) == (previous, current, current - previous)
        percent = 100 * (current - previous) / previous if previous >= 50 else None
        assert row["change_percent"] == (percent if percent is None else pytest.approx(percent)), series
        assert row["ratio"] == pytest.approx((current / DAYS) / (previous / DAYS)), series


def test_exact_limits_by_the_formula(counted, compared) -> None:
    """Clopper and Pearson's limits of the current share of all events; periods of one length make odds a ratio of rates."""
    for series, (previous, current) in counted.items():
        low = beta.ppf(0.025, current, previous + 1)
        high = beta.ppf(0.975, current + 1, previous)
        found = compared[series]["exact_lower"], compared[series]["exact_upper"]
        assert found == pytest.approx((low / (1 - low), high / (1 - high)), rel=1e-9), series


def test_the_deciding_interval_is_wider_where_counts_vary_by_more_than_chance(counted, compared) -> None:
    for series in counted:
        row = compared[series]
        if row["dispersion"] > 1.2 and row["previous_count"] >= 50:
            assert row["lower"] < row["exact_lower"] and row["upper"] > row["exact_upper"], series
        assert row["clear"] == (row["lower"] > 1 or row["upper"] < 1)
