-- one row per quarter, district and type of exploitation: people referred as possible victims of modern slavery
select
    'national_referral_mechanism' as source,
    '' as measure,
    coalesce(category, '') as category,
    area_code,
    period_start,
    period_end,
    cast(null as varchar) as period_label,
    cast(value as double) as value,
    value_mark,
    cast(null as double) as numerator,
    cast(null as double) as denominator,
    cast(null as double) as lower,
    cast(null as double) as upper,
    cast(null as varchar) as significance,
    cast(null as varchar) as note,
    source_file,
    source_row
from national_referral_mechanism
