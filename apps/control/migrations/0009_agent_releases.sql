-- Releases of the agent and how far each has been rolled out.

-- The envelope is signed by a release key, which this installation does not hold; the executables lie in the data folder
-- under their sums. One release rolls at a time, through rings: see plan-rollout.ts.
CREATE TABLE agent_release (
  version text NOT NULL PRIMARY KEY,
  envelope jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('rolling', 'paused', 'stopped', 'superseded')),
  -- Why it was stopped, or by whom it was paused.
  note text NOT NULL DEFAULT '',
  ring smallint NOT NULL DEFAULT 1 CHECK (ring BETWEEN 1 AND 4),
  soak_seconds integer NOT NULL CHECK (soak_seconds >= 0),
  -- Machines that take it before all others.
  canaries jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  published_by jsonb NOT NULL
);
CREATE UNIQUE INDEX one_release_rolls ON agent_release ((true)) WHERE state IN ('rolling', 'paused');

-- What became of a release on a machine.
CREATE TABLE agent_update (
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  version text NOT NULL REFERENCES agent_release (version),
  state text NOT NULL CHECK (state IN ('offered', 'started', 'installed', 'refused', 'rolled-back', 'lost')),
  detail text NOT NULL DEFAULT '',
  offered_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (customer_id, server_id, version),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE INDEX agent_update_by_server ON agent_update (server_id);
CREATE INDEX agent_update_by_version ON agent_update (version, state);
ALTER TABLE agent_update ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_update FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON agent_update USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));
