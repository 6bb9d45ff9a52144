"""Nothing is lost or counted twice on the way: sums that hold whatever the extracts hold."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

INCIDENTS = st.lists(
    st.tuples(
        st.sampled_from([date(2022, 5, 1), date(2022, 12, 1), date(2023, 4, 1), date(2023, 12, 1)]),
        st.sampled_from(["personal", "nuisance", "environmental", None]),
        st.sampled_from(["W1", "W2", "W3", "OLD-12", "P2", "UNKNOWN", None]),
    ),
    max_size=40,
)
few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def measure(world, incidents):
    rows = [
        {"incident_number": str(number), "recorded_on": month, "category": kind, "ward_code": ward}
        for number, (month, kind, ward) in enumerate(incidents)
    ]
    world.source("police_asb", rows or "")
    world.indicator("asb", sources={"police_asb": {}}, strands="category")
    return world.run()


@few
@given(incidents=INCIDENTS)
def test_parts_add_up_to_the_whole(new_world, incidents):
    world = measure(new_world(), incidents)
    in_window = [month >= date(2023, 4, 1) for month, _, _ in incidents]
    district = world.rows("select count, previous_count from area_rates where level = 'district'")
    assert district == [(sum(in_window), len(in_window) - sum(in_window))]
    for (level,) in world.rows("select distinct level from area_rates where level <> 'district'"):
        parts = world.rows(f"select sum(count), sum(previous_count) from area_rates where level = '{level}'")
        assert parts == district
    changes = world.rows("select dimension, sum(change) from contributions group by dimension")
    assert all(change == district[0][0] - district[0][1] for _, change in changes)
    for (area,) in world.rows("select distinct area_code from measures where strand <> ''"):
        whole, parts = (
            world.rows(f"select sum(count) from measures where area_code = '{area}' and strand {sign} ''")
            for sign in ("=", "<>")
        )
        assert whole == parts


@settings(few, max_examples=3)
@given(incidents=INCIDENTS, chance=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(new_world, incidents, chance):
    once = measure(new_world(), incidents).frame("select * from period_comparisons")
    chance.shuffle(incidents)
    again = measure(new_world(), incidents).frame("select * from period_comparisons")
    assert once.equals(again)
