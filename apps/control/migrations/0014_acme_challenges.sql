-- What the certificate authority asks for, at whichever process it asks.
CREATE TABLE acme_challenge (
  token text PRIMARY KEY CHECK (length(token) <= 200),
  answer text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);
