-- The installation, its customers and machines, and what everything else is recorded against.
-- Every table that holds a customer's data carries customer_id in its keys and is closed by forced row-level security:
-- the setting app.customer is a customer's id, or 'provider' for the provider's own people and jobs, or absent: no rows.

CREATE FUNCTION may_see(customer uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN current_setting('app.customer', true) = 'provider' OR current_setting('app.customer', true) = customer::text;

CREATE FUNCTION is_provider() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN current_setting('app.customer', true) = 'provider';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- One row: who this installation is and which keys it signs with.
CREATE TABLE installation (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  id uuid NOT NULL,
  provider_name text NOT NULL,
  locale text NOT NULL,
  time_zone text NOT NULL,
  -- Raw Ed25519 public key, base64; the private key lies outside the database.
  signing_key text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE customer (
  id uuid PRIMARY KEY,
  no integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  locale text NOT NULL,
  time_zone text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE customer ENABLE ROW LEVEL SECURITY;
ALTER TABLE customer FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON customer USING (may_see(id)) WITH CHECK (is_provider());

CREATE TABLE server (
  id uuid NOT NULL,
  customer_id uuid NOT NULL REFERENCES customer (id),
  -- Small number for the rows of readings.
  no integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  hostname text NOT NULL,
  -- waiting: never enrolled; up, unreachable, down: as judged; quarantined: two agents with one identity; retired.
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'up', 'unreachable', 'down', 'quarantined', 'retired')),
  state_since timestamptz NOT NULL DEFAULT now(),
  epoch integer NOT NULL DEFAULT 0,
  machine_id text,
  public_key text,
  agent_version text,
  architecture text,
  operating_system text,
  -- Where the agent was last seen from, for the probe that tells a dead machine from a silent agent.
  address inet,
  last_seen_at timestamptz,
  enrolled_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id),
  UNIQUE (customer_id, id),
  UNIQUE (customer_id, hostname)
);
CREATE INDEX server_by_customer ON server (customer_id, hostname);
ALTER TABLE server ENABLE ROW LEVEL SECURITY;
ALTER TABLE server FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON server USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Append-only and chained: hash = sha256(prev_hash || '\n' || body), body being the exact text that was hashed.
CREATE TABLE audit_entry (
  number bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  customer_id uuid REFERENCES customer (id),
  action text NOT NULL,
  object text NOT NULL,
  body text NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL
);
CREATE TRIGGER audit_entry_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry EXECUTE FUNCTION refuse_change();
CREATE INDEX audit_entry_by_customer ON audit_entry (customer_id, number);
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_writes ON audit_entry FOR INSERT WITH CHECK (current_setting('app.customer', true) <> '');
CREATE POLICY provider_reads ON audit_entry FOR SELECT USING (current_setting('app.customer', true) <> '');

-- Refusals and oddities: foreign ids, used tokens, clones, bad signatures.
CREATE TABLE security_event (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL,
  customer_id uuid,
  server_id uuid,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX security_event_by_time ON security_event (at DESC);
ALTER TABLE security_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE security_event FORCE ROW LEVEL SECURITY;
CREATE POLICY provider_only ON security_event FOR SELECT USING (is_provider());
CREATE POLICY anybody_writes ON security_event FOR INSERT WITH CHECK (true);
