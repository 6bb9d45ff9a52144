-- one row per event of a source that gives ages: the band of age as it was given, or the age in years
select
    'road_casualties' as source,
    concat(accident_index, '-', cast(casualty_reference as varchar)) as event_id,
    nullif(age_band, '') as age_band,
    cast(null as bigint) as age
from road_casualties

union all

select
    'road_casualties_open' as source,
    concat(source_file, ' row ', cast(source_row as varchar)) as event_id,
    nullif(age_band, '') as age_band,
    cast(null as bigint) as age
from road_casualties_open
