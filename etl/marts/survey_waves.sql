-- One row per load × questionnaire × month × province × customer group.
create table if not exists survey_waves (
    load integer, instrument varchar, month varchar, province varchar, customer_group varchar,
    invited bigint, answered bigint, population bigint
);
insert into survey_waves by name
select
    load, instrument, wave as month, province, customer_group,
    invited::bigint as invited, answered::bigint as answered, population::bigint as population
from accepted
order by month, instrument, province, customer_group
