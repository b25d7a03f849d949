-- What evidence that came after a month was reported would have changed. The report stands; each finding is one row more.
CREATE TABLE month_adjustment (
  customer_id uuid NOT NULL,
  contract_id uuid NOT NULL,
  server_id uuid NOT NULL,
  month text NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
  number integer NOT NULL CHECK (number > 0),
  found_at timestamptz NOT NULL,
  clause text NOT NULL,
  reported_points integer NOT NULL,
  corrected_points integer NOT NULL,
  down_ms_change bigint NOT NULL,
  -- The month as it is judged by all that is known now, and the outages that this rests on.
  evidence jsonb NOT NULL,
  PRIMARY KEY (customer_id, contract_id, server_id, month, number),
  FOREIGN KEY (customer_id, contract_id, server_id, month) REFERENCES frozen_month (customer_id, contract_id, server_id, month)
);
CREATE INDEX month_adjustment_by_time ON month_adjustment (found_at DESC);
CREATE TRIGGER month_adjustment_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON month_adjustment EXECUTE FUNCTION refuse_change();
ALTER TABLE month_adjustment ENABLE ROW LEVEL SECURITY;
ALTER TABLE month_adjustment FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON month_adjustment USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));
