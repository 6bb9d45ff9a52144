-- one row per indicator, strand ('' is the total), month and finest area: events counted
with

totals as (
    select
        indicator,
        '' as strand,
        month,
        district_code,
        place_code,
        ward_code,
        msoa_code,
        lsoa_code
    from counted_events
),

-- categories and subcategories are strands of themselves
kinds as (
    select
        indicator,
        strand,
        month,
        district_code,
        place_code,
        ward_code,
        msoa_code,
        lsoa_code
    from counted_events
    where strand is not null
),

-- of the flags only those that the indicator gives a title
flags as (
    select
        counted_events.indicator,
        event_flags.flag as strand,
        counted_events.month,
        counted_events.district_code,
        counted_events.place_code,
        counted_events.ward_code,
        counted_events.msoa_code,
        counted_events.lsoa_code
    from counted_events
    inner join indicators on counted_events.indicator = indicators.indicator
    inner join event_flags
        on counted_events.source = event_flags.source
        and counted_events.event_id = event_flags.event_id
    inner join strand_titles
        on counted_events.indicator = strand_titles.indicator
        and event_flags.flag = strand_titles.strand
    where indicators.strands = 'flag'
),

pieces as (
    select * from totals
    union all
    select * from kinds
    union all
    select * from flags
)

select
    indicator,
    strand,
    month,
    district_code,
    place_code,
    ward_code,
    msoa_code,
    lsoa_code,
    count(*) as count
from pieces
group by
    indicator,
    strand,
    month,
    district_code,
    place_code,
    ward_code,
    msoa_code,
    lsoa_code
