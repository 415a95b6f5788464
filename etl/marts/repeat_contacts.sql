-- One row per load × branch × month × channel × service × customer group × next channel.
-- Requests whose client and service are known. The next one is the same client's next request for
-- the same service, within 7 days, in any load that counts (`etl.next_contacts`).
create table if not exists repeat_contacts (
    load integer, branch varchar, province varchar, month varchar, channel varchar,
    service varchar, customer_group varchar,
    next_channel varchar, -- null: none of a known channel within 7 days
    requests bigint,
    followed bigint,      -- those that have a next one
    in_vain bigint,       -- failed or abandoned
    in_vain_followed bigint
);
insert into repeat_contacts by name
with contacts as (
    select *, lead(channel) over next_one as following, lead(submitted_at) over next_one as again_at
    from (
        select *, true as own, hash(client, service) as who from accepted
        where client is not null and service is not null
        union all by name
        select *, false as own, hash(client, service) as who from other_contacts
    )
    -- Requests of one second come in an order that does not depend on the order of the loads.
    window next_one as (partition by who order by submitted_at, hash(request_id), hash(branch))
),
judged as (
    select
        *, coalesce(again_at - submitted_at <= interval 7 days, false) as again,
        status in ('failed', 'abandoned') as vain
    from contacts
    where own
)
select
    load, branch, province, month, channel, service, customer_group,
    case when again then following end as next_channel,
    count(*) as requests,
    count(*) filter (again) as followed,
    count(*) filter (vain) as in_vain,
    count(*) filter (vain and again) as in_vain_followed
from judged
group by all
order by month, province, branch, channel, service, customer_group, next_channel
