-- One row per load × branch × month × channel: `requests`, summed over services and groups.
create table if not exists branch_requests (
    load integer, branch varchar, province varchar, month varchar, channel varchar,
    requests bigint, completed bigint, failed bigint, abandoned bigint, pending bigint,
    due bigint, on_time bigint
);
insert into branch_requests by name
select
    load, branch, province, month, channel,
    sum(requests)::bigint as requests,
    sum(completed)::bigint as completed,
    sum(failed)::bigint as failed,
    sum(abandoned)::bigint as abandoned,
    sum(pending)::bigint as pending,
    sum(due)::bigint as due,
    sum(on_time)::bigint as on_time
from requests as cells
semi join summed on cells.load = summed.load and cells.month is not distinct from summed.month
group by all
order by month, province, branch, channel
