-- one row per measure, district and period: a published rate, and how its publisher says that it compares
select
    'public_health_rates' as source,
    coalesce(public_health_rates.indicator, '') as measure,
    '' as category,
    coalesce(areas.area_code, public_health_rates.area_code) as area_code,
    public_health_rates.period_start,
    public_health_rates.period_end,
    public_health_rates.period as period_label,
    public_health_rates.value,
    public_health_rates.value_mark,
    cast(null as double) as numerator,
    cast(null as double) as denominator,
    cast(null as double) as lower,
    cast(null as double) as upper,
    nullif(public_health_rates.significance, '') as significance,
    cast(null as varchar) as note,
    public_health_rates.source_file,
    public_health_rates.source_row
from public_health_rates
-- a project whose districts have no official codes knows them by their names
left join areas on public_health_rates.area_name = areas.area_code
