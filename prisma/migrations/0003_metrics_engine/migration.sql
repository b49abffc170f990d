-- The metrics engine: samples are journalled as they come and sealed as compressed chunks. It takes the place of one row a sample.
-- Times are milliseconds since 1970. Chunks and roll-ups are partitioned by time and expire by dropping whole partitions. Partitions are
-- made by the program and carry row-level security without any policy, so that data is reachable through the parents alone.

DROP TABLE metrics.samples, metrics.rollups_1m, metrics.rollups_1h, metrics.rollup_progress, metrics.rollup_pending, metrics.series;

CREATE TABLE metrics.series (
  tenant_number INTEGER NOT NULL,
  id INTEGER GENERATED ALWAYS AS IDENTITY,
  -- The name is the label __name__.
  labels JSONB NOT NULL,
  -- SHA-256 of the sorted labels.
  fingerprint BYTEA NOT NULL,
  -- Everything in order up to this time is in chunks.
  sealed_to BIGINT,
  CONSTRAINT series_pkey PRIMARY KEY (tenant_number, id),
  CONSTRAINT series_fingerprint_key UNIQUE (tenant_number, fingerprint)
) WITH (fillfactor = 80);

CREATE TABLE metrics.chunks (
  tenant_number INTEGER NOT NULL,
  series_id INTEGER NOT NULL,
  from_ms BIGINT NOT NULL,
  data BYTEA NOT NULL,
  CONSTRAINT chunks_pkey PRIMARY KEY (tenant_number, series_id, from_ms)
) PARTITION BY RANGE (from_ms);

-- A row holds the buckets of one day (UTC) of one series.
CREATE TABLE metrics.rollups_5m (
  tenant_number INTEGER NOT NULL,
  series_id INTEGER NOT NULL,
  from_ms BIGINT NOT NULL,
  data BYTEA NOT NULL,
  CONSTRAINT rollups_5m_pkey PRIMARY KEY (tenant_number, series_id, from_ms)
) PARTITION BY RANGE (from_ms);

CREATE TABLE metrics.rollups_1h (
  tenant_number INTEGER NOT NULL,
  series_id INTEGER NOT NULL,
  from_ms BIGINT NOT NULL,
  data BYTEA NOT NULL,
  CONSTRAINT rollups_1h_pkey PRIMARY KEY (tenant_number, series_id, from_ms)
) PARTITION BY RANGE (from_ms);

-- Days before rolled_to are rolled up; the days of a series that later samples touched are in rollup_pending.
CREATE TABLE metrics.rollup_progress (
  tenant_number INTEGER NOT NULL,
  rolled_to BIGINT NOT NULL,
  CONSTRAINT rollup_progress_pkey PRIMARY KEY (tenant_number)
);
CREATE TABLE metrics.rollup_pending (
  tenant_number INTEGER NOT NULL,
  series_id INTEGER NOT NULL,
  from_ms BIGINT NOT NULL,
  CONSTRAINT rollup_pending_pkey PRIMARY KEY (tenant_number, series_id, from_ms)
);

CREATE TABLE metrics.metadata (
  tenant_number INTEGER NOT NULL,
  metric TEXT NOT NULL,
  type TEXT NOT NULL,
  help TEXT NOT NULL,
  unit TEXT NOT NULL,
  CONSTRAINT metadata_pkey PRIMARY KEY (tenant_number, metric)
);

-- What is acknowledged and not sealed: a snapshot of memory, and the journal since. Both come in pairs, so that the old one is truncated
-- when the new one is whole. They hold all tenants and belong to the engine alone: the program's role has no right on them.
CREATE TABLE metrics.journal_a (seq BIGINT PRIMARY KEY, data BYTEA NOT NULL);
CREATE TABLE metrics.journal_b (seq BIGINT PRIMARY KEY, data BYTEA NOT NULL);
CREATE TABLE metrics.snapshot_a (part INTEGER PRIMARY KEY, data BYTEA NOT NULL);
CREATE TABLE metrics.snapshot_b (part INTEGER PRIMARY KEY, data BYTEA NOT NULL);
CREATE TABLE metrics.checkpoint (
  only_row BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_row),
  snapshot TEXT NOT NULL CHECK (snapshot IN ('a', 'b')),
  journal TEXT NOT NULL CHECK (journal IN ('a', 'b')),
  seq BIGINT NOT NULL,
  -- Samples and 5-minute roll-ups before these times are dropped.
  raw_dropped_to BIGINT,
  rollups_5m_dropped_to BIGINT
);
INSERT INTO metrics.checkpoint (snapshot, journal, seq) VALUES ('a', 'a', 0);

-- Compressed already: the database need not try.
ALTER TABLE metrics.chunks ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE metrics.rollups_5m ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE metrics.rollups_1h ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE metrics.journal_a ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE metrics.journal_b ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE metrics.snapshot_a ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE metrics.snapshot_b ALTER COLUMN data SET STORAGE EXTERNAL;

-- The sub-select is evaluated once a statement, not once a row.
ALTER TABLE metrics.series ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY series_tenant ON metrics.series
  USING (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int))
  WITH CHECK (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int));
ALTER TABLE metrics.chunks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY chunks_tenant ON metrics.chunks
  USING (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int))
  WITH CHECK (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int));
ALTER TABLE metrics.rollups_5m ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY rollups_5m_tenant ON metrics.rollups_5m
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
ALTER TABLE metrics.metadata ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY metadata_tenant ON metrics.metadata
  USING (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int))
  WITH CHECK (tenant_number = (SELECT nullif(current_setting('nines.tenant_number', true), '')::int));
-- The engine reads the registry of all tenants when it starts, as the owner.
CREATE POLICY series_engine ON metrics.series FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY rollup_progress_engine ON metrics.rollup_progress FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY metadata_engine ON metrics.metadata FOR SELECT TO CURRENT_USER USING (true);

-- What holds all tenants is the owner's alone, by policy too.
ALTER TABLE metrics.journal_a ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY journal_a_engine ON metrics.journal_a TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE metrics.journal_b ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY journal_b_engine ON metrics.journal_b TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE metrics.snapshot_a ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY snapshot_a_engine ON metrics.snapshot_a TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE metrics.snapshot_b ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY snapshot_b_engine ON metrics.snapshot_b TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE metrics.checkpoint ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY checkpoint_engine ON metrics.checkpoint TO CURRENT_USER USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, DELETE, UPDATE (sealed_to) ON metrics.series TO nines_app;
GRANT SELECT, INSERT, DELETE, UPDATE (data) ON metrics.chunks, metrics.rollups_5m, metrics.rollups_1h TO nines_app;
GRANT SELECT, INSERT, UPDATE (rolled_to) ON metrics.rollup_progress TO nines_app;
GRANT SELECT, INSERT, DELETE ON metrics.rollup_pending TO nines_app;
GRANT SELECT, INSERT, DELETE, UPDATE (type, help, unit) ON metrics.metadata TO nines_app;
