-- one row per indicator and area of the subject: count, residents, rate and rank; 'not placed' has no code
with

counted as (
    select
        area_windows.indicator,
        area_windows.area_code,
        area_windows.level,
        coalesce(measured_areas.name, 'not placed') as name,
        measured_areas.parent_code,
        area_windows.current_count as count,
        case
            when indicators.resident_rate or area_windows.level = 'district' then denominators.persons
        end as persons,
        indicators.per_multiplier,
        area_windows.previous_count
    from area_windows
    inner join indicators on area_windows.indicator = indicators.indicator
    left join measured_areas on area_windows.area_code = measured_areas.area_code
    left join denominators
        on area_windows.indicator = denominators.indicator
        and area_windows.area_code = denominators.area_code
),

rated as (
    select
        counted.*,
        case when persons > 0 then 1.0 * per_multiplier * count / persons end as rate
    from counted
),

-- by rate where every area of the level has one, else by count
rankable as (
    select
        indicator,
        level,
        case when count(*) = count(rate) then 'rate' else 'count' end as ranked_by
    from rated
    where area_code <> ''
    group by indicator, level
),

ranked as (
    select
        rated.indicator,
        rated.area_code,
        rated.level,
        rank() over (
            partition by rated.indicator, rated.level
            order by
                case when rankable.ranked_by = 'rate' then rated.rate else 1.0 * rated.count end desc
        ) as rank,
        rankable.ranked_by
    from rated
    inner join rankable
        on rated.indicator = rankable.indicator
        and rated.level = rankable.level
    where rated.area_code <> ''
)

select
    rated.indicator,
    rated.area_code,
    rated.level,
    rated.name,
    rated.parent_code,
    rated.count,
    rated.persons,
    rated.rate,
    rated.previous_count,
    ranked.rank,
    ranked.ranked_by
from rated
left join ranked
    on rated.indicator = ranked.indicator
    and rated.area_code = ranked.area_code
    and rated.level = ranked.level
order by rated.indicator asc, rated.level asc, ranked.rank asc, rated.area_code asc
