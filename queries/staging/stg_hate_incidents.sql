-- one row per hate incident; the faith targeted is its subcategory
select
    'hate_incidents' as source,
    coalesce(nullif(incident_number, ''), concat(source_file, ' row ', cast(source_row as varchar))) as event_id,
    'hate incident' as kind,
    'hate-incident' as category,
    coalesce(faith_targeted, '') as subcategory,
    cast(null as date) as occurred_on,
    recorded_on,
    cast(date_trunc('month', recorded_on) as date) as month,
    ward_code,
    cast(null as varchar) as lsoa_code,
    true as whole_district,
    cast(null as varchar) as victim_key,
    repeat_victim,
    violence,
    cast(null as boolean) as domestic,
    cast(null as varchar) as outcome,
    cast(null as double) as harm_weight,
    concat(';', replace(replace(lower(coalesce(strands, '')), '; ', ';'), ' ', '-'), ';') as strand_list,
    source_file,
    source_row
from hate_incidents
