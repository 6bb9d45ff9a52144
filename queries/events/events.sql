-- one row per event, placed in the areas that its codes, its words or its coordinates mean, and how it was placed
with

subject as (
    select district_code
    from parameters
),

by_code as (
    select * from code_areas
),

by_small_area as (
    select * from code_areas
),

by_point as (
    select
        point_areas.longitude,
        point_areas.latitude,
        code_areas.ward_code,
        code_areas.place_code,
        code_areas.district_code
    from point_areas
    inner join code_areas on point_areas.area_code = code_areas.code
),

resolved as (
    select
        all_events.*,
        by_code.ward_code as code_ward,
        by_code.place_code as code_place,
        by_code.district_code as code_district,
        by_code.share as code_share,
        by_small_area.lsoa_code as small_lsoa,
        by_small_area.msoa_code as small_msoa,
        by_small_area.ward_code as small_ward,
        by_small_area.place_code as small_place,
        by_small_area.district_code as small_district,
        by_small_area.share as small_share,
        by_point.ward_code as point_ward,
        by_point.place_code as point_place,
        by_point.district_code as point_district,
        given_names.given_by,
        -- an agency that sends only its own district's events need not say where each happened
        coalesce(
            by_code.district_code,
            by_small_area.district_code,
            all_events.district_code,
            case when all_events.whole_district then subject.district_code end,
            by_point.district_code
        ) as placed_district
    from all_events
    cross join subject
    left join by_code on all_events.ward_code = by_code.code
    left join by_small_area on all_events.lsoa_code = by_small_area.code
    left join by_point
        on all_events.longitude = by_point.longitude
        and all_events.latitude = by_point.latitude
    left join given_names
        on all_events.area_given = given_names.area_given
        and all_events.ward_code = given_names.ward_code
),

-- what says less certainly where an event happened must not contradict what says it more certainly
chosen as (
    select
        resolved.*,
        case
            when code_ward is not null then 'ward'
            when
                coalesce(small_ward, small_msoa, small_lsoa) is not null
                and small_district = placed_district
                and (code_place is null or code_place = small_place)
                then 'small area'
            when
                point_ward is not null
                and point_district = placed_district
                and (code_place is null or code_place = point_place)
                then 'coordinates'
            else 'not placed'
        end as placed_through
    from resolved
)

select
    source,
    event_id,
    kind,
    category,
    subcategory,
    occurred_on,
    recorded_on,
    month,
    cast(date_trunc('month', occurred_on) as date) as occurred_month,
    case placed_through
        when 'ward' then code_ward
        when 'small area' then small_ward
        when 'coordinates' then point_ward
    end as ward_code,
    case when small_district = placed_district then small_lsoa end as lsoa_code,
    coalesce(
        code_place,
        case placed_through
            when 'small area' then small_place
            when 'coordinates' then point_place
        end
    ) as place_code,
    placed_district as district_code,
    case when small_district = placed_district then small_msoa end as msoa_code,
    case
        when placed_through = 'ward' and code_share < 0.999 then 'best fit'
        when placed_through = 'ward' then coalesce(given_by, 'code')
        when placed_through = 'small area' and small_share < 0.999 then 'best fit'
        else placed_through
    end as placed_by,
    case
        when placed_through = 'ward' and code_share < 0.999 then 1.0 - code_share
        when placed_through = 'small area' and small_share < 0.999 then 1.0 - small_share
    end as share_elsewhere,
    case when ward_code is null and lsoa_code is null and longitude is null then false else true end as has_location,
    victim_key,
    repeat_victim,
    violence,
    domestic,
    outcome,
    harm_weight,
    source_file,
    source_row
from chosen
