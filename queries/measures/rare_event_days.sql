-- one row per rare series, day and what the day is (happened or recorded): its events; no day where none is known
with

-- fewer than one a month are listed by year, for which no days are needed
charted as (
    select
        indicator,
        strand
    from rare_series
    where events >= months
),

-- a day outside the month in which its event counts is not the day that the event is counted by
of_district as (
    select
        counted_events.indicator,
        counted_events.source,
        counted_events.event_id,
        counted_events.strand,
        counted_events.counted_on_is as day_is,
        case
            when
                extract(year from counted_events.counted_on) = extract(year from counted_events.month)
                and extract(month from counted_events.counted_on) = extract(month from counted_events.month)
                then counted_events.counted_on
        end as counted_on
    from counted_events
    cross join parameters
    where counted_events.district_code = parameters.district_code
),

members as (
    select
        indicator,
        '' as strand,
        counted_on,
        day_is
    from of_district
    union all
    select
        indicator,
        strand,
        counted_on,
        day_is
    from of_district
    where strand is not null
    union all
    select
        of_district.indicator,
        event_flags.flag as strand,
        of_district.counted_on,
        of_district.day_is
    from of_district
    inner join indicators on of_district.indicator = indicators.indicator
    inner join event_flags
        on of_district.source = event_flags.source
        and of_district.event_id = event_flags.event_id
    where indicators.strands = 'flag'
)

select
    charted.indicator,
    charted.strand,
    members.counted_on,
    members.day_is,
    count(*) as events
from members
inner join charted
    on members.indicator = charted.indicator
    and members.strand = charted.strand
group by charted.indicator, charted.strand, members.counted_on, members.day_is
order by
    charted.indicator asc,
    charted.strand asc,
    members.counted_on asc nulls last,
    members.day_is asc
