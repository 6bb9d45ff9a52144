-- one row per crime or anti-social behaviour incident of the published street-level files, which cover a whole force
select
    'police_street_crime' as source,
    coalesce(nullif(crime_id, ''), concat(source_file, ' row ', cast(source_row as varchar))) as event_id,
    case when category = 'anti-social-behaviour' then 'anti-social behaviour' else 'crime' end as kind,
    coalesce(category, '') as category,
    coalesce(category, '') as subcategory,
    cast(null as date) as occurred_on,
    cast(null as date) as recorded_on,
    month,
    cast(null as varchar) as ward_code,
    lsoa_code,
    false as whole_district,
    cast(null as varchar) as victim_key,
    cast(null as boolean) as repeat_victim,
    cast(null as boolean) as violence,
    cast(null as boolean) as domestic,
    outcome,
    cast(null as double) as harm_weight,
    source_file,
    source_row
from police_street_crime
