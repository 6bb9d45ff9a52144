"""In the reference partnership, every event of the district is in a ward or counted as not placed."""

from __future__ import annotations


def test_ways_of_placing_add_up_to_the_events_of_each_source(reference):
    per_source = "select source, count(*) from events, parameters where events.district_code = parameters.district_code"
    events = dict(reference.query(f"{per_source} group by source"))
    assert dict(reference.query("select source, cast(sum(events) as bigint) from placed_by group by source")) == events


def test_wards_and_what_is_not_placed_add_up_to_the_district_for_every_indicator_and_month(reference):
    unequal = """
        with counted as (
            select indicator, month, count(*) as events, count(ward_code) as placed
            from counted_events inner join parameters using (district_code) group by indicator, month
        ),
        wards as (
            select indicator, month, sum(count) as count
            from measures where level = 'ward' and strand = '' group by indicator, month
        ),
        district as (
            select indicator, month, count from measures, parameters
            where area_code = district_code and strand = ''
        )
        select * from wards inner join counted using (indicator, month) inner join district using (indicator, month)
        where wards.count <> placed or district.count <> events or placed > events
    """
    assert reference.query(unequal) == []


def test_agencies_name_wards_by_name_former_name_or_small_area(reference):
    methods = {method for (method,) in reference.query("select distinct placed_by from placed_by")}
    assert {"name", "former name", "small area", "not placed"} <= methods
