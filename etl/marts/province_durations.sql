-- One row per load × province × month × channel × duration bucket: `request_durations`, summed over
-- branches, services and groups.
create table if not exists province_durations (
    load integer, province varchar, month varchar, channel varchar,
    bucket smallint,
    requests bigint
);
insert into province_durations by name
select load, province, month, channel, bucket, sum(requests)::bigint as requests
from request_durations as cells
semi join summed on cells.load = summed.load and cells.month is not distinct from summed.month
group by all
order by month, province, channel, bucket
