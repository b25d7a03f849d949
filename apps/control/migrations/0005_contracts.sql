-- Service descriptions, contracts, what they compile to, and mandates.

CREATE TABLE catalogue (
  id text NOT NULL,
  version text NOT NULL,
  -- The YAML exactly as loaded: what a customer agreed to can always be shown.
  source text NOT NULL,
  hash text NOT NULL,
  active boolean NOT NULL DEFAULT false,
  loaded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX one_active_catalogue ON catalogue (active) WHERE active;

CREATE SEQUENCE contract_number;

CREATE TABLE contract (
  id uuid NOT NULL,
  customer_id uuid NOT NULL REFERENCES customer (id),
  number text NOT NULL,
  catalogue_id text NOT NULL,
  catalogue_version text NOT NULL,
  plan_id text NOT NULL,
  level_id text,
  state text NOT NULL CHECK (state IN ('offered', 'ordered', 'active', 'ended')),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz,
  recipients jsonb NOT NULL DEFAULT '[]',
  choices jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (customer_id, id),
  UNIQUE (id),
  UNIQUE (number),
  FOREIGN KEY (catalogue_id, catalogue_version) REFERENCES catalogue (id, version),
  CHECK (ends_at IS NULL OR ends_at >= starts_at)
);
ALTER TABLE contract ENABLE ROW LEVEL SECURITY;
ALTER TABLE contract FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON contract USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Which machines a contract binds. A machine is under one contract at a time.
CREATE TABLE contract_server (
  customer_id uuid NOT NULL,
  contract_id uuid NOT NULL,
  server_id uuid NOT NULL,
  bound_at timestamptz NOT NULL,
  freed_at timestamptz,
  PRIMARY KEY (customer_id, contract_id, server_id, bound_at),
  FOREIGN KEY (customer_id, contract_id) REFERENCES contract (customer_id, id),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE UNIQUE INDEX one_contract_per_server ON contract_server (customer_id, server_id) WHERE freed_at IS NULL;
ALTER TABLE contract_server ENABLE ROW LEVEL SECURITY;
ALTER TABLE contract_server FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON contract_server USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- What a contract compiles to for a machine, signed; `kind` target or charter. Only the newest version counts.
CREATE TABLE compiled_state (
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('target', 'charter')),
  epoch integer NOT NULL,
  version integer NOT NULL,
  contract_id uuid,
  -- Hash of the content without version and time: the same content is not compiled twice.
  content_hash text NOT NULL,
  envelope jsonb NOT NULL,
  compiled_at timestamptz NOT NULL,
  PRIMARY KEY (customer_id, server_id, kind, epoch, version),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
ALTER TABLE compiled_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE compiled_state FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON compiled_state USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

CREATE TABLE mandate (
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  epoch integer NOT NULL,
  sequence bigint NOT NULL,
  contract_id uuid,
  operation text NOT NULL,
  parameters jsonb NOT NULL,
  clause text NOT NULL,
  asked_by jsonb NOT NULL,
  approved_by jsonb NOT NULL DEFAULT '[]',
  reason text NOT NULL DEFAULT '',
  state text NOT NULL CHECK (state IN ('issued', 'delivered', 'accepted', 'running', 'succeeded', 'failed', 'refused', 'expired', 'cancelled')),
  refusal text,
  output text NOT NULL DEFAULT '',
  envelope jsonb NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (customer_id, id),
  UNIQUE (id),
  UNIQUE (server_id, epoch, sequence),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE INDEX mandate_by_server ON mandate (customer_id, server_id, issued_at DESC);
CREATE INDEX mandate_open ON mandate (server_id) WHERE state IN ('issued', 'delivered', 'accepted', 'running');
ALTER TABLE mandate ENABLE ROW LEVEL SECURITY;
ALTER TABLE mandate FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON mandate USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- The course of a mandate; append-only.
CREATE TABLE mandate_step (
  customer_id uuid NOT NULL,
  mandate_id uuid NOT NULL,
  number integer NOT NULL,
  at timestamptz NOT NULL,
  stage text NOT NULL,
  detail text NOT NULL DEFAULT '',
  PRIMARY KEY (customer_id, mandate_id, number),
  FOREIGN KEY (customer_id, mandate_id) REFERENCES mandate (customer_id, id)
);
CREATE TRIGGER mandate_step_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON mandate_step EXECUTE FUNCTION refuse_change();
ALTER TABLE mandate_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE mandate_step FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON mandate_step USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Our copy of each agent's own journal; append-only, chain checked as it comes in.
CREATE TABLE journal_entry (
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  epoch integer NOT NULL,
  number bigint NOT NULL,
  at timestamptz NOT NULL,
  body text NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL,
  -- False where the entry does not follow from the one before, or its hash is not that of its text.
  holds boolean NOT NULL,
  PRIMARY KEY (customer_id, server_id, epoch, number),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE TRIGGER journal_entry_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry EXECUTE FUNCTION refuse_change();
ALTER TABLE journal_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON journal_entry USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));
