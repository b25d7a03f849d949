-- What the control plane judges itself counts like the agent's own checks: a machine that is down, or whose agent is a
-- clone, is critical; one whose agent is silent is a warning at least.
ALTER TABLE server
  ADD COLUMN worst_of_all text NOT NULL GENERATED ALWAYS AS (CASE
    WHEN state IN ('down', 'quarantined') OR worst = 'critical' THEN 'critical'
    WHEN state = 'unreachable' OR worst = 'warning' THEN 'warning'
    ELSE worst END) STORED;
