-- one row per person hurt in a road collision; category is the severity, subcategory how the person travelled
select
    'road_casualties' as source,
    concat(accident_index, '-', cast(casualty_reference as varchar)) as event_id,
    'casualty' as kind,
    coalesce(severity, '') as category,
    coalesce(mode, '') as subcategory,
    occurred_on,
    cast(null as date) as recorded_on,
    cast(date_trunc('month', occurred_on) as date) as month,
    cast(null as varchar) as ward_code,
    lsoa_code,
    true as whole_district,
    cast(null as varchar) as victim_key,
    cast(null as boolean) as repeat_victim,
    cast(null as boolean) as violence,
    cast(null as boolean) as domestic,
    cast(null as varchar) as outcome,
    cast(null as double) as harm_weight,
    source_file,
    source_row
from road_casualties
