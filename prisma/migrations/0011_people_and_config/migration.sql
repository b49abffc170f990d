-- People, second factors, invitations, the versions of the configuration, and the chain of the audit trail.

-- `is_email_proven` is false while an invitation alone made the account: whoever held its link chose the password.
ALTER TABLE "users"
  ALTER COLUMN "password_hash" DROP NOT NULL,
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "time_zone" TEXT,
  ADD COLUMN "theme" TEXT,
  ADD COLUMN "notifications" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "password_changed_at" TIMESTAMPTZ(3),
  ADD COLUMN "is_email_proven" BOOLEAN NOT NULL DEFAULT true;

CREATE TABLE "custom_roles" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "permissions" TEXT[] DEFAULT ARRAY[]::TEXT[],
  "version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "custom_roles_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "custom_roles_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "custom_roles_tenant_id_name_key" ON "custom_roles"("tenant_id", "name");

ALTER TABLE "memberships"
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "custom_role_id" UUID,
  ADD COLUMN "deactivated_at" TIMESTAMPTZ(3),
  ADD CONSTRAINT "memberships_custom_role_id_fkey" FOREIGN KEY ("custom_role_id") REFERENCES "custom_roles"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "memberships_custom_role_check" CHECK ("custom_role_id" IS NULL OR "role" IN ('MEMBER', 'VIEWER'));
CREATE INDEX "memberships_custom_role_id_idx" ON "memberships"("custom_role_id");

-- `method` is password, passkey, or the name of a provider; `second_factor_at` when the session proved a second factor; `proved_at` when its person last proved to be there, after it was opened.
ALTER TABLE "sessions"
  ADD COLUMN "method" TEXT NOT NULL DEFAULT 'password',
  ADD COLUMN "second_factor_at" TIMESTAMPTZ(3),
  ADD COLUMN "proved_at" TIMESTAMPTZ(3),
  ADD COLUMN "last_seen_at" TIMESTAMPTZ(3),
  ADD COLUMN "last_address" TEXT;
-- A visit is not a change of access.
DROP TRIGGER "sessions_notify" ON "sessions";
CREATE TRIGGER "sessions_notify" AFTER UPDATE OF "tenant_id", "user_id", "expires_at", "revoked_at", "second_factor_at" OR DELETE ON "sessions" FOR EACH ROW EXECUTE FUNCTION nines_notify_access();

ALTER TABLE "api_keys"
  ADD COLUMN "created_by" JSONB,
  ADD COLUMN "last_used_address" TEXT,
  ADD COLUMN "rotated_from_id" UUID,
  ADD CONSTRAINT "api_keys_rotated_from_id_fkey" FOREIGN KEY ("rotated_from_id") REFERENCES "api_keys"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "api_keys_rotated_from_id_idx" ON "api_keys"("rotated_from_id");

CREATE TABLE "teams" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "teams_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "teams_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "teams_tenant_id_name_key" ON "teams"("tenant_id", "name");

CREATE TABLE "team_members" (
  "team_id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  CONSTRAINT "team_members_pkey" PRIMARY KEY ("team_id", "user_id"),
  CONSTRAINT "team_members_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "team_members_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "team_members_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "memberships"("tenant_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "team_members_tenant_id_user_id_idx" ON "team_members"("tenant_id", "user_id");

-- One that waits for an answer: `accepted_at` and `revoked_at` are null and `expires_at` is ahead.
CREATE TABLE "invitations" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "tenant_id" UUID NOT NULL,
  "email" TEXT NOT NULL,
  "role" "Role" NOT NULL,
  "custom_role_id" UUID,
  "team_ids" UUID[] DEFAULT ARRAY[]::UUID[],
  "invited_by" JSONB NOT NULL,
  "token_hash" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "accepted_at" TIMESTAMPTZ(3),
  "revoked_at" TIMESTAMPTZ(3),
  CONSTRAINT "invitations_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "invitations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "invitations_custom_role_id_fkey" FOREIGN KEY ("custom_role_id") REFERENCES "custom_roles"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");
CREATE INDEX "invitations_tenant_id_created_at_idx" ON "invitations"("tenant_id", "created_at" DESC);
CREATE INDEX "invitations_custom_role_id_idx" ON "invitations"("custom_role_id");

-- One-time links and challenges of persons: resets, confirmations of addresses, challenges of passkeys. Only hashes are stored.
CREATE TABLE "user_tokens" (
  "token_hash" TEXT NOT NULL,
  "user_id" UUID,
  "kind" TEXT NOT NULL,
  "payload" JSONB NOT NULL DEFAULT '{}',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "user_tokens_pkey" PRIMARY KEY ("token_hash"),
  CONSTRAINT "user_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "user_tokens_user_id_kind_idx" ON "user_tokens"("user_id", "kind");
CREATE INDEX "user_tokens_expires_at_idx" ON "user_tokens"("expires_at");

-- Second factors. Of a TOTP, `sealed` is its secret and `last_step` the last time step that was accepted; of a passkey, `credential_id`, `public_key` and `sign_count` are those of WebAuthn.
CREATE TABLE "user_factors" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "user_id" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "sealed" TEXT,
  "last_step" BIGINT,
  "credential_id" TEXT,
  "public_key" BYTEA,
  "sign_count" BIGINT NOT NULL DEFAULT 0,
  "details" JSONB NOT NULL DEFAULT '{}',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "confirmed_at" TIMESTAMPTZ(3),
  "last_used_at" TIMESTAMPTZ(3),
  CONSTRAINT "user_factors_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "user_factors_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "user_factors_kind_check" CHECK (("kind" = 'totp' AND "sealed" IS NOT NULL) OR ("kind" = 'passkey' AND "credential_id" IS NOT NULL AND "public_key" IS NOT NULL))
);
CREATE UNIQUE INDEX "user_factors_credential_id_key" ON "user_factors"("credential_id");
CREATE INDEX "user_factors_user_id_idx" ON "user_factors"("user_id");

CREATE TABLE "recovery_codes" (
  "code_hash" TEXT NOT NULL,
  "user_id" UUID NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "used_at" TIMESTAMPTZ(3),
  CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("user_id", "code_hash"),
  CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Who a person is at a provider of sign-in. `joined_tenant_id` is the tenant that the person joined by it: there the provider's groups decide the role.
CREATE TABLE "user_identities" (
  "provider" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "user_id" UUID NOT NULL,
  "email" TEXT,
  "joined_tenant_id" UUID,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_used_at" TIMESTAMPTZ(3),
  CONSTRAINT "user_identities_pkey" PRIMARY KEY ("provider", "subject"),
  CONSTRAINT "user_identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "user_identities_joined_tenant_id_fkey" FOREIGN KEY ("joined_tenant_id") REFERENCES "tenants"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE INDEX "user_identities_user_id_idx" ON "user_identities"("user_id");
CREATE INDEX "user_identities_joined_tenant_id_idx" ON "user_identities"("joined_tenant_id");

-- Further addresses of a person; only confirmed ones are ever written to.
CREATE TABLE "user_contacts" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "user_id" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "verified_at" TIMESTAMPTZ(3),
  CONSTRAINT "user_contacts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "user_contacts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "user_contacts_user_id_kind_address_key" ON "user_contacts"("user_id", "kind", "address");

-- The sections of the configuration that have no table of their own; `sealed` holds the encrypted secrets of a section.
CREATE TABLE "tenant_settings" (
  "tenant_id" UUID NOT NULL,
  "section" TEXT NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "settings" JSONB NOT NULL,
  "sealed" TEXT,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "tenant_settings_pkey" PRIMARY KEY ("tenant_id", "section"),
  CONSTRAINT "tenant_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- What the whole configuration was. `audit_seq` is the last entry of the audit trail that it contains; `actors` who changed it since the version before.
CREATE TABLE "monitoring_config" (
  "tenant_id" UUID NOT NULL,
  "version" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "document" JSONB NOT NULL,
  "sha256" TEXT NOT NULL,
  "actors" JSONB NOT NULL DEFAULT '[]',
  "source" TEXT NOT NULL,
  "audit_seq" BIGINT NOT NULL,
  CONSTRAINT "monitoring_config_pkey" PRIMARY KEY ("tenant_id", "version"),
  CONSTRAINT "monitoring_config_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Which sections a file states: those are changed there and nowhere else.
CREATE TABLE "config_files" (
  "tenant_id" UUID NOT NULL,
  "sections" TEXT[] DEFAULT ARRAY[]::TEXT[],
  "name" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "applied_at" TIMESTAMPTZ(3),
  "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "problems" JSONB NOT NULL DEFAULT '[]',
  CONSTRAINT "config_files_pkey" PRIMARY KEY ("tenant_id"),
  CONSTRAINT "config_files_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Row-level security and rights: of a tenant, or of who signs in.
DO $$
DECLARE
  each TEXT;
BEGIN
  FOREACH each IN ARRAY ARRAY['teams', 'team_members', 'tenant_settings', 'monitoring_config', 'config_files'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', each);
    EXECUTE format('CREATE POLICY %I ON %I USING ("tenant_id" = nines_tenant_id())', each || '_scope', each);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO nines_app', each);
  END LOOP;
  FOREACH each IN ARRAY ARRAY['custom_roles', 'invitations'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', each);
    EXECUTE format('CREATE POLICY %I ON %I USING ("tenant_id" = nines_tenant_id() OR nines_is_auth())', each || '_scope', each);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO nines_app', each);
  END LOOP;
  FOREACH each IN ARRAY ARRAY['user_tokens', 'user_factors', 'recovery_codes', 'user_identities'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', each);
    EXECUTE format('CREATE POLICY %I ON %I USING (nines_is_auth())', each || '_scope', each);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO nines_app', each);
  END LOOP;
END
$$;
-- Signing in asks what a tenant demands, and joining puts a person into its teams, before the session is of that tenant.
CREATE POLICY "tenant_settings_auth" ON "tenant_settings" FOR SELECT USING (nines_is_auth());
CREATE POLICY "teams_auth" ON "teams" FOR SELECT USING (nines_is_auth());
CREATE POLICY "team_members_auth" ON "team_members" USING (nines_is_auth());
-- Jobs work for all tenants: this lets the owner list them, and nothing more.
CREATE POLICY "tenant_settings_list" ON "tenant_settings" FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY "config_files_list" ON "config_files" FOR SELECT TO CURRENT_USER USING (true);
ALTER TABLE "user_contacts" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "user_contacts_scope" ON "user_contacts" USING (
  nines_is_auth()
  OR EXISTS (SELECT FROM "memberships" m WHERE m."user_id" = "user_contacts"."user_id" AND m."tenant_id" = nines_tenant_id())
) WITH CHECK (nines_is_auth());
GRANT SELECT, INSERT, UPDATE, DELETE ON "user_contacts" TO nines_app;

-- A role that changes is a change of access of all who have it, and a factor one of its person.
CREATE FUNCTION nines_notify_roles() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM pg_notify('nines_access', 'role:' || coalesce(NEW."id", OLD."id"));
  RETURN NULL;
END
$$;
CREATE TRIGGER "custom_roles_notify" AFTER UPDATE OR DELETE ON "custom_roles" FOR EACH ROW EXECUTE FUNCTION nines_notify_roles();
CREATE TRIGGER "user_factors_notify" AFTER INSERT OR UPDATE OF "confirmed_at" OR DELETE ON "user_factors" FOR EACH ROW EXECUTE FUNCTION nines_notify_access();
CREATE FUNCTION nines_notify_settings() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  changed JSONB := to_jsonb(coalesce(NEW, OLD));
BEGIN
  PERFORM pg_notify('nines_settings', json_build_object('tenantId', changed ->> 'tenant_id', 'section', coalesce(changed ->> 'section', TG_TABLE_NAME))::text);
  IF changed ->> 'section' = 'sign-in' THEN
    PERFORM pg_notify('nines_access', 'settings:' || (changed ->> 'tenant_id'));
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "tenant_settings_notify" AFTER INSERT OR UPDATE OR DELETE ON "tenant_settings" FOR EACH ROW EXECUTE FUNCTION nines_notify_settings();
CREATE TRIGGER "config_files_notify" AFTER INSERT OR UPDATE OR DELETE ON "config_files" FOR EACH ROW EXECUTE FUNCTION nines_notify_settings();
CREATE TRIGGER "monitoring_config_notify" AFTER INSERT ON "monitoring_config" FOR EACH ROW EXECUTE FUNCTION nines_notify_settings();

-- The audit trail: each entry of a tenant is chained to the one before by SHA-256. The link is made when the transaction commits, so that no transaction waits for another while it holds further locks,
-- and by the owner of the schema: the program's role can neither change nor remove an entry, nor the end of the chain.
ALTER TABLE "audit_entries"
  ADD COLUMN "seq" BIGINT,
  ADD COLUMN "address" TEXT,
  ADD COLUMN "hash" TEXT;

-- The end of each tenant's chain.
CREATE TABLE "audit_chains" (
  "tenant_id" UUID NOT NULL,
  "seq" BIGINT NOT NULL,
  "hash" TEXT NOT NULL,
  CONSTRAINT "audit_chains_pkey" PRIMARY KEY ("tenant_id"),
  CONSTRAINT "audit_chains_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- What stands in place of entries that were removed when their time was over: `hash` is that of the last of them. Signed by the program, whose key the database does not have; so are the ends of chains that were seen.
CREATE TABLE "audit_tombstones" (
  "tenant_id" UUID NOT NULL,
  "to_seq" BIGINT NOT NULL,
  "from_seq" BIGINT NOT NULL,
  "hash" TEXT NOT NULL,
  "first_at" TIMESTAMPTZ(3) NOT NULL,
  "last_at" TIMESTAMPTZ(3) NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "signature" TEXT NOT NULL,
  CONSTRAINT "audit_tombstones_pkey" PRIMARY KEY ("tenant_id", "to_seq"),
  CONSTRAINT "audit_tombstones_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE TABLE "audit_checkpoints" (
  "tenant_id" UUID NOT NULL,
  "seq" BIGINT NOT NULL,
  "hash" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "signature" TEXT NOT NULL,
  CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("tenant_id", "seq"),
  CONSTRAINT "audit_checkpoints_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
-- How far the trail was sent to where it is streamed.
CREATE TABLE "audit_streams" (
  "tenant_id" UUID NOT NULL,
  "seq" BIGINT NOT NULL,
  "failures" INTEGER NOT NULL DEFAULT 0,
  "last_error" TEXT,
  "sent_at" TIMESTAMPTZ(3),
  "next_attempt_at" TIMESTAMPTZ(3),
  CONSTRAINT "audit_streams_pkey" PRIMARY KEY ("tenant_id"),
  CONSTRAINT "audit_streams_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
DO $$
DECLARE
  each TEXT;
BEGIN
  FOREACH each IN ARRAY ARRAY['audit_chains', 'audit_tombstones', 'audit_checkpoints', 'audit_streams'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', each);
    EXECUTE format('CREATE POLICY %I ON %I USING ("tenant_id" = nines_tenant_id())', each || '_scope', each);
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT TO CURRENT_USER USING (true)', each || '_list', each);
  END LOOP;
END
$$;
GRANT SELECT ON "audit_chains" TO nines_app;
GRANT SELECT ON "audit_tombstones" TO nines_app;
GRANT SELECT, INSERT ON "audit_checkpoints" TO nines_app;
GRANT SELECT, INSERT, UPDATE ON "audit_streams" TO nines_app;

-- A field of what is hashed: its length in bytes and itself, so that no two entries have the same text; '-' for null.
CREATE FUNCTION nines_audit_field("value" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN "value" IS NULL THEN '-' ELSE octet_length("value") || ':' || "value" END;
CREATE FUNCTION nines_audit_hash("entry" "audit_entries", "seq" BIGINT, "previous" TEXT) RETURNS TEXT LANGUAGE sql STABLE
  RETURN encode(sha256(convert_to(
    nines_audit_field("previous") || nines_audit_field("seq"::text) || nines_audit_field(("entry")."id"::text) || nines_audit_field(("entry")."tenant_id"::text)
    || nines_audit_field((extract(epoch FROM ("entry")."at") * 1000)::bigint::text) || nines_audit_field(("entry")."actor"::text) || nines_audit_field(("entry")."action")
    || nines_audit_field(("entry")."before"::text) || nines_audit_field(("entry")."after"::text) || nines_audit_field(("entry")."request_id") || nines_audit_field(("entry")."address"), 'UTF8')), 'hex');

CREATE FUNCTION nines_audit_link() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  "scope" TEXT := current_setting('nines.tenant_id', true);
  "end" "audit_chains";
  "entry" "audit_entries";
BEGIN
  PERFORM set_config('nines.tenant_id', NEW."tenant_id"::text, true);
  INSERT INTO "audit_chains" ("tenant_id", "seq", "hash") VALUES (NEW."tenant_id", 0, '') ON CONFLICT DO NOTHING;
  SELECT * INTO "end" FROM "audit_chains" WHERE "tenant_id" = NEW."tenant_id" FOR UPDATE;
  SELECT * INTO "entry" FROM "audit_entries" WHERE "id" = NEW."id";
  "end"."seq" := "end"."seq" + 1;
  "end"."hash" := nines_audit_hash("entry", "end"."seq", "end"."hash");
  UPDATE "audit_entries" SET "seq" = "end"."seq", "hash" = "end"."hash" WHERE "id" = NEW."id";
  UPDATE "audit_chains" SET "seq" = "end"."seq", "hash" = "end"."hash" WHERE "tenant_id" = NEW."tenant_id";
  PERFORM pg_notify('nines_audit', NEW."tenant_id"::text);
  PERFORM set_config('nines.tenant_id', coalesce("scope", ''), true);
  RETURN NULL;
END
$$;

-- It runs as the owner of the schema: nobody makes a trigger of their own of it.
REVOKE EXECUTE ON FUNCTION nines_audit_link() FROM PUBLIC;

-- Entries of before are chained in the order in which they were made.
DO $$
DECLARE
  "entry" "audit_entries";
  "end_seq" BIGINT;
  "end_hash" TEXT;
  "tenant" UUID;
BEGIN
  PERFORM set_config('nines.scope', 'auth', true);
  FOR "tenant" IN SELECT "id" FROM "tenants" LOOP
    PERFORM set_config('nines.tenant_id', "tenant"::text, true);
    "end_seq" := 0;
    "end_hash" := '';
    FOR "entry" IN SELECT * FROM "audit_entries" WHERE "tenant_id" = "tenant" ORDER BY "at", "id" LOOP
      "end_seq" := "end_seq" + 1;
      "end_hash" := nines_audit_hash("entry", "end_seq", "end_hash");
      UPDATE "audit_entries" SET "seq" = "end_seq", "hash" = "end_hash" WHERE "id" = "entry"."id";
    END LOOP;
    INSERT INTO "audit_chains" ("tenant_id", "seq", "hash") VALUES ("tenant", "end_seq", "end_hash");
  END LOOP;
  PERFORM set_config('nines.tenant_id', '', true), set_config('nines.scope', '', true);
END
$$;
CREATE UNIQUE INDEX "audit_entries_tenant_id_seq_key" ON "audit_entries"("tenant_id", "seq");
CREATE CONSTRAINT TRIGGER "audit_entries_link" AFTER INSERT ON "audit_entries" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nines_audit_link();

-- Nobody changes an entry that is linked, and it is removed only below a tombstone: one of the table, not of a temporary one of the same name.
CREATE FUNCTION nines_audit_guard() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW."seq" IS NULL AND NEW."hash" IS NULL THEN RETURN NEW; END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    IF OLD."seq" IS NULL AND NEW."seq" IS NOT NULL THEN RETURN NEW; END IF;
  ELSIF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT FROM "audit_tombstones" t WHERE t."tenant_id" = OLD."tenant_id" AND t."to_seq" >= OLD."seq")
      OR NOT EXISTS (SELECT FROM "tenants" t WHERE t."id" = OLD."tenant_id") THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION 'The audit trail is append-only.' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER "audit_entries_guard" BEFORE INSERT OR UPDATE OR DELETE ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION nines_audit_guard();
CREATE TRIGGER "audit_entries_guard_all" BEFORE TRUNCATE ON "audit_entries" FOR EACH STATEMENT EXECUTE FUNCTION nines_audit_guard();

-- Nothing needs temporary tables, which hide those of the schema. Where the database is somebody else's, only they can take this right away.
DO $$
BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
EXCEPTION
  WHEN insufficient_privilege THEN NULL;
END
$$;
