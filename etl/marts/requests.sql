-- One row per load × branch × month × channel × service × customer group.
create table if not exists requests (
    load integer, branch varchar, province varchar, month varchar, channel varchar,
    service varchar, customer_group varchar,
    requests bigint, completed bigint, failed bigint, abandoned bigint, pending bigint,
    due bigint,      -- completed requests that had a date due
    on_time bigint   -- those of them completed no later than that
);
insert into requests by name
select
    load, branch, province, month, channel, service, customer_group,
    count(*) as requests,
    count(*) filter (status = 'completed') as completed,
    count(*) filter (status = 'failed') as failed,
    count(*) filter (status = 'abandoned') as abandoned,
    count(*) filter (status = 'pending') as pending,
    count(*) filter (status = 'completed' and due_at is not null) as due,
    count(*) filter (status = 'completed' and completed_at <= due_at) as on_time
from accepted
group by all
order by month, province, branch, channel, service, customer_group
