-- How contracts came about, the terms that are part of them, who accepted which version, and consents.

ALTER TABLE contract ADD COLUMN form text CHECK (form IN ('signed-contract', 'confirmed-order', 'accepted-offer', 'order-by-mail'));
-- Machines that an offer is for; bound once it is confirmed.
ALTER TABLE contract ADD COLUMN offered_server_ids jsonb;

CREATE TABLE contract_step (
  customer_id uuid NOT NULL,
  contract_id uuid NOT NULL,
  number integer NOT NULL,
  at timestamptz NOT NULL,
  what text NOT NULL CHECK (what IN ('offered', 'ordered', 'active', 'changed', 'accepted', 'consented', 'withdrawn', 'ended')),
  actor jsonb NOT NULL,
  detail text NOT NULL DEFAULT '',
  PRIMARY KEY (customer_id, contract_id, number),
  FOREIGN KEY (customer_id, contract_id) REFERENCES contract (customer_id, id)
);
CREATE TRIGGER contract_step_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON contract_step EXECUTE FUNCTION refuse_change();
ALTER TABLE contract_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE contract_step FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON contract_step USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

-- The provider's documents, one row a version, never changed: what somebody accepted can always be read.
CREATE TABLE terms_document (
  id text NOT NULL,
  version text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  hash text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE TRIGGER terms_document_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON terms_document EXECUTE FUNCTION refuse_change();

CREATE TABLE terms_acceptance (
  customer_id uuid NOT NULL,
  contract_id uuid NOT NULL,
  document_id text NOT NULL,
  version text NOT NULL,
  accepted_by jsonb NOT NULL,
  accepted_at timestamptz NOT NULL,
  PRIMARY KEY (customer_id, contract_id, document_id, version),
  FOREIGN KEY (customer_id, contract_id) REFERENCES contract (customer_id, id),
  FOREIGN KEY (document_id, version) REFERENCES terms_document (id, version)
);
CREATE TRIGGER terms_acceptance_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON terms_acceptance EXECUTE FUNCTION refuse_change();
ALTER TABLE terms_acceptance ENABLE ROW LEVEL SECURITY;
ALTER TABLE terms_acceptance FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON terms_acceptance USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));

CREATE TABLE consent (
  customer_id uuid NOT NULL,
  contract_id uuid NOT NULL,
  consent_id text NOT NULL,
  given_by jsonb NOT NULL,
  given_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (customer_id, contract_id, consent_id, given_at),
  FOREIGN KEY (customer_id, contract_id) REFERENCES contract (customer_id, id)
);
CREATE UNIQUE INDEX one_standing_consent ON consent (contract_id, consent_id) WHERE withdrawn_at IS NULL;
ALTER TABLE consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE consent FORCE ROW LEVEL SECURITY;
CREATE POLICY customer_separation ON consent USING (may_see(customer_id)) WITH CHECK (may_see(customer_id));
