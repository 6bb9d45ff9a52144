-- one row per source and period of the district whose reporting basis differs from that of the period before it
with

ordered as (
    select
        reporting_basis.source,
        reporting_basis.period_start,
        reporting_basis.basis,
        lag(reporting_basis.basis) over (
            partition by reporting_basis.source
            order by reporting_basis.period_start asc
        ) as basis_before
    from reporting_basis
    inner join parameters
        on
            reporting_basis.area_code = parameters.district_code
            and reporting_basis.period_start <= parameters.as_at
)

select
    source,
    period_start,
    basis_before,
    basis
from ordered
where basis <> basis_before
order by source asc, period_start asc
