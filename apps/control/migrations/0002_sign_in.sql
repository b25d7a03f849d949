-- People, how they sign in, their API keys; what the HTTP edge must remember; the audit log's one door.

-- Tables of better-auth, in its own shape and a schema of its own. They hold no customer's data beyond name and address, and
-- only the sign-in code reads them; who belongs to which customer stands in `person`.
CREATE SCHEMA sign_in;
CREATE TABLE sign_in."user" (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  "emailVerified" boolean NOT NULL,
  image text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now(),
  "twoFactorEnabled" boolean
);
CREATE TABLE sign_in.session (
  id uuid PRIMARY KEY,
  "expiresAt" timestamptz NOT NULL,
  -- Half of the cookie; the other half is its HMAC under a key outside the database, so that a dump opens no session.
  token text NOT NULL UNIQUE,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL,
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid NOT NULL REFERENCES sign_in."user" (id) ON DELETE CASCADE,
  -- The strongest proof given in this session, and when last: link, password, totp, passkey.
  proof text CHECK (proof IN ('link', 'password', 'totp', 'passkey')),
  "provenAt" timestamptz
);
CREATE INDEX session_by_user ON sign_in.session ("userId");
CREATE TABLE sign_in.account (
  id uuid PRIMARY KEY,
  "accountId" text NOT NULL,
  "providerId" text NOT NULL,
  "userId" uuid NOT NULL REFERENCES sign_in."user" (id) ON DELETE CASCADE,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL
);
CREATE INDEX account_by_user ON sign_in.account ("userId");
CREATE TABLE sign_in.verification (
  id uuid PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  "expiresAt" timestamptz NOT NULL,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX verification_by_identifier ON sign_in.verification (identifier);
CREATE TABLE sign_in."twoFactor" (
  id uuid PRIMARY KEY,
  secret text NOT NULL,
  "backupCodes" text NOT NULL,
  "userId" uuid NOT NULL REFERENCES sign_in."user" (id) ON DELETE CASCADE,
  verified boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
CREATE INDEX two_factor_by_user ON sign_in."twoFactor" ("userId");
CREATE TABLE sign_in.passkey (
  id uuid PRIMARY KEY,
  name text,
  "publicKey" text NOT NULL,
  "userId" uuid NOT NULL REFERENCES sign_in."user" (id) ON DELETE CASCADE,
  "credentialID" text NOT NULL UNIQUE,
  counter integer NOT NULL,
  "deviceType" text NOT NULL,
  "backedUp" boolean NOT NULL,
  transports text,
  "createdAt" timestamptz,
  aaguid text
);
CREATE INDEX passkey_by_user ON sign_in.passkey ("userId");

-- One-time sign-in links: for the first sign-in, and when somebody lost all else. Only the token's hash is kept.
CREATE TABLE sign_in.link (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES sign_in."user" (id) ON DELETE CASCADE,
  token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

-- A code of an authenticator app counts once (ASVS 6.5.1).
CREATE TABLE sign_in.used_code (
  person_id uuid NOT NULL REFERENCES sign_in."user" (id) ON DELETE CASCADE,
  code_hash text NOT NULL,
  used_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person_id, code_hash)
);

CREATE TABLE person (
  id uuid PRIMARY KEY REFERENCES sign_in."user" (id),
  -- Absent: one of the provider's own people.
  customer_id uuid REFERENCES customer (id),
  role text NOT NULL CHECK (role IN ('owner', 'technician', 'customer-admin', 'customer-reader')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  email text NOT NULL UNIQUE,
  locale text NOT NULL,
  time_zone text NOT NULL,
  disabled_at timestamptz,
  last_seen_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((customer_id IS NULL) = (role IN ('owner', 'technician')))
);
CREATE INDEX person_by_customer ON person (customer_id, id);
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE person FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON person USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

CREATE TABLE api_key (
  id uuid PRIMARY KEY,
  customer_id uuid REFERENCES customer (id),
  person_id uuid NOT NULL REFERENCES person (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  -- The first characters of the key, for people to tell keys apart.
  prefix text NOT NULL,
  secret_hash text NOT NULL UNIQUE,
  permissions text[] NOT NULL CHECK (cardinality(permissions) > 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX api_key_by_person ON api_key (person_id);
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON api_key USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- Answers to changes that were asked for with an Idempotency-Key; kept 24 hours. Answers can hold secrets (a new API key):
-- they are sealed with the key outside the database.
CREATE TABLE idempotent_answer (
  actor text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  -- SHA-256 over route, parameters and body: the same key for another request is refused.
  request_hash text NOT NULL,
  -- Absent while the request is in work.
  answer text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotent_answer_by_age ON idempotent_answer (created_at);

-- Counters of fixed windows, shared by all processes. Losing them in a crash harms nobody.
CREATE UNLOGGED TABLE rate_limit (
  bucket text PRIMARY KEY,
  window_ends_at timestamptz NOT NULL,
  count integer NOT NULL
);

-- The audit log is written by one function only, which runs as the owner: nobody needs the right to read it in order to add
-- to it, and nobody can add an entry that does not continue the chain.
DROP POLICY customer_writes ON audit_entry;
DROP POLICY provider_reads ON audit_entry;
CREATE POLICY provider_reads ON audit_entry FOR SELECT USING (is_provider());
CREATE POLICY provider_adds ON audit_entry FOR INSERT WITH CHECK (is_provider());
COMMENT ON TABLE audit_entry IS 'read only';

-- `fact` is a JSON object; the entry's body is that object with number and atMs put in front, and is what is hashed.
CREATE FUNCTION append_audit(entry_at timestamptz, entry_customer uuid, entry_action text, entry_object text, fact text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  last audit_entry%ROWTYPE;
  next_number bigint;
  next_body text;
  previous text;
  scope text := coalesce(current_setting('app.customer', true), '');
BEGIN
  PERFORM set_config('app.customer', 'provider', true);
  -- Writers queue here until the one before has committed: each entry needs the hash of the one before.
  PERFORM pg_advisory_xact_lock(7201001);
  SELECT * INTO last FROM audit_entry ORDER BY number DESC LIMIT 1;
  next_number := coalesce(last.number, 0) + 1;
  previous := coalesce(last.hash, repeat('0', 64));
  next_body := '{"number":' || next_number || ',"atMs":' || floor(extract(epoch FROM entry_at) * 1000)::bigint || ',' || substr(fact, 2);
  INSERT INTO audit_entry (number, at, customer_id, action, object, body, prev_hash, hash)
  VALUES (next_number, entry_at, entry_customer, entry_action, entry_object, next_body, previous,
          encode(sha256(convert_to(previous || E'\n' || next_body, 'UTF8')), 'hex'));
  -- Back to the caller's own scope. If something above failed, the roll-back restores it.
  PERFORM set_config('app.customer', scope, true);
  RETURN next_number;
END $$;

-- The chain's head at a time, signed by the control plane's key and written to its log, which can be sent elsewhere.
CREATE TABLE audit_checkpoint (
  number bigint PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  hash text NOT NULL,
  envelope jsonb NOT NULL
);
CREATE TRIGGER audit_checkpoint_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint EXECUTE FUNCTION refuse_change();
