-- One row per load × battery × scale × branch × month × channel × service × customer group × score.
create table if not exists scores (
    load integer, instrument varchar, battery varchar,
    scale varchar,   -- a subscale, a component, or total
    branch varchar, province varchar, month varchar, channel varchar, service varchar,
    customer_group varchar,
    score double,    -- a respondent's mean over the items of the scale
    respondents bigint, weight double, weight_squared double
);
insert into scores by name
with scaled as (
    select *, unnest(list_distinct(['total', subscale, component])) as scale
    from responses
    where battery <> 'overall'
),
scored as (
    select
        line, cell, weight, instrument, battery, scale,
        -- Rounded so that equal means stay equal whatever the order of the sum.
        round(avg(answer), 9) as score
    from scaled
    where scale is not null
    group by all
    -- A mean over less than half of the items says little of the scale.
    having count(answer) * 2 >= count(*) and count(answer) > 0
),
counted as (
    select
        cell, instrument, battery, scale, score,
        count(*) as respondents, sum(weight) as weight, sum(weight ** 2) as weight_squared
    from scored
    group by all
)
select * exclude (cell)
from counted
join cells using (cell)
order by battery, scale, cell, score
