-- Incidents: what is wrong, who is on it, what was done, and what was learned.

CREATE TABLE "incidents" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "number" INTEGER NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "title" TEXT NOT NULL,
  "summary" TEXT NOT NULL DEFAULT '',
  "state" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "declared_by" JSONB NOT NULL,
  "team" TEXT NOT NULL DEFAULT '',
  "runbook_url" TEXT,
  "lead_id" UUID,
  "communications_id" UUID,
  "scribe_id" UUID,
  "started_at" TIMESTAMPTZ(3) NOT NULL,
  "detected_at" TIMESTAMPTZ(3),
  "acknowledged_at" TIMESTAMPTZ(3),
  "mitigated_at" TIMESTAMPTZ(3),
  "resolved_at" TIMESTAMPTZ(3),
  "reopened" INTEGER NOT NULL DEFAULT 0,
  "merged_into" UUID,
  "policy_id" UUID,
  -- How far its own escalation came, and when the next step is due.
  "escalation" JSONB,
  "escalation_due_at" TIMESTAMPTZ(3),
  -- Up to where the timeline was filled from alerts, deliveries and the audit trail.
  "filled_until" TIMESTAMPTZ(3),
  "joined_at" TIMESTAMPTZ(3) NOT NULL,
  "review" TEXT,
  "review_version" INTEGER NOT NULL DEFAULT 0,
  -- When the review was saved last, and when it was done.
  "review_at" TIMESTAMPTZ(3),
  "reviewed_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "incidents_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "incidents_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "incidents_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "incidents_communications_id_fkey" FOREIGN KEY ("communications_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "incidents_scribe_id_fkey" FOREIGN KEY ("scribe_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "incidents_merged_into_fkey" FOREIGN KEY ("merged_into") REFERENCES "incidents"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "incidents_state_check" CHECK ("state" IN ('investigating', 'identified', 'monitoring', 'resolved', 'reviewed'))
);
CREATE UNIQUE INDEX "incidents_tenant_id_number_key" ON "incidents"("tenant_id", "number");
CREATE INDEX "incidents_open_idx" ON "incidents"("tenant_id", "created_at" DESC, "id" DESC) WHERE "state" NOT IN ('resolved', 'reviewed');
CREATE INDEX "incidents_closed_idx" ON "incidents"("tenant_id", "created_at" DESC, "id" DESC) WHERE "state" IN ('resolved', 'reviewed');
CREATE INDEX "incidents_to_review_idx" ON "incidents"("tenant_id") WHERE "state" = 'resolved' AND "merged_into" IS NULL;
CREATE INDEX "incidents_escalation_due_at_idx" ON "incidents"("escalation_due_at") WHERE "escalation_due_at" IS NOT NULL;
CREATE INDEX "incidents_tenant_id_created_at_id_idx" ON "incidents"("tenant_id", "created_at" DESC, "id" DESC);

-- The timeline. Nothing of it is changed but the pin: a correction is a row of its own.

CREATE TABLE "incident_entries" (
  "id" BIGSERIAL NOT NULL,
  "tenant_id" UUID NOT NULL,
  "incident_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "noted_at" TIMESTAMPTZ(3) NOT NULL,
  "kind" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "actor" JSONB,
  "subject" JSONB,
  "evidence" JSONB,
  "is_pinned" BOOLEAN NOT NULL DEFAULT false,
  "corrects" BIGINT,
  -- What it was made of, so that it is written once: alert_event:123.
  "source_key" TEXT,
  CONSTRAINT "incident_entries_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "incident_entries_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "incident_entries_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "incident_entries_incident_id_at_id_idx" ON "incident_entries"("incident_id", "at" DESC, "id" DESC);
-- What somebody took out does not come back by itself.
CREATE INDEX "incident_entries_left_idx" ON "incident_entries"(("subject" ->> 'id')) WHERE "kind" = 'alert_left';
CREATE UNIQUE INDEX "incident_entries_incident_id_source_key_key" ON "incident_entries"("incident_id", "source_key");

-- An alert is in one incident at a time.

CREATE TABLE "incident_alerts" (
  "alert_id" UUID NOT NULL,
  "incident_id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  "joined_at" TIMESTAMPTZ(3) NOT NULL,
  "reason" TEXT NOT NULL,
  CONSTRAINT "incident_alerts_pkey" PRIMARY KEY ("alert_id"),
  CONSTRAINT "incident_alerts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "incident_alerts_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "incident_alerts_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "incident_alerts_incident_id_joined_at_idx" ON "incident_alerts"("incident_id", "joined_at" DESC);

CREATE TABLE "incident_services" (
  "incident_id" UUID NOT NULL,
  -- Stays when the service is deleted: what happened has happened.
  "service_id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  -- What somebody said was touched, with the reason; null: as the checks have it.
  "impact" JSONB,
  -- Of a service that was deleted.
  "gone_name" TEXT,
  CONSTRAINT "incident_services_pkey" PRIMARY KEY ("incident_id", "service_id"),
  CONSTRAINT "incident_services_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "incident_services_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "incident_services_service_id_idx" ON "incident_services"("service_id");

CREATE TABLE "incident_tasks" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "incident_id" UUID NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "kind" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "owner_id" UUID,
  "due_at" TIMESTAMPTZ(3),
  "chased_at" TIMESTAMPTZ(3),
  "done_at" TIMESTAMPTZ(3),
  "done_by" JSONB,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "incident_tasks_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "incident_tasks_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "incident_tasks_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "incident_tasks_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE INDEX "incident_tasks_incident_id_created_at_idx" ON "incident_tasks"("incident_id", "created_at");
CREATE INDEX "incident_tasks_due_at_idx" ON "incident_tasks"("due_at") WHERE "done_at" IS NULL AND "due_at" IS NOT NULL;

CREATE TABLE "incident_watchers" (
  "incident_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  CONSTRAINT "incident_watchers_pkey" PRIMARY KEY ("incident_id", "user_id"),
  CONSTRAINT "incident_watchers_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "incident_watchers_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "incident_watchers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Who has it open; of no worth after a crash.

CREATE UNLOGGED TABLE "incident_viewers" (
  "incident_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  "doing" TEXT NOT NULL,
  "since_at" TIMESTAMPTZ(3) NOT NULL,
  "seen_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "incident_viewers_pkey" PRIMARY KEY ("incident_id", "user_id"),
  CONSTRAINT "incident_viewers_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "incident_viewers_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "incident_viewers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Addresses by which chats and programs declare incidents. `token_hash` is SHA-256 of the token, which has 256 random bits.

CREATE TABLE "incident_hooks" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "token_hash" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_used_at" TIMESTAMPTZ(3),
  CONSTRAINT "incident_hooks_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "incident_hooks_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "incident_hooks_token_hash_key" ON "incident_hooks"("token_hash");

-- What was rolled out when, as pipelines tell it.

CREATE TABLE "deploys" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "service_id" UUID,
  "service_name" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "text" TEXT NOT NULL DEFAULT '',
  "url" TEXT,
  "actor" JSONB NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "deploys_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "deploys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "deploys_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "services"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE INDEX "deploys_tenant_id_at_idx" ON "deploys"("tenant_id", "at" DESC);

CREATE TABLE "incident_settings" (
  "tenant_id" UUID NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "incident_settings_pkey" PRIMARY KEY ("tenant_id"),
  CONSTRAINT "incident_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

ALTER TABLE "incidents" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "incidents_scope" ON "incidents" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "incidents" TO nines_app;

ALTER TABLE "incident_entries" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "incident_entries_scope" ON "incident_entries" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE ON "incident_entries" TO nines_app;
GRANT USAGE ON SEQUENCE "incident_entries_id_seq" TO nines_app;

ALTER TABLE "incident_alerts" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "incident_alerts_scope" ON "incident_alerts" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "incident_alerts" TO nines_app;

ALTER TABLE "incident_services" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "incident_services_scope" ON "incident_services" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "incident_services" TO nines_app;

ALTER TABLE "incident_tasks" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "incident_tasks_scope" ON "incident_tasks" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "incident_tasks" TO nines_app;

ALTER TABLE "incident_watchers" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "incident_watchers_scope" ON "incident_watchers" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, DELETE ON "incident_watchers" TO nines_app;

ALTER TABLE "incident_settings" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "incident_settings_scope" ON "incident_settings" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "incident_settings" TO nines_app;

ALTER TABLE "incident_viewers" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "incident_viewers_scope" ON "incident_viewers" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "incident_viewers" TO nines_app;

ALTER TABLE "incident_hooks" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "incident_hooks_scope" ON "incident_hooks" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "incident_hooks" TO nines_app;

ALTER TABLE "deploys" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "deploys_scope" ON "deploys" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, DELETE ON "deploys" TO nines_app;

-- A hook is found before its tenant is known: this lets the owner list them, and nothing more.

CREATE POLICY "incident_hooks_list" ON "incident_hooks" FOR SELECT TO CURRENT_USER USING (true);

-- Tells every node which tenant's incidents changed, once a statement and tenant.
CREATE FUNCTION nines_keep_service_name() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "incident_services" SET "gone_name" = OLD."name" WHERE "service_id" = OLD."id";
  RETURN NULL;
END
$$;
CREATE TRIGGER "services_keep_name" AFTER DELETE ON "services" FOR EACH ROW EXECUTE FUNCTION nines_keep_service_name();

CREATE FUNCTION nines_notify_incidents() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('nines_incidents', json_build_object('table', TG_TABLE_NAME, 'tenantId', "tenant_id")::text)
    FROM (SELECT DISTINCT "tenant_id" FROM "changed") AS "tenants";
  RETURN NULL;
END
$$;
CREATE TRIGGER "incidents_notify_insert" AFTER INSERT ON "incidents" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incidents_notify_update" AFTER UPDATE ON "incidents" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incidents_notify_delete" AFTER DELETE ON "incidents" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_entries_notify_insert" AFTER INSERT ON "incident_entries" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_entries_notify_update" AFTER UPDATE ON "incident_entries" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_alerts_notify_insert" AFTER INSERT ON "incident_alerts" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_alerts_notify_update" AFTER UPDATE ON "incident_alerts" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_alerts_notify_delete" AFTER DELETE ON "incident_alerts" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_services_notify_insert" AFTER INSERT ON "incident_services" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_services_notify_update" AFTER UPDATE ON "incident_services" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_services_notify_delete" AFTER DELETE ON "incident_services" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_tasks_notify_insert" AFTER INSERT ON "incident_tasks" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_tasks_notify_update" AFTER UPDATE ON "incident_tasks" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_tasks_notify_delete" AFTER DELETE ON "incident_tasks" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_viewers_notify_insert" AFTER INSERT ON "incident_viewers" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_viewers_notify_delete" AFTER DELETE ON "incident_viewers" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_settings_notify_insert" AFTER INSERT ON "incident_settings" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "incident_settings_notify_update" AFTER UPDATE ON "incident_settings" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
CREATE TRIGGER "deploys_notify_insert" AFTER INSERT ON "deploys" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_incidents();
