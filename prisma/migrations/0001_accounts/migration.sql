-- Accounts, sessions, keys and the audit trail, each row behind row-level security.
-- The program works as role nines_app, which owns nothing and is no superuser. A transaction names its tenant by the settings
-- nines.tenant_id and nines.tenant_number; signing in, before any tenant is known, by nines.scope = 'auth'. Without a setting nothing is visible.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'nines_app') THEN
    CREATE ROLE nines_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- Another database of the same server was being migrated at this moment.
END
$$;
DO $$
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT nines_app TO %I', current_user);
  END IF;
EXCEPTION WHEN insufficient_privilege THEN
  NULL; -- An administrator made the role and granted it; if not, the first connection says so.
END
$$;

CREATE TYPE "Role" AS ENUM ('OWNER', 'ADMIN', 'MEMBER', 'VIEWER');

CREATE TABLE "tenants" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "number" SERIAL NOT NULL,
  "slug" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "tenants_number_key" ON "tenants"("number");
CREATE UNIQUE INDEX "tenants_slug_key" ON "tenants"("slug");

CREATE TABLE "users" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "email" TEXT NOT NULL,
  "name" TEXT,
  "password_hash" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

CREATE TABLE "memberships" (
  "tenant_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "role" "Role" NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "memberships_pkey" PRIMARY KEY ("tenant_id", "user_id"),
  CONSTRAINT "memberships_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

CREATE TABLE "sessions" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "revoked_at" TIMESTAMPTZ(3),
  "address" TEXT,
  "user_agent" TEXT,
  CONSTRAINT "sessions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "sessions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

CREATE TABLE "api_keys" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "secret_hash" TEXT NOT NULL,
  "scopes" TEXT[],
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3),
  "last_used_at" TIMESTAMPTZ(3),
  "revoked_at" TIMESTAMPTZ(3),
  CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "api_keys_secret_hash_key" ON "api_keys"("secret_hash");
CREATE INDEX "api_keys_tenant_id_idx" ON "api_keys"("tenant_id");

CREATE TABLE "setup_tokens" (
  "id" INTEGER NOT NULL DEFAULT 1,
  "token_hash" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "setup_tokens_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "setup_tokens_single" CHECK ("id" = 1)
);

CREATE TABLE "sign_in_throttles" (
  "subject" TEXT NOT NULL,
  "failures" INTEGER NOT NULL,
  "last_failure_at" TIMESTAMPTZ(3) NOT NULL,
  "locked_until" TIMESTAMPTZ(3),
  CONSTRAINT "sign_in_throttles_pkey" PRIMARY KEY ("subject")
);

CREATE TABLE "audit_entries" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "actor" JSONB NOT NULL,
  "action" TEXT NOT NULL,
  "before" JSONB,
  "after" JSONB,
  "request_id" TEXT NOT NULL,
  CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "audit_entries_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "audit_entries_tenant_id_at_idx" ON "audit_entries"("tenant_id", "at");

-- The transaction's tenant, and whether it is signing somebody in.
CREATE FUNCTION nines_tenant_id() RETURNS UUID LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('nines.tenant_id', true), '')::uuid;
CREATE FUNCTION nines_is_auth() RETURNS BOOLEAN LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('nines.scope', true) = 'auth', false);

ALTER TABLE "tenants" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenants_scope" ON "tenants" USING ("id" = nines_tenant_id() OR nines_is_auth());

ALTER TABLE "users" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "users_scope" ON "users" USING (
  nines_is_auth()
  OR EXISTS (SELECT FROM "memberships" m WHERE m."user_id" = "users"."id" AND m."tenant_id" = nines_tenant_id())
) WITH CHECK (nines_is_auth());

ALTER TABLE "memberships" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "memberships_scope" ON "memberships" USING ("tenant_id" = nines_tenant_id() OR nines_is_auth());

ALTER TABLE "sessions" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "sessions_scope" ON "sessions" USING ("tenant_id" = nines_tenant_id() OR nines_is_auth());

ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "api_keys_scope" ON "api_keys" USING ("tenant_id" = nines_tenant_id() OR nines_is_auth());

ALTER TABLE "setup_tokens" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "setup_tokens_scope" ON "setup_tokens" USING (nines_is_auth());

ALTER TABLE "sign_in_throttles" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "sign_in_throttles_scope" ON "sign_in_throttles" USING (nines_is_auth());

-- Append-only: the program's role may neither change nor remove an entry.
ALTER TABLE "audit_entries" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "audit_entries_scope" ON "audit_entries" USING ("tenant_id" = nines_tenant_id());

GRANT USAGE ON SCHEMA public TO nines_app;
GRANT SELECT, INSERT, UPDATE ON "tenants", "users" TO nines_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "memberships", "sessions", "api_keys", "setup_tokens", "sign_in_throttles" TO nines_app;
GRANT SELECT, INSERT ON "audit_entries" TO nines_app;
GRANT USAGE ON SEQUENCE "tenants_number_seq" TO nines_app;

-- Tells every node at once that somebody's access changed, whoever changed it.
CREATE FUNCTION nines_notify_access() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  changed JSONB := to_jsonb(coalesce(NEW, OLD));
BEGIN
  PERFORM pg_notify('nines_access', CASE TG_TABLE_NAME
    WHEN 'api_keys' THEN 'key:' || (changed ->> 'id')
    WHEN 'users' THEN 'user:' || (changed ->> 'id')
    ELSE 'user:' || (changed ->> 'user_id')
  END);
  RETURN NULL;
END
$$;
CREATE TRIGGER "sessions_notify" AFTER UPDATE OR DELETE ON "sessions" FOR EACH ROW EXECUTE FUNCTION nines_notify_access();
CREATE TRIGGER "memberships_notify" AFTER INSERT OR UPDATE OR DELETE ON "memberships" FOR EACH ROW EXECUTE FUNCTION nines_notify_access();
CREATE TRIGGER "users_notify" AFTER UPDATE OR DELETE ON "users" FOR EACH ROW EXECUTE FUNCTION nines_notify_access();
CREATE TRIGGER "api_keys_notify" AFTER UPDATE OF "scopes", "expires_at", "revoked_at" OR DELETE ON "api_keys" FOR EACH ROW EXECUTE FUNCTION nines_notify_access();
