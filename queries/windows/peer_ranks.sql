-- one row per indicator and district where peers are known: value and rank, first is highest
with

comparable as (
    select
        indicator,
        count(*) as districts,
        count(rate) as rates
    from peer_values
    group by indicator
    having count(*) > 1
),

-- without residents there is no rate: districts are then ranked by count, and the row says so
valued as (
    select
        peer_values.*,
        case when comparable.rates > 0 then peer_values.rate else peer_values.count end as ranked_value,
        case
            when comparable.rates > 0 then peer_values.value_kind
            else 'count'
        end as ranked_kind
    from peer_values
    inner join comparable on peer_values.indicator = comparable.indicator
),

ranked as (
    select
        indicator,
        area_code,
        rank() over (
            partition by indicator
            order by ranked_value desc
        ) as rank,
        count(*) over (partition by indicator, ranked_value) - 1 as ties,
        count(*) over (partition by indicator) as areas
    from valued
    where ranked_value is not null
)

select
    valued.indicator,
    valued.area_code,
    valued.name,
    valued.period_label,
    valued.count,
    valued.persons,
    valued.rate,
    ranked.rank,
    ranked.ties,
    ranked.areas,
    valued.is_subject,
    valued.ranked_kind as value_kind
from valued
left join ranked
    on valued.indicator = ranked.indicator
    and valued.area_code = ranked.area_code
order by valued.indicator asc, ranked.rank asc, valued.area_code asc
