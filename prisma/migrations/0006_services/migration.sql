-- Services, the checks that measure them, what the checks found, and objectives.

CREATE TABLE "services" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "services_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "services_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "services_tenant_id_name_key" ON "services"("tenant_id", "name");

-- `settings` are those of the kind, `plan` is when and how often; `sealed` holds the secrets and the token of a heartbeat, encrypted by the program.
-- The token itself is found by its hash alone.

CREATE TABLE "checks" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "service_id" UUID,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "target" TEXT NOT NULL DEFAULT '',
  "is_enabled" BOOLEAN NOT NULL DEFAULT true,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "plan" JSONB NOT NULL,
  "sealed" TEXT NOT NULL,
  "secret_names" TEXT[] DEFAULT ARRAY[]::TEXT[],
  "heartbeat_hash" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "checks_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "checks_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "checks_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "services"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "checks_tenant_id_name_key" ON "checks"("tenant_id", "name");
CREATE UNIQUE INDEX "checks_heartbeat_hash_key" ON "checks"("heartbeat_hash");
CREATE INDEX "checks_service_id_idx" ON "checks"("service_id");

-- Where a check is now: its state, its last result, and what its next step needs after a restart. The span that is open (from
-- `span_from`) is written when it begins and when it ends; until then it reaches to `measured_at`, and a result stands for the time until `covered_until` as long as none follows.

CREATE TABLE "check_states" (
  "check_id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  "state" TEXT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "reason" TEXT NOT NULL,
  "maintenance" JSONB,
  "last" JSONB,
  "memory" JSONB NOT NULL,
  "span_from" TIMESTAMPTZ(3),
  "measured_at" TIMESTAMPTZ(3),
  "covered_until" TIMESTAMPTZ(3),
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "check_states_pkey" PRIMARY KEY ("check_id"),
  CONSTRAINT "check_states_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "check_states_check_id_fkey" FOREIGN KEY ("check_id") REFERENCES "checks"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- What a service that calls Nines has said so far.

CREATE TABLE "check_heartbeats" (
  "check_id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  "memory" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "check_heartbeats_pkey" PRIMARY KEY ("check_id"),
  CONSTRAINT "check_heartbeats_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "check_heartbeats_check_id_fkey" FOREIGN KEY ("check_id") REFERENCES "checks"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Each change of state, with what was seen.

CREATE TABLE "check_events" (
  "id" BIGSERIAL NOT NULL,
  "tenant_id" UUID NOT NULL,
  "check_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "from_state" TEXT NOT NULL,
  "to_state" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "maintenance" JSONB,
  "evidence" JSONB,
  CONSTRAINT "check_events_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "check_events_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "check_events_check_id_fkey" FOREIGN KEY ("check_id") REFERENCES "checks"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "check_events_check_id_at_idx" ON "check_events"("check_id", "at" DESC);

-- The results, run-length encoded: [from_at, to_at) in one state. What lies between two spans was not measured.

CREATE TABLE "check_spans" (
  "check_id" UUID NOT NULL,
  "from_at" TIMESTAMPTZ(3) NOT NULL,
  "to_at" TIMESTAMPTZ(3) NOT NULL,
  "tenant_id" UUID NOT NULL,
  "state" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "maintenance" JSONB,
  "event_id" BIGINT,
  CONSTRAINT "check_spans_pkey" PRIMARY KEY ("check_id", "from_at"),
  CONSTRAINT "check_spans_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "check_spans_check_id_fkey" FOREIGN KEY ("check_id") REFERENCES "checks"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "check_spans_check_id_to_at_idx" ON "check_spans"("check_id", "to_at");

CREATE TABLE "objectives" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "service_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "alert_rule_ids" UUID[] DEFAULT ARRAY[]::UUID[],
  "days_version" INTEGER NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "objectives_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "objectives_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "objectives_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "services"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "objectives_tenant_id_name_key" ON "objectives"("tenant_id", "name");
CREATE INDEX "objectives_service_id_idx" ON "objectives"("service_id");

-- The figures of each finished day (in the objective's time zone), made from check_spans and from metrics; they can be made again.

CREATE TABLE "sla_metrics" (
  "objective_id" UUID NOT NULL,
  "day" DATE NOT NULL,
  "tenant_id" UUID NOT NULL,
  "from_at" TIMESTAMPTZ(3) NOT NULL,
  "to_at" TIMESTAMPTZ(3) NOT NULL,
  "up_ms" INTEGER NOT NULL,
  "degraded_ms" INTEGER NOT NULL,
  "down_ms" INTEGER NOT NULL,
  "unknown_ms" INTEGER NOT NULL,
  "maintenance_ms" INTEGER NOT NULL,
  "good" DOUBLE PRECISION NOT NULL,
  "bad" DOUBLE PRECISION NOT NULL,
  "settings_version" INTEGER NOT NULL,
  "computed_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "sla_metrics_pkey" PRIMARY KEY ("objective_id", "day"),
  CONSTRAINT "sla_metrics_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "sla_metrics_objective_id_fkey" FOREIGN KEY ("objective_id") REFERENCES "objectives"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "sla_metrics_tenant_id_day_idx" ON "sla_metrics"("tenant_id", "day");

ALTER TABLE "services" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "services_scope" ON "services" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "services" TO nines_app;

ALTER TABLE "checks" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "checks_scope" ON "checks" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "checks" TO nines_app;

ALTER TABLE "check_states" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "check_states_scope" ON "check_states" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "check_states" TO nines_app;

ALTER TABLE "check_heartbeats" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "check_heartbeats_scope" ON "check_heartbeats" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "check_heartbeats" TO nines_app;

ALTER TABLE "check_events" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "check_events_scope" ON "check_events" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, DELETE ON "check_events" TO nines_app;
GRANT USAGE ON SEQUENCE "check_events_id_seq" TO nines_app;

ALTER TABLE "check_spans" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "check_spans_scope" ON "check_spans" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "check_spans" TO nines_app;

ALTER TABLE "objectives" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "objectives_scope" ON "objectives" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "objectives" TO nines_app;

ALTER TABLE "sla_metrics" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "sla_metrics_scope" ON "sla_metrics" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "sla_metrics" TO nines_app;

-- One process runs the checks of all tenants: this lets the owner list them, and nothing more.

CREATE POLICY "services_list" ON "services" FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY "checks_list" ON "checks" FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY "check_states_list" ON "check_states" FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY "objectives_list" ON "objectives" FOR SELECT TO CURRENT_USER USING (true);

-- Tells every node which tenant's checks changed, once a statement and tenant.
CREATE FUNCTION nines_notify_checks() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('nines_checks', json_build_object('table', TG_TABLE_NAME, 'tenantId', "tenant_id")::text)
    FROM (SELECT DISTINCT "tenant_id" FROM "changed") AS "tenants";
  RETURN NULL;
END
$$;
CREATE TRIGGER "services_notify_insert" AFTER INSERT ON "services" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "services_notify_update" AFTER UPDATE ON "services" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "services_notify_delete" AFTER DELETE ON "services" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "checks_notify_insert" AFTER INSERT ON "checks" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "checks_notify_update" AFTER UPDATE ON "checks" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "checks_notify_delete" AFTER DELETE ON "checks" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "check_heartbeats_notify_insert" AFTER INSERT ON "check_heartbeats" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "check_heartbeats_notify_update" AFTER UPDATE ON "check_heartbeats" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "check_events_notify_insert" AFTER INSERT ON "check_events" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "objectives_notify_insert" AFTER INSERT ON "objectives" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "objectives_notify_update" AFTER UPDATE ON "objectives" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "objectives_notify_delete" AFTER DELETE ON "objectives" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "maintenance_windows_notify_checks_insert" AFTER INSERT ON "maintenance_windows" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "maintenance_windows_notify_checks_update" AFTER UPDATE ON "maintenance_windows" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
CREATE TRIGGER "maintenance_windows_notify_checks_delete" AFTER DELETE ON "maintenance_windows" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_checks();
