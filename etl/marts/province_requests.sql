-- One row per load × province × month × channel × service: `requests`, summed over branches and
-- groups.
create table if not exists province_requests (
    load integer, province varchar, month varchar, channel varchar, service varchar,
    requests bigint, completed bigint, failed bigint, abandoned bigint, pending bigint,
    due bigint, on_time bigint
);
insert into province_requests by name
select
    load, province, month, channel, service,
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
order by month, province, channel, service
