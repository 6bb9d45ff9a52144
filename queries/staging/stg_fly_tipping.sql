-- one row per report of fly-tipping
select
    'fly_tipping' as source,
    coalesce(nullif(report_number, ''), concat(source_file, ' row ', cast(source_row as varchar))) as event_id,
    'report' as kind,
    coalesce(size, '') as category,
    coalesce(land, '') as subcategory,
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
from fly_tipping
