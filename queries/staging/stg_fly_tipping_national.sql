-- one row per financial year and local authority, region or England: fly-tipping incidents in the national returns
select
    'fly_tipping_national' as source,
    '' as measure,
    '' as category,
    case
        when fly_tipping_national.region = '*Total England' then 'E92000001'
        when fly_tipping_national.area_code = 'TOTAL' then fly_tipping_national.region
        else coalesce(areas.area_code, fly_tipping_national.area_code)
    end as area_code,
    fly_tipping_national.period_start,
    fly_tipping_national.period_end,
    replace(fly_tipping_national.period, '-', '/') as period_label,
    cast(fly_tipping_national.value as double) as value,
    fly_tipping_national.value_mark,
    cast(null as double) as numerator,
    cast(null as double) as denominator,
    cast(null as double) as lower,
    cast(null as double) as upper,
    cast(null as varchar) as significance,
    fly_tipping_national.reporting_basis as note,
    fly_tipping_national.source_file,
    fly_tipping_national.source_row
from fly_tipping_national
-- a project whose districts have no official codes knows them by their names
left join areas on fly_tipping_national.area_name = areas.area_code
