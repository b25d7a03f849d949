-- A machine's time line gets a new version whenever anything of its host or services changes, so that whoever remembers
-- a line can tell by one small question whether it still holds. Versions come from a sequence, which is never rolled back:
-- one version never stands for two lines.
CREATE SEQUENCE server_line_version;
ALTER TABLE server ADD COLUMN line_version bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN server.line_version IS 'changes with every change of state intervals of the host or its services';

CREATE FUNCTION renew_line_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE server SET line_version = nextval('server_line_version')
    WHERE id IN (SELECT c.server_id FROM changed c WHERE c.check_id = 'host' OR starts_with(c.check_id, 'service:'));
  RETURN NULL;
END $$;

CREATE TRIGGER line_grew AFTER INSERT ON state_interval REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION renew_line_version();
CREATE TRIGGER line_changed AFTER UPDATE ON state_interval REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION renew_line_version();
CREATE TRIGGER line_shrank AFTER DELETE ON state_interval REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION renew_line_version();
