-- one row per indicator that can be measured: the first of its sources that was supplied
with

supplied as (
    select
        indicator_sources.indicator,
        indicator_sources.source,
        indicator_sources.source_kind,
        indicator_sources.proxy,
        row_number() over (
            partition by indicator_sources.indicator
            order by indicator_sources.preference asc
        ) as position
    from indicator_sources
    inner join sources on indicator_sources.source = sources.source
    where sources.supplied
)

select
    indicator,
    source,
    source_kind,
    proxy
from supplied
where position = 1
