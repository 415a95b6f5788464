-- One row per load × battery × branch × month × channel × service × customer group.
create table if not exists respondents (
    load integer, instrument varchar, battery varchar, branch varchar, province varchar,
    month varchar, channel varchar, service varchar, customer_group varchar,
    respondents bigint, -- answer sheets taken
    answered bigint,    -- those with at least one answer in the battery
    weight double, weight_squared double -- of those that answered
);
insert into respondents by name
with sheets_of_batteries as (
    select line, cell, weight, instrument, battery, count(answer) > 0 as answered
    from responses
    join answer_columns using (position)
    group by all
),
counted as (
    select
        cell, instrument, battery,
        count(*) as respondents,
        count(*) filter (answered) as answered,
        coalesce(sum(weight) filter (answered), 0) as weight,
        coalesce(sum(weight ** 2) filter (answered), 0) as weight_squared
    from sheets_of_batteries
    group by all
)
select * exclude (cell)
from counted
join cells using (cell)
order by battery, cell
