-- A key whose request died with its process is free again after a moment, unless the request took effect.
ALTER TABLE idempotent_answer
  -- The one attempt that works on it, and until when it is taken to be alive.
  ADD COLUMN holder uuid,
  ADD COLUMN leased_until timestamptz NOT NULL DEFAULT now(),
  -- Set by the change itself, in its own transaction: it is not run again.
  ADD COLUMN effect_at timestamptz;
