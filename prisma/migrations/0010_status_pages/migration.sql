-- What the public is told: the status page of a tenant, what it shows, and who is told of it.

CREATE TABLE "status_pages" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "is_on" BOOLEAN NOT NULL DEFAULT false,
  -- In the address of the page, so of one page only, of all tenants.
  "slug" TEXT NOT NULL,
  -- A name at which the page answers by itself; of one page only, too.
  "host" TEXT,
  "email_channel_id" UUID,
  "settings" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "status_pages_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "status_pages_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "status_pages_email_channel_id_fkey" FOREIGN KEY ("email_channel_id") REFERENCES "notification_channels"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "status_pages_tenant_id_key" ON "status_pages"("tenant_id");
CREATE UNIQUE INDEX "status_pages_slug_key" ON "status_pages"("slug");
CREATE UNIQUE INDEX "status_pages_host_key" ON "status_pages"("host");

-- A part of the page, by its public name. A service that was deleted is not looked for any more.

CREATE TABLE "status_components" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "page_id" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "group_name" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL,
  "service_ids" UUID[] DEFAULT ARRAY[]::UUID[],
  "has_bars" BOOLEAN NOT NULL DEFAULT true,
  CONSTRAINT "status_components_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "status_components_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "status_components_page_id_fkey" FOREIGN KEY ("page_id") REFERENCES "status_pages"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "status_components_page_id_position_idx" ON "status_components"("page_id", "position");

-- What was said of an incident. With the first one the incident is public by what its posts say, and by nothing else of it.

CREATE TABLE "status_posts" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "incident_id" UUID NOT NULL,
  "entry_id" BIGINT,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "title" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  -- [{"id": a component, "state": "major_outage"}]
  "components" JSONB NOT NULL,
  CONSTRAINT "status_posts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "status_posts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "status_posts_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "status_posts_state_check" CHECK ("state" IN ('investigating', 'identified', 'monitoring', 'resolved', 'reviewed'))
);
CREATE INDEX "status_posts_incident_id_at_idx" ON "status_posts"("incident_id", "at");
CREATE INDEX "status_posts_tenant_id_at_idx" ON "status_posts"("tenant_id", "at" DESC);

-- Who is told of posts. `address_hash` is SHA-256 of the kind and the address, the other two are of tokens of 256 random bits.

CREATE TABLE "status_subscribers" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "page_id" UUID NOT NULL,
  -- Null: of all incidents of the page.
  "incident_id" UUID,
  -- 'page', or the incident's id.
  "scope" TEXT NOT NULL DEFAULT 'page',
  "kind" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "address_hash" TEXT NOT NULL,
  "confirm_hash" TEXT,
  "leave_hash" TEXT NOT NULL,
  "confirmed_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_error" TEXT,
  CONSTRAINT "status_subscribers_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "status_subscribers_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "status_subscribers_page_id_fkey" FOREIGN KEY ("page_id") REFERENCES "status_pages"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "status_subscribers_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "status_subscribers_kind_check" CHECK ("kind" IN ('email', 'webhook'))
);
CREATE UNIQUE INDEX "status_subscribers_page_id_scope_address_hash_key" ON "status_subscribers"("page_id", "scope", "address_hash");
CREATE UNIQUE INDEX "status_subscribers_confirm_hash_key" ON "status_subscribers"("confirm_hash");
CREATE UNIQUE INDEX "status_subscribers_leave_hash_key" ON "status_subscribers"("leave_hash");

-- What is to be sent to them, once each: `dedupe_key` is made of the post and the subscriber.

CREATE TABLE "status_messages" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "subscriber_id" UUID NOT NULL,
  -- Null: the request to confirm.
  "post_id" UUID,
  "dedupe_key" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'pending',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_attempt_at" TIMESTAMPTZ(3),
  "last_error" TEXT,
  "sent_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "status_messages_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "status_messages_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "status_messages_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "status_subscribers"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "status_messages_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "status_posts"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "status_messages_state_check" CHECK ("state" IN ('pending', 'sending', 'sent', 'failed'))
);
CREATE UNIQUE INDEX "status_messages_dedupe_key_key" ON "status_messages"("dedupe_key");
CREATE INDEX "status_messages_due_idx" ON "status_messages"("next_attempt_at") WHERE "state" IN ('pending', 'sending');
CREATE INDEX "status_messages_subscriber_id_idx" ON "status_messages"("subscriber_id");

ALTER TABLE "status_pages" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "status_pages_scope" ON "status_pages" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "status_pages" TO nines_app;

ALTER TABLE "status_components" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "status_components_scope" ON "status_components" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "status_components" TO nines_app;

ALTER TABLE "status_posts" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "status_posts_scope" ON "status_posts" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "status_posts" TO nines_app;

ALTER TABLE "status_subscribers" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "status_subscribers_scope" ON "status_subscribers" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "status_subscribers" TO nines_app;

ALTER TABLE "status_messages" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "status_messages_scope" ON "status_messages" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT, UPDATE, DELETE ON "status_messages" TO nines_app;

-- A page is found before its tenant is known, and one process sends for all tenants: this lets the owner list them, and nothing more.

CREATE POLICY "status_pages_list" ON "status_pages" FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY "status_messages_list" ON "status_messages" FOR SELECT TO CURRENT_USER USING (true);

-- Tells every node whose page changed, once a statement and tenant.
CREATE FUNCTION nines_notify_status_pages() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('nines_status_pages', json_build_object('table', TG_TABLE_NAME, 'tenantId', "tenant_id")::text)
    FROM (SELECT DISTINCT "tenant_id" FROM "changed") AS "tenants";
  RETURN NULL;
END
$$;
CREATE TRIGGER "status_pages_notify_insert" AFTER INSERT ON "status_pages" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_status_pages();
CREATE TRIGGER "status_pages_notify_update" AFTER UPDATE ON "status_pages" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_status_pages();
CREATE TRIGGER "status_pages_notify_delete" AFTER DELETE ON "status_pages" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_status_pages();
CREATE TRIGGER "status_components_notify_insert" AFTER INSERT ON "status_components" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_status_pages();
CREATE TRIGGER "status_components_notify_update" AFTER UPDATE ON "status_components" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_status_pages();
CREATE TRIGGER "status_components_notify_delete" AFTER DELETE ON "status_components" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_status_pages();
CREATE TRIGGER "status_posts_notify_insert" AFTER INSERT ON "status_posts" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_status_pages();
CREATE TRIGGER "status_posts_notify_update" AFTER UPDATE ON "status_posts" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_status_pages();
CREATE TRIGGER "status_posts_notify_delete" AFTER DELETE ON "status_posts" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_status_pages();
CREATE TRIGGER "status_messages_notify_insert" AFTER INSERT ON "status_messages" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_status_pages();
CREATE TRIGGER "status_messages_notify_update" AFTER UPDATE ON "status_messages" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION nines_notify_status_pages();
