-- One row per load × period × province × branch × service × channel × customer group.
create table if not exists volumes (
    load integer, province varchar, branch varchar, service varchar, channel varchar,
    customer_group varchar,
    period_from date, period_to date,
    first_month varchar, -- the Jalali month in which the period begins
    month varchar,       -- the one in which it ends: a period is in a selection once it is over
    requests bigint,     -- null where no cell has a number, which is not none
    completed bigint,
    followed bigint,     -- requests of the cells that say how many were completed
    cells bigint,
    missing bigint       -- those of them that have no number
);
insert into volumes by name
with counted as (
    select *, coalesce(completed, round(requests * completed_share)) as done
    from volume_rows
)
select
    load, province, branch, service, channel, customer_group,
    period_from::date as period_from, period_to::date as period_to, first_month, month,
    sum(requests)::bigint as requests,
    sum(done) filter (requests is not null)::bigint as completed,
    sum(requests) filter (done is not null)::bigint as followed,
    count(*) as cells,
    count(*) filter (requests is null) as missing
from counted
group by all
order by month, province, branch, service, channel
