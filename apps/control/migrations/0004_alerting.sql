-- Alerts (one incident each), their time line, what was sent to whom, the mails themselves, and the intervals that
-- availability is computed from.

CREATE TABLE alert (
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  check_id text NOT NULL,
  contract_id uuid,
  state text NOT NULL CHECK (state IN ('ok', 'warning', 'critical', 'unknown')),
  output text NOT NULL DEFAULT '',
  clauses text[] NOT NULL DEFAULT '{}',
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  -- It reached us long after it happened, e.g. after a network cut.
  late boolean NOT NULL DEFAULT false,
  flapping boolean NOT NULL DEFAULT false,
  acknowledged_by jsonb,
  acknowledged_at timestamptz,
  acknowledgement_comment text,
  acknowledgement_sticky boolean NOT NULL DEFAULT false,
  PRIMARY KEY (customer_id, id),
  UNIQUE (id),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
-- One incident per check at a time.
CREATE UNIQUE INDEX one_open_alert ON alert (server_id, check_id) WHERE closed_at IS NULL;
CREATE INDEX alert_open ON alert (customer_id, opened_at DESC) WHERE closed_at IS NULL;
CREATE INDEX alert_by_server ON alert (customer_id, server_id, opened_at DESC);
ALTER TABLE alert ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON alert USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

CREATE TABLE alert_step (
  customer_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  number integer NOT NULL,
  at timestamptz NOT NULL,
  what text NOT NULL,
  detail text NOT NULL DEFAULT '',
  PRIMARY KEY (customer_id, alert_id, number),
  FOREIGN KEY (customer_id, alert_id) REFERENCES alert (customer_id, id)
);
ALTER TABLE alert_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert_step FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON alert_step USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Mails survive any crash: written with what causes them, sent afterwards, under one Message-ID for good.
CREATE TABLE mail (
  id uuid NOT NULL PRIMARY KEY,
  customer_id uuid REFERENCES customer (id),
  recipient text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  locale text NOT NULL,
  message_id text NOT NULL UNIQUE,
  state text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'kept', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  -- waiting: not before; sending: whoever claimed it is taken for dead after this.
  due_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  error text
);
CREATE INDEX mail_due ON mail (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX mail_by_time ON mail (created_at DESC);
ALTER TABLE mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON mail USING (is_provider() OR may_see(customer_id)) WITH CHECK (is_provider() OR may_see(customer_id));

-- The send journal: once per channel, recipient and turn of an incident.
CREATE TABLE notification (
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  channel text NOT NULL CHECK (channel IN ('mail', 'portal')),
  recipient text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('problem', 'recovery', 'acknowledgement', 'flapping')),
  -- The state that was told of: a warning that becomes critical is told of again.
  told_state text NOT NULL,
  mail_id uuid REFERENCES mail (id),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (customer_id, id),
  UNIQUE (alert_id, channel, recipient, kind, told_state),
  FOREIGN KEY (customer_id, alert_id) REFERENCES alert (customer_id, id)
);
ALTER TABLE notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON notification USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Hard states over time, per check; open-ended while they last. Epoch milliseconds, so that sums are exact.
CREATE TABLE state_interval (
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  check_id text NOT NULL,
  -- up, down, unknown for the host; ok, warning, critical, unknown for other checks.
  state text NOT NULL,
  from_ms bigint NOT NULL,
  to_ms bigint,
  alert_id uuid,
  PRIMARY KEY (customer_id, server_id, check_id, from_ms),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id),
  CHECK (to_ms IS NULL OR to_ms >= from_ms)
);
CREATE UNIQUE INDEX one_open_interval ON state_interval (server_id, check_id) WHERE to_ms IS NULL;
CREATE INDEX state_interval_bad ON state_interval (server_id, check_id, from_ms) WHERE state NOT IN ('ok', 'up');
ALTER TABLE state_interval ENABLE ROW LEVEL SECURITY;
ALTER TABLE state_interval FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON state_interval USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));
