-- One row per load × battery × item × branch × month × channel × service × customer group × answer.
-- Those without weight are a row of their own, since some sums leave them out.
create table if not exists answers (
    load integer, instrument varchar, battery varchar, item varchar, branch varchar,
    province varchar, month varchar, channel varchar, service varchar, customer_group varchar,
    answer double,   -- reversed items already turned, so that more is better
    respondents bigint, weight double, weight_squared double
);
insert into answers by name
with counted as (
    select
        cell, position, answer,
        count(*) as respondents, sum(weight) as weight, sum(weight ** 2) as weight_squared
    from responses
    where answer is not null
    group by cell, position, answer, weight > 0
    order by position, cell, answer -- like beside like: half the disk, and cheap while rows are narrow
)
select * exclude (cell, position, col)
from counted
join answer_columns using (position)
join cells using (cell)
