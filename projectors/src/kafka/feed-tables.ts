/** How far projections are that Kafka feeds: part of the engine's own tables, there and empty where no Kafka is. */
export const feedTables = `
-- Of each partition of the topic: position of the last event that was relayed to it (docs/kafka.md).
create table if not exists read_model.relayed (
  partition integer primary key,
  last_position bigint not null
);
do $$ begin
  -- Asked first: replacing a view locks out every reader.
  if to_regclass('read_model.projection_positions') is null then
    -- How far each projection is, for whoever reads it. One that is fed by partition has a checkpoint for each, named
    -- 'board/3'. It is as far as the one that is least far; a partition whose last event it has, is where the relay is.
    create view read_model.projection_positions as
      with of_partitions as (
        select split_part(p.name, '/', 1) as name,
          min(case when p.position >= coalesce(r.last_position, -1) then greatest(p.position, relay.position)
              else p.position end) as position
        from read_model.projection_checkpoints p
        left join read_model.relayed r on r.partition = nullif(split_part(p.name, '/', 2), '')::int
        left join read_model.projection_checkpoints relay on relay.name = 'relay'
        where strpos(p.name, '/') > 0
        group by 1
      )
      select c.name, coalesce(o.position, c.position) as position
      from read_model.projection_checkpoints c left join of_partitions o on o.name = c.name
      where strpos(c.name, '/') = 0;
  end if;
end $$;
`;
