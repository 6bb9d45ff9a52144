-- one row per word that an agency used for an area, and area that it was read as: whether it is the code or the name
with

words as (
    select distinct
        area_given,
        ward_code
    from all_events
    where area_given is not null and ward_code is not null
),

-- spellings differ in case, spaces and punctuation
spelled as (
    select
        words.area_given,
        words.ward_code,
        lower(replace(replace(replace(replace(replace(replace(replace(
            words.area_given, ' ', ''), '-', ''), '''', ''), '’', ''), '.', ''), ',', ''), '&', '')) as given_plain,
        lower(replace(replace(replace(replace(replace(replace(replace(
            areas.name, ' ', ''), '-', ''), '''', ''), '’', ''), '.', ''), ',', ''), '&', '')) as name_plain
    from words
    left join areas on words.ward_code = areas.area_code
)

select
    area_given,
    ward_code,
    case
        when given_plain = lower(ward_code) then 'code'
        when given_plain = name_plain then 'name'
        else 'former name'
    end as given_by
from spelled
