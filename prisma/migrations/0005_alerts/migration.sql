-- Alerts: rules, occurrences and their history, what suppresses them, and how people are told.


CREATE TABLE "alert_rules" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "seed" TEXT,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "alert_rules_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "alert_rules_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE UNIQUE INDEX "alert_rules_tenant_id_name_key" ON "alert_rules"("tenant_id", "name");
CREATE UNIQUE INDEX "alert_rules_tenant_id_seed_key" ON "alert_rules"("tenant_id", "seed");

-- How the last evaluation of each rule went.

CREATE TABLE "alert_rule_states" (
  "rule_id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  "evaluated_at" TIMESTAMPTZ(3) NOT NULL,
  "duration_ms" DOUBLE PRECISION NOT NULL,
  "results" INTEGER,
  "error" TEXT,
  "error_since" TIMESTAMPTZ(3),
  CONSTRAINT "alert_rule_states_pkey" PRIMARY KEY ("rule_id"),
  CONSTRAINT "alert_rule_states_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "alert_rule_states_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rules"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Thresholds that differ from the defaults, and the rules that were brought along already: what was deleted does not come back.

CREATE TABLE "alert_thresholds" (
  "tenant_id" UUID NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "alert_thresholds_pkey" PRIMARY KEY ("tenant_id"),
  CONSTRAINT "alert_thresholds_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "alerts" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "fingerprint" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "rule_id" UUID,
  "name" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "is_active" BOOLEAN NOT NULL,
  "suppression" JSONB,
  "is_flapping" BOOLEAN NOT NULL DEFAULT false,
  "service" TEXT NOT NULL DEFAULT '',
  "team" TEXT NOT NULL DEFAULT '',
  "labels" JSONB NOT NULL,
  "annotations" JSONB NOT NULL,
  "value" DOUBLE PRECISION,
  "starts_at" TIMESTAMPTZ(3) NOT NULL,
  "fired_at" TIMESTAMPTZ(3),
  "active_until" TIMESTAMPTZ(3),
  "acknowledged_at" TIMESTAMPTZ(3),
  "acknowledged_by" JSONB,
  "acknowledged_until" TIMESTAMPTZ(3),
  "owner_id" UUID,
  "comment" TEXT NOT NULL DEFAULT '',
  "resolved_at" TIMESTAMPTZ(3),
  "resolution" TEXT,
  "resolved_by" JSONB,
  "runbook_url" TEXT,
  "generator_url" TEXT,
  "group_key" TEXT,
  "cause_id" UUID,
  "is_settled" BOOLEAN NOT NULL DEFAULT false,
  "evaluation" JSONB,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "alerts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "alerts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "alerts_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rules"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "alerts_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "alerts_state_check" CHECK ("state" IN ('pending', 'firing', 'acknowledged', 'resolved'))
)
-- Room in each page for the next version of a row: a new value then touches no index.
WITH (fillfactor = 60);

-- One occurrence at a time: the condition of a fingerprint holds once.
CREATE UNIQUE INDEX "alerts_active_key" ON "alerts"("tenant_id", "fingerprint") WHERE "is_active";
CREATE INDEX "alerts_open_idx" ON "alerts"("tenant_id", "starts_at" DESC, "id" DESC) WHERE "state" <> 'resolved';
CREATE INDEX "alerts_expiring_idx" ON "alerts"("active_until") WHERE "is_active" AND "active_until" IS NOT NULL;
CREATE INDEX "alerts_unsettled_idx" ON "alerts"("tenant_id") WHERE NOT "is_settled";
CREATE INDEX "alerts_history_idx" ON "alerts"("tenant_id", "starts_at" DESC, "id" DESC);
CREATE INDEX "alerts_fingerprint_idx" ON "alerts"("tenant_id", "fingerprint", "starts_at" DESC);
CREATE INDEX "alerts_rule_idx" ON "alerts"("rule_id", "starts_at" DESC);

CREATE TABLE "alert_events" (
  "id" BIGSERIAL NOT NULL,
  "tenant_id" UUID NOT NULL,
  "alert_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "stage" TEXT NOT NULL,
  "outcome" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "actor" JSONB,
  "subject" JSONB,
  CONSTRAINT "alert_events_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "alert_events_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX "alert_events_alert_id_idx" ON "alert_events"("alert_id", "id");

CREATE TABLE "silences" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "matchers" JSONB NOT NULL,
  "starts_at" TIMESTAMPTZ(3) NOT NULL,
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  "comment" TEXT NOT NULL,
  "created_by" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "silences_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "silences_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX "silences_tenant_id_ends_at_idx" ON "silences"("tenant_id", "ends_at" DESC);

CREATE TABLE "maintenance_windows" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "created_by" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "maintenance_windows_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "maintenance_windows_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE UNIQUE INDEX "maintenance_windows_tenant_id_name_key" ON "maintenance_windows"("tenant_id", "name");

CREATE TABLE "suppression_rules" (
  "tenant_id" UUID NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "suppression_rules_pkey" PRIMARY KEY ("tenant_id"),
  CONSTRAINT "suppression_rules_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "notification_routing" (
  "tenant_id" UUID NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "notification_routing_pkey" PRIMARY KEY ("tenant_id"),
  CONSTRAINT "notification_routing_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "notification_channels" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "is_enabled" BOOLEAN NOT NULL DEFAULT true,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "sealed" TEXT NOT NULL,
  "circuit" JSONB,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "notification_channels_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "notification_channels_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE UNIQUE INDEX "notification_channels_tenant_id_name_key" ON "notification_channels"("tenant_id", "name");

CREATE TABLE "escalation_policies" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "escalation_policies_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "escalation_policies_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE UNIQUE INDEX "escalation_policies_tenant_id_name_key" ON "escalation_policies"("tenant_id", "name");

CREATE TABLE "on_call_schedules" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "on_call_schedules_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "on_call_schedules_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE UNIQUE INDEX "on_call_schedules_tenant_id_name_key" ON "on_call_schedules"("tenant_id", "name");

-- What each group of alerts was told last, so that no restart tells it again.

CREATE TABLE "notification_groups" (
  "tenant_id" UUID NOT NULL,
  "key" TEXT NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "state" JSONB NOT NULL,
  "next_due_at" TIMESTAMPTZ(3),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "notification_groups_pkey" PRIMARY KEY ("tenant_id", "key"),
  CONSTRAINT "notification_groups_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "escalations" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "group_key" TEXT NOT NULL,
  "policy_id" UUID NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "state" JSONB NOT NULL,
  "next_due_at" TIMESTAMPTZ(3),
  "ended_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "escalations_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "escalations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE UNIQUE INDEX "escalations_open_key" ON "escalations"("tenant_id", "group_key", "policy_id") WHERE "ended_at" IS NULL;

-- `event_key` names one event for one recipient: it can be written once. What one recipient is told of one group leaves in the order of `position`.

CREATE TABLE "deliveries" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "position" BIGSERIAL NOT NULL,
  "event_key" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "channel_id" UUID,
  "channel_name" TEXT NOT NULL,
  "channel_kind" TEXT NOT NULL,
  "recipient" JSONB NOT NULL,
  "recipient_key" TEXT NOT NULL,
  "group_key" TEXT NOT NULL,
  "alert_ids" UUID[],
  "message" JSONB NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'queued',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_attempt_at" TIMESTAMPTZ(3),
  "leased_until" TIMESTAMPTZ(3),
  "leased_by" TEXT,
  "delivered_at" TIMESTAMPTZ(3),
  "last_status" INTEGER,
  "last_error" TEXT,
  "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "deliveries_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "deliveries_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "notification_channels"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "deliveries_state_check" CHECK ("state" IN ('queued', 'sending', 'retrying', 'delivered', 'dead', 'dropped'))
);

CREATE UNIQUE INDEX "deliveries_tenant_id_event_key_key" ON "deliveries"("tenant_id", "event_key");
CREATE INDEX "deliveries_queue_idx" ON "deliveries"("tenant_id", "recipient_key", "group_key", "position" DESC);
CREATE INDEX "deliveries_channel_id_updated_at_idx" ON "deliveries"("channel_id", "updated_at" DESC);
CREATE INDEX "deliveries_due_idx" ON "deliveries"("next_attempt_at") WHERE "state" IN ('queued', 'sending', 'retrying');
CREATE INDEX "deliveries_tenant_id_created_at_idx" ON "deliveries"("tenant_id", "created_at" DESC, "id" DESC);
CREATE INDEX "deliveries_alert_ids_idx" ON "deliveries" USING GIN ("alert_ids");
CREATE INDEX "deliveries_channel_id_created_at_idx" ON "deliveries"("channel_id", "created_at" DESC);

CREATE TABLE "delivery_attempts" (
  "id" BIGSERIAL NOT NULL,
  "tenant_id" UUID NOT NULL,
  "delivery_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "duration_ms" DOUBLE PRECISION NOT NULL,
  "status" INTEGER,
  "outcome" TEXT NOT NULL,
  "error" TEXT,
  CONSTRAINT "delivery_attempts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "delivery_attempts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "delivery_attempts_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX "delivery_attempts_delivery_id_idx" ON "delivery_attempts"("delivery_id", "id");

-- One-time links of messages. `token_hash` is SHA-256 of the token, which has 256 random bits.

CREATE TABLE "alert_links" (
  "token_hash" TEXT NOT NULL,
  "tenant_id" UUID NOT NULL,
  "action" TEXT NOT NULL,
  "alert_ids" UUID[],
  "recipient" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "used_at" TIMESTAMPTZ(3),
  CONSTRAINT "alert_links_pkey" PRIMARY KEY ("token_hash"),
  CONSTRAINT "alert_links_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX "alert_links_expires_at_idx" ON "alert_links"("expires_at");

-- Browsers that asked to be told. `sealed` holds the keys of the subscription (RFC 8291), encrypted by the program.

CREATE TABLE "push_subscriptions" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "endpoint_hash" TEXT NOT NULL,
  "sealed" TEXT NOT NULL,
  "user_agent" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "push_subscriptions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "push_subscriptions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "push_subscriptions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE UNIQUE INDEX "push_subscriptions_tenant_id_endpoint_hash_key" ON "push_subscriptions"("tenant_id", "endpoint_hash");
CREATE INDEX "push_subscriptions_user_id_idx" ON "push_subscriptions"("user_id");

ALTER TABLE "alert_rules" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "alert_rules_scope" ON "alert_rules" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "alert_rules" TO nines_app;

ALTER TABLE "alert_rule_states" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "alert_rule_states_scope" ON "alert_rule_states" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "alert_rule_states" TO nines_app;

ALTER TABLE "alert_thresholds" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "alert_thresholds_scope" ON "alert_thresholds" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "alert_thresholds" TO nines_app;

ALTER TABLE "alerts" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "alerts_scope" ON "alerts" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "alerts" TO nines_app;

ALTER TABLE "alert_events" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "alert_events_scope" ON "alert_events" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, DELETE ON "alert_events" TO nines_app;
GRANT USAGE ON SEQUENCE "alert_events_id_seq" TO nines_app;

ALTER TABLE "silences" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "silences_scope" ON "silences" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "silences" TO nines_app;

ALTER TABLE "maintenance_windows" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "maintenance_windows_scope" ON "maintenance_windows" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "maintenance_windows" TO nines_app;

ALTER TABLE "suppression_rules" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "suppression_rules_scope" ON "suppression_rules" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "suppression_rules" TO nines_app;

ALTER TABLE "notification_routing" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "notification_routing_scope" ON "notification_routing" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "notification_routing" TO nines_app;

ALTER TABLE "notification_channels" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "notification_channels_scope" ON "notification_channels" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "notification_channels" TO nines_app;

ALTER TABLE "escalation_policies" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "escalation_policies_scope" ON "escalation_policies" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "escalation_policies" TO nines_app;

ALTER TABLE "on_call_schedules" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "on_call_schedules_scope" ON "on_call_schedules" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "on_call_schedules" TO nines_app;

ALTER TABLE "notification_groups" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "notification_groups_scope" ON "notification_groups" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "notification_groups" TO nines_app;

ALTER TABLE "escalations" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "escalations_scope" ON "escalations" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "escalations" TO nines_app;

ALTER TABLE "deliveries" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "deliveries_scope" ON "deliveries" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "deliveries" TO nines_app;
GRANT USAGE ON SEQUENCE "deliveries_position_seq" TO nines_app;

ALTER TABLE "delivery_attempts" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "delivery_attempts_scope" ON "delivery_attempts" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, DELETE ON "delivery_attempts" TO nines_app;
GRANT USAGE ON SEQUENCE "delivery_attempts_id_seq" TO nines_app;

ALTER TABLE "alert_links" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "alert_links_scope" ON "alert_links" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "alert_links" TO nines_app;

ALTER TABLE "push_subscriptions" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "push_subscriptions_scope" ON "push_subscriptions" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "push_subscriptions" TO nines_app;

-- One process evaluates, plans and sends for all tenants: this lets the owner find whose turn it is, and nothing more.

CREATE POLICY "alert_rules_list" ON "alert_rules" FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY "alert_rule_states_list" ON "alert_rule_states" FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY "alerts_list" ON "alerts" FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY "deliveries_list" ON "deliveries" FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY "delivery_attempts_list" ON "delivery_attempts" FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY "notification_groups_list" ON "notification_groups" FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY "escalations_list" ON "escalations" FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY "alert_links_list" ON "alert_links" FOR SELECT TO CURRENT_USER USING (true);

-- Tells every node which tenant's alerts or settings changed, once a statement and tenant.
CREATE FUNCTION nines_notify_alerting() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('nines_alerting', json_build_object('table', TG_TABLE_NAME, 'tenantId', "tenant_id")::text)
    FROM (SELECT DISTINCT "tenant_id" FROM "changed") AS "tenants";
  RETURN NULL;
END
$$;
CREATE TRIGGER "alert_rules_notify_insert" AFTER INSERT ON "alert_rules" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "alert_rules_notify_update" AFTER UPDATE ON "alert_rules" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "alert_rules_notify_delete" AFTER DELETE ON "alert_rules" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "alert_thresholds_notify_insert" AFTER INSERT ON "alert_thresholds" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "alert_thresholds_notify_update" AFTER UPDATE ON "alert_thresholds" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "alert_thresholds_notify_delete" AFTER DELETE ON "alert_thresholds" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "alerts_notify_insert" AFTER INSERT ON "alerts" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "alerts_notify_update" AFTER UPDATE ON "alerts" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "alerts_notify_delete" AFTER DELETE ON "alerts" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "silences_notify_insert" AFTER INSERT ON "silences" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "silences_notify_update" AFTER UPDATE ON "silences" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "silences_notify_delete" AFTER DELETE ON "silences" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "maintenance_windows_notify_insert" AFTER INSERT ON "maintenance_windows" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "maintenance_windows_notify_update" AFTER UPDATE ON "maintenance_windows" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "maintenance_windows_notify_delete" AFTER DELETE ON "maintenance_windows" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "suppression_rules_notify_insert" AFTER INSERT ON "suppression_rules" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "suppression_rules_notify_update" AFTER UPDATE ON "suppression_rules" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "suppression_rules_notify_delete" AFTER DELETE ON "suppression_rules" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "notification_routing_notify_insert" AFTER INSERT ON "notification_routing" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "notification_routing_notify_update" AFTER UPDATE ON "notification_routing" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "notification_routing_notify_delete" AFTER DELETE ON "notification_routing" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "notification_channels_notify_insert" AFTER INSERT ON "notification_channels" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "notification_channels_notify_update" AFTER UPDATE ON "notification_channels" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "notification_channels_notify_delete" AFTER DELETE ON "notification_channels" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "escalation_policies_notify_insert" AFTER INSERT ON "escalation_policies" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "escalation_policies_notify_update" AFTER UPDATE ON "escalation_policies" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "escalation_policies_notify_delete" AFTER DELETE ON "escalation_policies" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "on_call_schedules_notify_insert" AFTER INSERT ON "on_call_schedules" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "on_call_schedules_notify_update" AFTER UPDATE ON "on_call_schedules" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "on_call_schedules_notify_delete" AFTER DELETE ON "on_call_schedules" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "deliveries_notify_insert" AFTER INSERT ON "deliveries" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "deliveries_notify_update" AFTER UPDATE ON "deliveries" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
CREATE TRIGGER "deliveries_notify_delete" AFTER DELETE ON "deliveries" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_alerting();
