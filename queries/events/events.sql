-- one row per event, placed in the areas that its codes mean
with

subject as (
    select district_code
    from parameters
),

by_ward as (
    select
        code,
        ward_code,
        place_code,
        district_code
    from code_areas
),

by_small_area as (
    select * from code_areas
)

select
    all_events.source,
    all_events.event_id,
    all_events.kind,
    all_events.category,
    all_events.subcategory,
    all_events.occurred_on,
    all_events.recorded_on,
    all_events.month,
    cast(date_trunc('month', all_events.occurred_on) as date) as occurred_month,
    coalesce(by_ward.ward_code, by_small_area.ward_code) as ward_code,
    by_small_area.lsoa_code,
    coalesce(by_ward.place_code, by_small_area.place_code) as place_code,
    -- an agency that sends only its own district's events need not say where each happened
    coalesce(
        by_ward.district_code,
        by_small_area.district_code,
        case when all_events.whole_district then subject.district_code end
    ) as district_code,
    by_small_area.msoa_code,
    case when all_events.ward_code is null and all_events.lsoa_code is null then false else true end as has_location,
    all_events.victim_key,
    all_events.repeat_victim,
    all_events.violence,
    all_events.domestic,
    all_events.outcome,
    all_events.harm_weight,
    all_events.source_file,
    all_events.source_row
from all_events
cross join subject
left join by_ward on all_events.ward_code = by_ward.code
left join by_small_area on all_events.lsoa_code = by_small_area.code
