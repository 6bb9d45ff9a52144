-- one row per indicator, dimension and member: what it adds to the district's change; members add up to the whole
with

district as (
    select
        indicator,
        change
    from area_windows
    where level = 'district'
),

-- strands that overlap add up to more than the total, so they contribute nothing that can be told apart
strands as (
    select
        period_comparisons.indicator,
        'strand' as dimension,
        period_comparisons.strand as member,
        period_comparisons.current_count,
        period_comparisons.previous_count,
        period_comparisons.change
    from period_comparisons
    inner join indicators
        on period_comparisons.indicator = indicators.indicator
        and period_comparisons.basis = indicators.basis
    cross join parameters
    where
        period_comparisons.area_code = parameters.district_code
        and period_comparisons.strand <> ''
        and not indicators.strands_overlap
),

areas_inside as (
    select
        indicator,
        level as dimension,
        area_code as member,
        current_count,
        previous_count,
        change
    from area_windows
    where level <> 'district'
),

members as (
    select * from strands
    union all
    select * from areas_inside
)

select
    members.indicator,
    members.dimension,
    members.member,
    members.current_count,
    members.previous_count,
    members.change,
    case when district.change <> 0 then members.change / district.change end as share_of_change
from members
inner join district on members.indicator = district.indicator
-- without a period to compare with there is no change to share out
where members.change is not null
order by members.indicator asc, members.dimension asc, members.member asc
