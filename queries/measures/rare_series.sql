-- one row per indicator and strand (none for the total) of the district that counts fewer than 5 events a month
select
    measures.indicator,
    measures.strand,
    count(measures.count) as months,
    cast(sum(measures.count) as bigint) as events
from measures
inner join indicators on measures.indicator = indicators.indicator
cross join parameters
where
    indicators.value = 'count'
    and indicators.frequency = 'monthly'
    and measures.area_code = parameters.district_code
group by measures.indicator, measures.strand
having count(measures.count) > 0 and sum(measures.count) < 5 * count(measures.count)
order by measures.indicator asc, measures.strand asc
