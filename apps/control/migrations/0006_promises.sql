-- Announced work, the promise ledger and its evidence.

CREATE TABLE announcement (
  id uuid NOT NULL PRIMARY KEY,
  subject text NOT NULL,
  body text NOT NULL,
  cause text NOT NULL CHECK (cause IN ('planned-work', 'emergency-work', 'attack')),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  -- When it was told: an announcement counts from here, whatever its text says.
  announced_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  announced_by jsonb NOT NULL,
  CHECK (ends_at > starts_at)
);
CREATE INDEX announcement_by_time ON announcement (starts_at DESC);

-- Which machines an announcement concerns; a customer sees the announcements of his own.
CREATE TABLE announcement_server (
  announcement_id uuid NOT NULL REFERENCES announcement (id),
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  PRIMARY KEY (customer_id, announcement_id, server_id),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE INDEX announcement_by_server ON announcement_server (server_id);
ALTER TABLE announcement_server ENABLE ROW LEVEL SECURITY;
ALTER TABLE announcement_server FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON announcement_server USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));
ALTER TABLE announcement ENABLE ROW LEVEL SECURITY;
ALTER TABLE announcement FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON announcement USING (is_provider() OR EXISTS (
  SELECT FROM announcement_server WHERE announcement_server.announcement_id = announcement.id AND may_see(announcement_server.customer_id)))
  WITH CHECK (is_provider());

-- One clause, one contract, one machine, one calendar month: are we keeping our word?
CREATE TABLE promise (
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  contract_id uuid NOT NULL,
  server_id uuid,
  clause text NOT NULL,
  period text NOT NULL CHECK (period ~ '^[0-9]{4}-[0-9]{2}$'),
  state text NOT NULL CHECK (state IN ('pending', 'kept', 'at-risk', 'broken', 'waived')),
  waived_by_clause text,
  -- Why it stands so, one sentence per language.
  summary jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  -- What needs a look first.
  place smallint NOT NULL GENERATED ALWAYS AS (CASE state
    WHEN 'broken' THEN 0 WHEN 'at-risk' THEN 1 WHEN 'pending' THEN 2 WHEN 'waived' THEN 3 ELSE 4 END) STORED,
  PRIMARY KEY (customer_id, id),
  UNIQUE (id),
  UNIQUE NULLS NOT DISTINCT (contract_id, server_id, clause, period),
  FOREIGN KEY (customer_id, contract_id) REFERENCES contract (customer_id, id),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE INDEX promise_by_period ON promise (period, clause, state) INCLUDE (customer_id);
CREATE INDEX promise_by_server ON promise (server_id, period);
CREATE INDEX promise_by_place ON promise (period, place, updated_at DESC, id DESC);
CREATE INDEX promise_of_customer ON promise (customer_id, period, place, updated_at DESC, id DESC);
ALTER TABLE promise ENABLE ROW LEVEL SECURITY;
ALTER TABLE promise FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON promise USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- What shows it. `source` names the fact once, so that judging again adds nothing twice.
CREATE TABLE evidence (
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  promise_id uuid NOT NULL,
  source text NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('alarm-sent', 'state-change', 'outage', 'availability', 'samples', 'operation', 'agent', 'announcement')),
  summary jsonb NOT NULL,
  refs jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (customer_id, id),
  UNIQUE (promise_id, source),
  FOREIGN KEY (customer_id, promise_id) REFERENCES promise (customer_id, id) ON DELETE CASCADE
);
ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON evidence USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Machines whose promises must be judged again, marked in the transaction that gave cause to: nothing is forgotten in a
-- crash. Rows are only added and taken away, never changed, so that whoever marks waits for nobody.
CREATE TABLE promise_due (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
ALTER TABLE promise_due ENABLE ROW LEVEL SECURITY;
ALTER TABLE promise_due FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON promise_due USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Months as they were reported: never judged again. What is found out later is an adjustment beside them.
CREATE TABLE frozen_month (
  customer_id uuid NOT NULL,
  contract_id uuid NOT NULL,
  server_id uuid NOT NULL,
  month text NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
  result jsonb NOT NULL,
  frozen_at timestamptz NOT NULL,
  PRIMARY KEY (customer_id, contract_id, server_id, month),
  FOREIGN KEY (customer_id, contract_id) REFERENCES contract (customer_id, id),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE INDEX frozen_month_by_server ON frozen_month (server_id, month);
CREATE TRIGGER frozen_month_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON frozen_month EXECUTE FUNCTION refuse_change();
ALTER TABLE frozen_month ENABLE ROW LEVEL SECURITY;
ALTER TABLE frozen_month FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON frozen_month USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));
