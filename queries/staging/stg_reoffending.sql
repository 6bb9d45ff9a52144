-- one row per quarterly cohort and area: people who offended again, of those in the cohort
select
    'reoffending' as source,
    '' as measure,
    '' as category,
    area_code,
    period_start,
    period_end,
    cast(null as varchar) as period_label,
    cast(null as double) as value,
    coalesce(numerator_mark, denominator_mark) as value_mark,
    cast(numerator as double) as numerator,
    cast(denominator as double) as denominator,
    cast(null as double) as lower,
    cast(null as double) as upper,
    cast(null as varchar) as significance,
    cast(null as varchar) as note,
    source_file,
    source_row
from reoffending
