-- One row per load × battery × item × branch × month × channel × service × customer group × answer.
create table if not exists answers (
    load integer, instrument varchar, battery varchar, item varchar, branch varchar,
    province varchar, month varchar, channel varchar, service varchar, customer_group varchar,
    answer double,   -- reversed items already turned, so that more is better
    respondents bigint, weight double, weight_squared double
);
insert into answers by name
select
    load, instrument, battery, item, branch, province, month, channel, service, customer_group,
    answer,
    count(*) as respondents,
    sum(coalesce(weight, 1)) as weight,
    sum(coalesce(weight, 1) ** 2) as weight_squared
from responses
where answer is not null
group by all
order by month, battery, item, province, branch, channel, service, customer_group, answer
