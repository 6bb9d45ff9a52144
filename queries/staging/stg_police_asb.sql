-- one row per anti-social behaviour incident recorded by the police
select
    'police_asb' as source,
    coalesce(nullif(incident_number, ''), concat(source_file, ' row ', cast(source_row as varchar))) as event_id,
    'anti-social behaviour' as kind,
    coalesce(category, '') as category,
    coalesce(type, '') as subcategory,
    cast(null as date) as occurred_on,
    recorded_on,
    cast(date_trunc('month', recorded_on) as date) as month,
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
from police_asb
