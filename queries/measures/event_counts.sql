-- one row per indicator, area, strand and month in which something happened
with

by_area as (
    select indicator, district_code as area_code, strand, month, count from event_pieces
    union all
    select indicator, place_code as area_code, strand, month, count from event_pieces
    union all
    select indicator, ward_code as area_code, strand, month, count from event_pieces
    union all
    select indicator, msoa_code as area_code, strand, month, count from event_pieces
    union all
    select indicator, lsoa_code as area_code, strand, month, count from event_pieces
)

select
    by_area.indicator,
    by_area.area_code,
    measured_areas.level,
    by_area.strand,
    by_area.month,
    cast(sum(by_area.count) as bigint) as count
from by_area
inner join measured_areas on by_area.area_code = measured_areas.area_code
where measured_areas.is_subject or by_area.strand = ''
group by by_area.indicator, by_area.area_code, measured_areas.level, by_area.strand, by_area.month
