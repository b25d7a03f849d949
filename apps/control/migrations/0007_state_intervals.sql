-- State intervals take facts in any order: a row is one turn (from then on the check stood so), and lasts until the next.
-- Turns are ordered by their origin's own count (epoch, seq): of two turns, the one counted later also holds against an
-- earlier one that claims a later time, because a clock may have been set back in between.

ALTER TABLE state_interval
  ADD COLUMN epoch integer NOT NULL DEFAULT 0,
  ADD COLUMN seq bigint NOT NULL DEFAULT 0,
  -- Why, where somebody knows: an outage cause, or 'connection' where only the connection was away.
  ADD COLUMN cause text,
  ADD CONSTRAINT state_interval_states CHECK (state IN ('ok', 'warning', 'critical', 'unknown', 'gone'));
COMMENT ON COLUMN state_interval.state IS 'ok, warning, critical, unknown; gone: not watched any more. Of the host: critical is down, unknown is unreachable';

DROP INDEX state_interval_bad;
-- All that availability asks for lies in the index.
CREATE INDEX state_interval_unwell ON state_interval (server_id, check_id, from_ms)
  INCLUDE (customer_id, to_ms, state, alert_id, cause) WHERE state <> 'ok';

-- Puts a turn in its place: splits or shortens what is there. The same turns in any order, once or often, leave the same
-- rows. Callers hold the machine's row, so that two turns of one check follow each other. Without a count (null, null) it
-- comes after all that is there: so do turns that we judge ourselves. False: it changed nothing.
CREATE FUNCTION turn_interval(of_customer uuid, of_server uuid, of_check text, new_state text, at_ms bigint,
  new_epoch integer, new_seq bigint, new_alert uuid, new_cause text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  next_ms bigint;
BEGIN
  IF new_seq IS NULL THEN
    SELECT i.epoch, i.seq + 1 INTO new_epoch, new_seq FROM state_interval i
      WHERE i.customer_id = of_customer AND i.server_id = of_server AND i.check_id = of_check
      ORDER BY i.epoch DESC, i.seq DESC LIMIT 1;
    new_epoch := coalesce(new_epoch, 0);
    new_seq := coalesce(new_seq, 1);
  END IF;
  IF EXISTS (
    SELECT FROM state_interval i
    WHERE i.customer_id = of_customer AND i.server_id = of_server AND i.check_id = of_check
      AND i.from_ms <= at_ms AND (i.epoch, i.seq) >= (new_epoch, new_seq)) THEN
    RETURN false;
  END IF;
  DELETE FROM state_interval i
    WHERE i.customer_id = of_customer AND i.server_id = of_server AND i.check_id = of_check
      AND i.from_ms >= at_ms AND (i.epoch, i.seq) < (new_epoch, new_seq);
  SELECT min(i.from_ms) INTO next_ms FROM state_interval i
    WHERE i.customer_id = of_customer AND i.server_id = of_server AND i.check_id = of_check AND i.from_ms > at_ms;
  UPDATE state_interval i SET to_ms = at_ms
    WHERE i.customer_id = of_customer AND i.server_id = of_server AND i.check_id = of_check
      AND i.from_ms < at_ms AND (i.to_ms IS NULL OR i.to_ms > at_ms);
  INSERT INTO state_interval (customer_id, server_id, check_id, state, from_ms, to_ms, alert_id, epoch, seq, cause)
    VALUES (of_customer, of_server, of_check, new_state, at_ms, next_ms, new_alert, new_epoch, new_seq, new_cause);
  RETURN true;
END $$;

-- What machines said of themselves, each word once: started, stopping, going down, out of memory, a clock step, lost
-- readings. Read for why a machine went silent, and for its history.
CREATE TABLE machine_event (
  customer_id uuid NOT NULL,
  server_id uuid NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  at_ms bigint NOT NULL,
  what text NOT NULL,
  detail text NOT NULL,
  PRIMARY KEY (customer_id, server_id, epoch, seq),
  FOREIGN KEY (customer_id, server_id) REFERENCES server (customer_id, id)
);
CREATE INDEX machine_event_by_time ON machine_event (server_id, at_ms DESC);
ALTER TABLE machine_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE machine_event FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON machine_event USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- The worst state an incident reached; its state is ok once it is over.
ALTER TABLE alert ADD COLUMN worst text NOT NULL DEFAULT 'unknown' CHECK (worst IN ('warning', 'critical', 'unknown'));
