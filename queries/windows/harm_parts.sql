-- one row per indicator and kind of offence in it: both counts, its weight of harm if any, whether police find it
with

-- what police activity brings to light measures that activity, not harm
found_by_police as (
    select subcategory
    from offences
    where found_by_police = 'yes'
    group by subcategory
)

select
    period_comparisons.indicator,
    period_comparisons.strand,
    period_comparisons.current_count,
    period_comparisons.previous_count,
    case when found_by_police.subcategory is null then harm_weights.weight end as weight,
    harm_weights.weight_source,
    harm_weights.version,
    found_by_police.subcategory is not null as found_by_police
from period_comparisons
inner join indicators
    on period_comparisons.indicator = indicators.indicator
    and period_comparisons.basis = indicators.basis
cross join parameters
left join harm_weights on period_comparisons.strand = harm_weights.subcategory
left join found_by_police on period_comparisons.strand = found_by_police.subcategory
where
    period_comparisons.area_code = parameters.district_code
    and period_comparisons.strand <> ''
    and period_comparisons.months_missing_current = 0
    and period_comparisons.months_missing_previous = 0
    and indicators.strands = 'subcategory'
    and not indicators.strands_overlap
    and indicators.polarity <> 'ambiguous'
order by period_comparisons.indicator asc, period_comparisons.strand asc
