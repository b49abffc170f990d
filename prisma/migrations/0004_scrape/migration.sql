-- Scrape jobs of each tenant. `settings` may be shown; `sealed` holds the secrets, encrypted by the program.

CREATE TABLE "scrape_jobs" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "sealed" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "scrape_jobs_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "scrape_jobs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "scrape_jobs_tenant_id_name_key" ON "scrape_jobs"("tenant_id", "name");

ALTER TABLE "scrape_jobs" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "scrape_jobs_scope" ON "scrape_jobs" USING ("tenant_id" = nines_tenant_id());
-- One scheduler runs the jobs of all tenants: this lets the owner list them, and nothing more.
CREATE POLICY "scrape_jobs_list" ON "scrape_jobs" FOR SELECT TO CURRENT_USER USING (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON "scrape_jobs" TO nines_app;

-- Tells every node at once that a job changed, whoever changed it.
CREATE FUNCTION nines_notify_scrape_jobs() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('nines_scrape_jobs', coalesce(NEW."id", OLD."id")::text);
  RETURN NULL;
END
$$;
CREATE TRIGGER "scrape_jobs_notify" AFTER INSERT OR UPDATE OR DELETE ON "scrape_jobs" FOR EACH ROW EXECUTE FUNCTION nines_notify_scrape_jobs();
