-- What stands in the public address of a service's badges; null as long as they are off. Whoever has it may see them, so that it is kept as it is.

ALTER TABLE "services" ADD COLUMN "badge_token" TEXT;
CREATE UNIQUE INDEX "services_badge_token_key" ON "services"("badge_token");
