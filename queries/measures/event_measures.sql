-- one row per indicator, area, strand and covered month: events counted, nought where nothing happened
with

members as (
    select
        event_counts.indicator,
        event_counts.strand
    from event_counts
    inner join assessed_districts on event_counts.area_code = assessed_districts.area_code
    where assessed_districts.is_subject and event_counts.strand <> ''
    group by event_counts.indicator, event_counts.strand
),

-- one member alone would only repeat the total
divided as (
    select indicator
    from members
    group by indicator
    having count(*) > 1
),

strands as (
    select
        indicator,
        '' as strand
    from chosen_sources
    where source_kind <> 'series'
    union all
    select
        members.indicator,
        members.strand
    from members
    inner join divided on members.indicator = divided.indicator
),

-- a source that never says where something happened has no small areas
located as (
    select distinct
        event_counts.indicator,
        event_counts.level
    from event_counts
    inner join indicators on event_counts.indicator = indicators.indicator
    where
        event_counts.level in ('district', 'place')
        or indicators.small_areas
),

covered as (
    select distinct
        chosen_sources.indicator,
        measured_areas.area_code,
        measured_areas.level,
        measured_areas.is_subject,
        coverage.month
    from chosen_sources
    inner join coverage on chosen_sources.source = coverage.source
    inner join measured_areas on coverage.area_code = measured_areas.district_code
    cross join parameters
    left join located
        on chosen_sources.indicator = located.indicator
        and measured_areas.level = located.level
    where
        chosen_sources.source_kind <> 'series'
        and coverage.month <= parameters.newest_month
        and (measured_areas.level = 'district' or located.indicator is not null)
),

grid as (
    select
        covered.indicator,
        covered.area_code,
        covered.level,
        strands.strand,
        covered.month
    from covered
    inner join strands on covered.indicator = strands.indicator
    where covered.is_subject or strands.strand = ''
)

select
    grid.indicator,
    grid.area_code,
    grid.level,
    grid.strand,
    grid.month,
    cast(coalesce(event_counts.count, 0) as bigint) as count
from grid
left join event_counts
    on grid.indicator = event_counts.indicator
    and grid.area_code = event_counts.area_code
    and grid.strand = event_counts.strand
    and grid.month = event_counts.month
