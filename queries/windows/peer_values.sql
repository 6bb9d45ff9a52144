-- one row per indicator and district: what districts are compared by, in the current window or the latest period
with

counts as (
    select
        period_comparisons.indicator,
        period_comparisons.area_code,
        windows.label as period_label,
        case
            when period_comparisons.months_missing_current = 0 then cast(period_comparisons.current_count as double)
        end as count,
        denominators.persons,
        cast(null as double) as published_value,
        'rate' as value_kind
    from period_comparisons
    inner join indicators
        on period_comparisons.indicator = indicators.indicator
        and period_comparisons.basis = indicators.basis
    inner join windows
        on period_comparisons.basis = windows.basis
        and windows.period = 'current'
    left join denominators
        on period_comparisons.indicator = denominators.indicator
        and period_comparisons.area_code = denominators.area_code
    where period_comparisons.level = 'district' and period_comparisons.strand = ''
),

level_totals as (
    select
        levels.*,
        indicators.value as published_kind,
        -- a level split in strands is a score, which residents do not divide
        case when indicators.strands = '' then 1 else 0 end as is_stock
    from levels
    inner join indicators on levels.indicator = indicators.indicator
    where levels.strand = ''
),

latest as (
    select
        level_totals.indicator,
        max(level_totals.period_end) as period_end
    from level_totals
    cross join parameters
    where level_totals.area_code = parameters.district_code
    group by level_totals.indicator
),

published as (
    select
        level_totals.indicator,
        level_totals.area_code,
        level_totals.period_label,
        case
            when level_totals.published_kind <> 'level' then level_totals.numerator
            when level_totals.is_stock = 1 then level_totals.value
        end as count,
        case
            when level_totals.published_kind = 'level' and level_totals.is_stock = 1 then denominators.persons
        end as persons,
        case
            when level_totals.published_kind <> 'level' or level_totals.is_stock = 0 then level_totals.value
        end as published_value,
        case
            when level_totals.published_kind <> 'level' then level_totals.published_kind
            when level_totals.is_stock = 1 then 'rate'
            else 'level'
        end as value_kind
    from level_totals
    inner join latest
        on level_totals.indicator = latest.indicator
        and level_totals.period_end = latest.period_end
    left join denominators
        on level_totals.indicator = denominators.indicator
        and level_totals.area_code = denominators.area_code
),

both_kinds as (
    select * from counts
    union all
    select * from published
)

select
    both_kinds.indicator,
    both_kinds.area_code,
    assessed_districts.name,
    assessed_districts.is_subject,
    both_kinds.period_label,
    both_kinds.count,
    both_kinds.persons,
    case
        when both_kinds.published_value is not null then both_kinds.published_value
        when both_kinds.persons > 0 then 1.0 * indicators.per_multiplier * both_kinds.count / both_kinds.persons
    end as rate,
    both_kinds.value_kind
from both_kinds
inner join indicators on both_kinds.indicator = indicators.indicator
inner join assessed_districts on both_kinds.area_code = assessed_districts.area_code
