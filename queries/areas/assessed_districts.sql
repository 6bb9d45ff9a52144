-- one row per district that is looked at: the subject and its peers
select
    areas.area_code,
    areas.name,
    case when areas.area_code = parameters.district_code then true else false end as is_subject
from areas
cross join parameters
left join peers on areas.area_code = peers.area_code
where
    areas.level = 'district'
    and (areas.area_code = parameters.district_code or peers.area_code is not null)
