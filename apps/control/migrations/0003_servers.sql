-- Enrolment and sessions of agents, what they report, and how it is kept.

-- What the list of servers shows beside the machine itself. Written every few seconds for all machines at once, so the
-- pages keep room for it and no index names these columns.
ALTER TABLE server
  ADD COLUMN worst text NOT NULL DEFAULT 'ok' CHECK (worst IN ('ok', 'warning', 'critical', 'unknown')),
  ADD COLUMN cpu_percent real,
  ADD COLUMN memory_percent real,
  ADD COLUMN filesystem_percent real,
  -- Order of the list: what needs a look first.
  ADD COLUMN severity smallint NOT NULL GENERATED ALWAYS AS (CASE
    WHEN state = 'retired' THEN 0
    WHEN state = 'waiting' THEN 5
    WHEN state = 'down' THEN 70
    WHEN state = 'quarantined' THEN 60
    WHEN worst = 'critical' THEN 50
    WHEN state = 'unreachable' THEN 40
    WHEN worst = 'warning' THEN 30
    WHEN worst = 'unknown' THEN 20
    ELSE 10 END) STORED;
ALTER TABLE server SET (fillfactor = 70);
CREATE INDEX server_by_severity ON server (severity DESC, hostname, id);
CREATE INDEX server_by_hostname ON server (hostname, id);

-- Join tokens: only their hash is kept.
CREATE TABLE enrolment (
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  contract_id uuid,
  hostname text NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  -- The key that it brought in: the same agent may ask again when the answer was lost on the way.
  used_by_key text,
  revoked_at timestamptz,
  PRIMARY KEY (customer_id, id),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE INDEX enrolment_by_server ON enrolment (server_id);
ALTER TABLE enrolment ENABLE ROW LEVEL SECURITY;
ALTER TABLE enrolment FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON enrolment USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- A nonce for one sign-in; deleted by the sign-in that uses it, whichever process that one reaches.
CREATE TABLE agent_challenge (
  nonce_hash bytea NOT NULL,
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  epoch integer NOT NULL,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (nonce_hash),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE INDEX agent_challenge_by_server ON agent_challenge (server_id);
ALTER TABLE agent_challenge ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_challenge FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON agent_challenge USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

CREATE TABLE agent_session (
  token_hash bytea NOT NULL,
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  epoch integer NOT NULL,
  -- Random per start of the agent. One that was superseded and signs in again is a clone.
  boot_id uuid NOT NULL,
  started_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_because text CHECK (ended_because IN ('superseded', 'quarantined', 'retired', 'enrolled-anew')),
  PRIMARY KEY (token_hash),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE INDEX agent_session_by_server ON agent_session (server_id, started_at);
ALTER TABLE agent_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_session FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON agent_session USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Which events were taken, so that one sent again changes nothing (R7).
CREATE TABLE agent_event (
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (server_id, epoch, seq),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE INDEX agent_event_by_time ON agent_event USING brin (taken_at);
ALTER TABLE agent_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_event FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON agent_event USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Where each check stands. Events may come in any order: each part of the row remembers the sequence number of the
-- event it comes from, and only a later one changes it.
CREATE TABLE check_standing (
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  check_id text NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('ok', 'warning', 'critical', 'unknown')),
  attempt integer NOT NULL,
  output text NOT NULL,
  value double precision,
  clauses text[] NOT NULL,
  -- No longer on the machine; kept a while, so that late word of it does not bring it back.
  gone boolean NOT NULL,
  hard boolean NOT NULL,
  hard_state text NOT NULL CHECK (hard_state IN ('ok', 'warning', 'critical', 'unknown')),
  hard_since_ms bigint NOT NULL,
  hard_seq bigint NOT NULL,
  flapping boolean NOT NULL,
  flapping_seq bigint NOT NULL,
  PRIMARY KEY (customer_id, server_id, check_id),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE INDEX check_standing_by_server ON check_standing (server_id);
ALTER TABLE check_standing ENABLE ROW LEVEL SECURITY;
ALTER TABLE check_standing FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON check_standing USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- The newest of each part of a machine's inventory.
CREATE TABLE inventory_part (
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  part text NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  at_ms bigint NOT NULL,
  items jsonb NOT NULL,
  PRIMARY KEY (customer_id, server_id, part),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
ALTER TABLE inventory_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE inventory_part FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON inventory_part USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Ordered lists of metric keys, named by the hash of their content.
CREATE TABLE metric_layout (
  no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customer (id),
  id text NOT NULL,
  keys text[] NOT NULL,
  UNIQUE (customer_id, id)
);
ALTER TABLE metric_layout ENABLE ROW LEVEL SECURITY;
ALTER TABLE metric_layout FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON metric_layout USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Which layouts a machine has ever used, so that its history is found without looking through it.
CREATE TABLE server_layout (
  customer_id uuid NOT NULL,
  server_no integer NOT NULL,
  layout_no integer NOT NULL REFERENCES metric_layout (no),
  PRIMARY KEY (server_no, layout_no)
);
ALTER TABLE server_layout ENABLE ROW LEVEL SECURITY;
ALTER TABLE server_layout FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON server_layout USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Readings as they come: a report is one row. Times are epoch milliseconds, because thousands of rows a second are
-- written and read as plain numbers. NaN stands for "no reading": arrays without nulls are cut without being walked.
-- No foreign keys: they would cost more than the row; the writer knows server and layout from its session.
-- One partition an hour. An hour that is over is packed into chunks and its partition dropped: nothing to vacuum.
CREATE TABLE sample (
  at_ms bigint NOT NULL,
  seq bigint NOT NULL,
  server_no integer NOT NULL,
  layout_no integer NOT NULL,
  epoch integer NOT NULL,
  customer_id uuid NOT NULL,
  values real[] NOT NULL,
  PRIMARY KEY (server_no, at_ms, seq)
) PARTITION BY RANGE (at_ms);
ALTER TABLE sample ENABLE ROW LEVEL SECURITY;
ALTER TABLE sample FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON sample USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- The control plane's role owns no table, so partitions are made and dropped by these three functions, as their owner.
-- Hours count from the epoch.
CREATE FUNCTION sample_partition_name(hour integer) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN format('sample_h%s', hour);

CREATE FUNCTION open_sample_hour(hour integer) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  name text := sample_partition_name(hour);
BEGIN
  PERFORM pg_advisory_xact_lock(7201003, hour);
  IF EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(name) AND inhparent = 'sample'::regclass) THEN
    RETURN false;
  END IF;
  -- Packing reads a partition straight, and knows by its rows whether any came in between: so no autovacuum.
  EXECUTE format('CREATE TABLE %I (LIKE sample INCLUDING ALL) WITH (autovacuum_enabled = off)', name);
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY customer_separation ON %I USING (may_see(customer_id))', name);
  EXECUTE format('GRANT SELECT ON %I TO %I', name, session_user);
  EXECUTE format('ALTER TABLE sample ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
    name, hour::bigint * 3600000, (hour::bigint + 1) * 3600000);
  RETURN true;
END $$;

-- Takes an hour out of the way of writers, in the blink of an eye; its rows can still be read under the new name.
CREATE FUNCTION close_sample_hour(hour integer) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  name text := sample_partition_name(hour);
  closed text := format('sample_closed_%s_%s', hour, (extract(epoch FROM clock_timestamp()) * 1000)::bigint);
BEGIN
  PERFORM pg_advisory_xact_lock(7201003, hour);
  IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(name) AND inhparent = 'sample'::regclass) THEN
    RETURN NULL;
  END IF;
  EXECUTE format('ALTER TABLE sample DETACH PARTITION %I', name);
  EXECUTE format('ALTER TABLE %I RENAME TO %I', name, closed);
  RETURN closed;
END $$;

CREATE FUNCTION drop_sample_hour(closed text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF closed !~ '^sample_closed_[0-9]+_[0-9]+$' THEN
    RAISE EXCEPTION '% is not a closed hour of samples', closed;
  END IF;
  EXECUTE format('DROP TABLE IF EXISTS %I', closed);
END $$;

-- An hour of a machine's readings, packed: column by column, `offsets` says where each begins, so that one series is
-- read without the others. Column 1 is the times, column 2 the sequence numbers, then the layout's keys.
CREATE TABLE sample_chunk (
  customer_id uuid NOT NULL,
  server_no integer NOT NULL,
  hour integer NOT NULL,
  layout_no integer NOT NULL,
  epoch integer NOT NULL,
  rows integer NOT NULL,
  offsets integer[] NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (server_no, hour, layout_no, epoch)
);
ALTER TABLE sample_chunk ALTER COLUMN data SET STORAGE EXTERNAL;
CREATE INDEX sample_chunk_by_hour ON sample_chunk USING brin (hour);
ALTER TABLE sample_chunk ENABLE ROW LEVEL SECURITY;
ALTER TABLE sample_chunk FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON sample_chunk USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- The same hour as averages and maxima of five minutes. Column 1 says how many rows each five minutes had, column 2 how
-- many of them lacked each key (empty: none did); then come the keys in pairs of columns, average and maximum.
CREATE TABLE sample_five (LIKE sample_chunk INCLUDING ALL);
-- A kilobyte or two, read whole: inside the row.
ALTER TABLE sample_five ALTER COLUMN data SET STORAGE MAIN;
ALTER TABLE sample_five ENABLE ROW LEVEL SECURITY;
ALTER TABLE sample_five FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON sample_five USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- And as one average and maximum an hour.
CREATE TABLE sample_hourly (
  customer_id uuid NOT NULL,
  server_no integer NOT NULL,
  hour integer NOT NULL,
  layout_no integer NOT NULL,
  epoch integer NOT NULL,
  rows integer NOT NULL,
  average real[] NOT NULL,
  maximum real[] NOT NULL,
  -- Readings of each key; null where every row had all.
  counts integer[],
  PRIMARY KEY (server_no, hour, layout_no, epoch)
);
CREATE INDEX sample_hourly_by_hour ON sample_hourly USING brin (hour);
ALTER TABLE sample_hourly ENABLE ROW LEVEL SECURITY;
ALTER TABLE sample_hourly FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON sample_hourly USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));
