-- one row per domestic abuse incident; its category is the risk that was assessed
select
    'domestic_abuse_incidents' as source,
    coalesce(nullif(incident_number, ''), concat(source_file, ' row ', cast(source_row as varchar))) as event_id,
    'domestic abuse incident' as kind,
    coalesce(risk, '') as category,
    '' as subcategory,
    cast(null as date) as occurred_on,
    recorded_on,
    cast(date_trunc('month', recorded_on) as date) as month,
    ward_code,
    cast(null as varchar) as lsoa_code,
    true as whole_district,
    cast(null as varchar) as victim_key,
    repeat_victim,
    cast(null as boolean) as violence,
    true as domestic,
    cast(null as varchar) as outcome,
    cast(null as double) as harm_weight,
    crime,
    source_file,
    source_row
from domestic_abuse_incidents
