-- Issued statements. `document` is the exact text that is hashed and signed; the other columns repeat what it says, to find it by.
-- The program may add rows and read them, and never change or delete one.

CREATE TABLE "statements" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "number" INTEGER NOT NULL,
  "service_id" UUID,
  "service_name" TEXT NOT NULL,
  "customer" TEXT NOT NULL,
  "month" TEXT NOT NULL,
  "time_zone" TEXT NOT NULL,
  "objectives" JSONB NOT NULL,
  "document" TEXT NOT NULL,
  "previous_hash" TEXT NOT NULL,
  "hash" TEXT NOT NULL,
  "signature" TEXT NOT NULL,
  "replaces" INTEGER,
  "issued_at" TIMESTAMPTZ(3) NOT NULL,
  "issued_by" TEXT NOT NULL,
  CONSTRAINT "statements_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "statements_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "statements_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "services"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "statements_tenant_id_number_key" ON "statements"("tenant_id", "number");
CREATE INDEX "statements_service_id_month_idx" ON "statements"("service_id", "month");

ALTER TABLE "statements" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "statements_scope" ON "statements" USING ("tenant_id" = nines_tenant_id());
GRANT SELECT, INSERT ON "statements" TO nines_app;
