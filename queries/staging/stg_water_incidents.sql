-- one row per incident on or in water
select
    'water_incidents' as source,
    coalesce(nullif(incident_number, ''), concat(source_file, ' row ', cast(source_row as varchar))) as event_id,
    'incident' as kind,
    coalesce(type, '') as category,
    '' as subcategory,
    occurred_on,
    cast(null as date) as recorded_on,
    cast(date_trunc('month', occurred_on) as date) as month,
    ward_code,
    cast(null as varchar) as lsoa_code,
    true as whole_district,
    cast(null as varchar) as victim_key,
    cast(null as boolean) as repeat_victim,
    cast(null as boolean) as violence,
    cast(null as boolean) as domestic,
    cast(null as varchar) as outcome,
    cast(null as double) as harm_weight,
    source_file,
    source_row
from water_incidents
