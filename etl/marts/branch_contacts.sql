-- One row per load × branch × month × channel × next channel: `repeat_contacts`, summed.
create table if not exists branch_contacts (
    load integer, branch varchar, province varchar, month varchar, channel varchar,
    next_channel varchar,
    requests bigint, followed bigint, in_vain bigint, in_vain_followed bigint
);
insert into branch_contacts by name
select
    load, branch, province, month, channel, next_channel,
    sum(requests)::bigint as requests,
    sum(followed)::bigint as followed,
    sum(in_vain)::bigint as in_vain,
    sum(in_vain_followed)::bigint as in_vain_followed
from repeat_contacts as cells
semi join summed on cells.load = summed.load and cells.month is not distinct from summed.month
group by all
order by month, province, branch, channel, next_channel
