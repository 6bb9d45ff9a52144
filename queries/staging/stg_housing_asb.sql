-- one row per anti-social behaviour case opened by a housing provider
select
    'housing_asb' as source,
    coalesce(nullif(case_reference, ''), concat(source_file, ' row ', cast(source_row as varchar))) as event_id,
    'anti-social behaviour' as kind,
    coalesce(category, '') as category,
    '' as subcategory,
    cast(null as date) as occurred_on,
    reported_on as recorded_on,
    cast(date_trunc('month', reported_on) as date) as month,
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
from housing_asb
