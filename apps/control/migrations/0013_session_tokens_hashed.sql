-- Sessions are found by the hash of their token: whoever reads the database, a dump or a log has no session. Those that
-- are there end; people sign in again.
DELETE FROM sign_in.session;
COMMENT ON COLUMN sign_in.session.token IS 'SHA-256 of the token, hex';
ALTER TABLE sign_in.session ADD CONSTRAINT session_token_is_hash CHECK (token ~ '^[0-9a-f]{64}$');
