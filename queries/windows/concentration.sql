-- one row per indicator and level of small areas: the share of placed events that the top fifth of areas holds
with

ordered_areas as (
    select
        indicator,
        level,
        count,
        row_number() over (
            partition by indicator, level
            order by count desc, area_code asc
        ) as position,
        count(*) over (partition by indicator, level) as areas
    from area_rates
    where area_code <> '' and level not in ('district', 'place')
),

top_fifth as (
    select
        indicator,
        level,
        max(areas) as areas,
        count(case when position * 5 <= areas then 1 end) as top_areas,
        sum(case when position * 5 <= areas then count else 0 end) as top_count,
        sum(count) as placed_count
    from ordered_areas
    group by indicator, level
)

select
    indicator,
    level,
    areas,
    top_areas,
    cast(top_count as bigint) as top_count,
    cast(placed_count as bigint) as placed_count,
    case when placed_count > 0 then 1.0 * top_count / placed_count end as share
from top_fifth
order by indicator asc, level asc
