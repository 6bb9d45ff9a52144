-- one row per crime recorded by the police, with the group that its offence code belongs to
select
    'police_recorded_crime' as source,
    coalesce(
        nullif(police_recorded_crime.crime_reference, ''),
        concat(police_recorded_crime.source_file, ' row ', cast(police_recorded_crime.source_row as varchar))
    ) as event_id,
    'crime' as kind,
    coalesce(offences.category, '') as category,
    coalesce(offences.subcategory, '') as subcategory,
    police_recorded_crime.occurred_on,
    police_recorded_crime.recorded_on,
    cast(date_trunc('month', police_recorded_crime.recorded_on) as date) as month,
    police_recorded_crime.ward_code,
    police_recorded_crime.lsoa_code,
    true as whole_district,
    cast(null as varchar) as district_code,
    police_recorded_crime.ward_code_given as area_given,
    cast(null as double) as longitude,
    cast(null as double) as latitude,
    police_recorded_crime.victim_key,
    cast(null as boolean) as repeat_victim,
    case when offences.category = 'violence-against-the-person' then true else false end as violence,
    police_recorded_crime.domestic_abuse as domestic,
    police_recorded_crime.outcome,
    offences.harm_weight,
    police_recorded_crime.victim_sex,
    police_recorded_crime.knife,
    offences.found_by_police,
    police_recorded_crime.source_file,
    police_recorded_crime.source_row
from police_recorded_crime
left join offences on police_recorded_crime.offence_code = offences.offence_code
