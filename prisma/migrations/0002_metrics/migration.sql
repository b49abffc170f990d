-- Samples and their roll-ups, in a schema of their own that Prisma does not model.
-- Times are milliseconds since 1970. Data tables are partitioned by time and expire by dropping whole partitions. Partitions are made
-- by the program (ahead of time, and when a sample needs one): they carry row-level security without any policy, so that data is
-- reachable through the parents alone.

CREATE SCHEMA metrics;

CREATE TABLE metrics.series (
  tenant_number INTEGER NOT NULL,
  id INTEGER GENERATED ALWAYS AS IDENTITY,
  name TEXT NOT NULL,
  labels JSONB NOT NULL,
  -- SHA-256 of the canonical form of name and sorted labels.
  fingerprint BYTEA NOT NULL,
  -- Advanced by the roll-up, in steps of some minutes.
  last_seen BIGINT NOT NULL,
  CONSTRAINT series_pkey PRIMARY KEY (tenant_number, id),
  CONSTRAINT series_fingerprint_key UNIQUE (tenant_number, fingerprint)
) WITH (fillfactor = 80);
CREATE INDEX series_name_idx ON metrics.series (tenant_number, name);

CREATE TABLE metrics.samples (
  tenant_number INTEGER NOT NULL,
  series_id INTEGER NOT NULL,
  at BIGINT NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  CONSTRAINT samples_pkey PRIMARY KEY (tenant_number, series_id, at)
) PARTITION BY RANGE (at);

CREATE TABLE metrics.rollups_1m (
  tenant_number INTEGER NOT NULL,
  series_id INTEGER NOT NULL,
  at BIGINT NOT NULL,
  count INTEGER NOT NULL,
  sum DOUBLE PRECISION NOT NULL,
  min DOUBLE PRECISION NOT NULL,
  max DOUBLE PRECISION NOT NULL,
  last DOUBLE PRECISION NOT NULL,
  CONSTRAINT rollups_1m_pkey PRIMARY KEY (tenant_number, series_id, at)
) PARTITION BY RANGE (at);

CREATE TABLE metrics.rollups_1h (
  tenant_number INTEGER NOT NULL,
  series_id INTEGER NOT NULL,
  at BIGINT NOT NULL,
  count INTEGER NOT NULL,
  sum DOUBLE PRECISION NOT NULL,
  min DOUBLE PRECISION NOT NULL,
  max DOUBLE PRECISION NOT NULL,
  last DOUBLE PRECISION NOT NULL,
  CONSTRAINT rollups_1h_pkey PRIMARY KEY (tenant_number, series_id, at)
) PARTITION BY RANGE (at);

-- Samples before closed_to are rolled up, or about to be; a later sample of that time is announced in rollup_pending.
-- Roll-ups answer for times before rolled_1m_to and rolled_1h_to, raw samples for the rest.
CREATE TABLE metrics.rollup_progress (
  tenant_number INTEGER NOT NULL,
  closed_to BIGINT NOT NULL,
  rolled_1m_to BIGINT NOT NULL,
  rolled_1h_to BIGINT NOT NULL,
  CONSTRAINT rollup_progress_pkey PRIMARY KEY (tenant_number),
  CONSTRAINT rollup_progress_order CHECK (rolled_1h_to <= rolled_1m_to AND rolled_1m_to <= closed_to)
);

-- Minutes of a series that late samples touched. Without a unique key, so that writers never wait for the roll-up.
CREATE TABLE metrics.rollup_pending (
  tenant_number INTEGER NOT NULL,
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  series_id INTEGER NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT rollup_pending_pkey PRIMARY KEY (tenant_number, id)
);

-- The sub-select is evaluated once a statement, not once a row.
ALTER TABLE metrics.series ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY series_tenant ON metrics.series
  USING (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int))
  WITH CHECK (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int));
ALTER TABLE metrics.samples ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY samples_tenant ON metrics.samples
  USING (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int))
  WITH CHECK (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int));
ALTER TABLE metrics.rollups_1m ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY rollups_1m_tenant ON metrics.rollups_1m
  USING (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int))
  WITH CHECK (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int));
ALTER TABLE metrics.rollups_1h ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY rollups_1h_tenant ON metrics.rollups_1h
  USING (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int))
  WITH CHECK (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int));
ALTER TABLE metrics.rollup_progress ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY rollup_progress_tenant ON metrics.rollup_progress
  USING (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int))
  WITH CHECK (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int));
ALTER TABLE metrics.rollup_pending ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY rollup_pending_tenant ON metrics.rollup_pending
  USING (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int))
  WITH CHECK (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int));
-- Maintenance works tenant by tenant, in each one's scope. This lets the owner list which tenants have metrics, and nothing more.
CREATE POLICY rollup_progress_list ON metrics.rollup_progress FOR SELECT TO CURRENT_USER USING (true);

GRANT USAGE ON SCHEMA metrics TO nines_app;
GRANT SELECT, INSERT ON metrics.series TO nines_app;
GRANT SELECT, INSERT, UPDATE (value) ON metrics.samples TO nines_app;
GRANT SELECT ON metrics.rollups_1m, metrics.rollups_1h TO nines_app;
GRANT SELECT, INSERT ON metrics.rollup_progress TO nines_app;
GRANT INSERT ON metrics.rollup_pending TO nines_app;
