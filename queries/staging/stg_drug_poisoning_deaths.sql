-- one row per calendar year and local authority: deaths from drug poisoning registered in it
select
    'drug_poisoning_deaths' as source,
    '' as measure,
    '' as category,
    coalesce(areas.area_code, drug_poisoning_deaths.area_code) as area_code,
    drug_poisoning_deaths.period_start,
    drug_poisoning_deaths.period_end,
    drug_poisoning_deaths.period as period_label,
    cast(drug_poisoning_deaths.value as double) as value,
    drug_poisoning_deaths.value_mark,
    cast(null as double) as numerator,
    cast(null as double) as denominator,
    cast(null as double) as lower,
    cast(null as double) as upper,
    cast(null as varchar) as significance,
    cast(null as varchar) as note,
    drug_poisoning_deaths.source_file,
    drug_poisoning_deaths.source_row
from drug_poisoning_deaths
-- a project whose districts have no official codes knows them by their names
left join areas on drug_poisoning_deaths.area_name = areas.area_code
