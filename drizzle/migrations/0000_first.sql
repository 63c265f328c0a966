CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "changes" (
	"seq" bigserial NOT NULL,
	"event_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"subject_label" text NOT NULL,
	"version" integer NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	CONSTRAINT "changes_seq_created_at_pk" PRIMARY KEY("seq","created_at")
) PARTITION BY RANGE ("created_at");
--> statement-breakpoint
CREATE TABLE "events" (
	"id" uuid NOT NULL,
	"seq" bigserial NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"transaction" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"actor_id" uuid,
	"actor_label" text NOT NULL,
	"impersonator_id" uuid,
	"via" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text,
	"subject_id" text,
	"subject_label" text,
	"outcome" text NOT NULL,
	"code" text,
	"reason" text,
	"details" jsonb NOT NULL,
	"ip" text,
	"user_agent" text,
	"request_id" text NOT NULL,
	CONSTRAINT "events_id_created_at_pk" PRIMARY KEY("id","created_at")
) PARTITION BY RANGE ("created_at");
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"idle_seconds" integer NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip" text,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"id" integer PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "settings_one_row" CHECK ("settings"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "sign_in_brakes" (
	"key" text PRIMARY KEY NOT NULL,
	"tokens" double precision NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"blocked_until" timestamp (3) with time zone,
	"refused" integer DEFAULT 0 NOT NULL,
	"refused_since" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"name_folded" text collate "C" NOT NULL,
	"email" text NOT NULL,
	"email_canonical" text collate "C" NOT NULL,
	"password_hash" text,
	"must_change_password" boolean DEFAULT false NOT NULL,
	"role" text collate "C" NOT NULL,
	"status" text collate "C" NOT NULL,
	"status_reason" text,
	"status_until" timestamp (3) with time zone,
	"version" integer NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"search_text" text GENERATED ALWAYS AS (name_folded || chr(10) || email_canonical) STORED,
	CONSTRAINT "users_role" CHECK ("users"."role" in ('admin', 'manager', 'user')),
	CONSTRAINT "users_status" CHECK ("users"."status" in ('active', 'suspended', 'locked'))
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "changes_event" ON "changes" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "changes_subject" ON "changes" USING btree ("subject_id","version");--> statement-breakpoint
CREATE INDEX "events_seq" ON "events" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "events_subject" ON "events" USING btree ("subject_id","seq");--> statement-breakpoint
CREATE INDEX "events_actor" ON "events" USING btree ("actor_id","seq");--> statement-breakpoint
CREATE INDEX "events_request" ON "events" USING btree ("request_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_token" ON "sessions" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_live" ON "users" USING btree ("email_canonical") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "users_created" ON "users" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "users_name" ON "users" USING btree ("name_folded","id");--> statement-breakpoint
CREATE INDEX "users_email" ON "users" USING btree ("email_canonical","id");--> statement-breakpoint
CREATE INDEX "users_role" ON "users" USING btree ("role","id");--> statement-breakpoint
CREATE INDEX "users_status" ON "users" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "users_last_sign_in" ON "users" USING btree ((coalesce(last_sign_in_at, '-infinity'::timestamptz)),"id");--> statement-breakpoint
CREATE INDEX "users_deleted" ON "users" USING btree ("deleted_at","id") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "users_active_admins" ON "users" USING btree ("id") WHERE role = 'admin' and status = 'active' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "users_search" ON "users" USING gin ("search_text" gin_trgm_ops);
--> statement-breakpoint
-- What no month has a partition for goes here, so that a write never fails for want of one.
CREATE TABLE "events_other" PARTITION OF "events" DEFAULT;--> statement-breakpoint
CREATE TABLE "changes_other" PARTITION OF "changes" DEFAULT;--> statement-breakpoint
-- Makes the partitions of this month and the next ones; every start calls it. A month for which the default
-- partition already holds rows is left to it.
CREATE FUNCTION make_month_partitions(months_ahead integer) RETURNS void LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  parent text;
  first_day timestamptz;
  next_month timestamptz;
  held boolean;
BEGIN
  FOREACH parent IN ARRAY ARRAY['events', 'changes'] LOOP
    FOR month IN 0..months_ahead LOOP
      first_day := date_trunc('month', now()) + make_interval(months => month);
      next_month := first_day + interval '1 month';
      CONTINUE WHEN to_regclass(format('%I', parent || to_char(first_day, '_YYYY_MM'))) IS NOT NULL;
      EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE created_at >= %L AND created_at < %L)', parent || '_other', first_day, next_month) INTO held;
      CONTINUE WHEN held;
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
        parent || to_char(first_day, '_YYYY_MM'), parent, first_day, next_month);
    END LOOP;
  END LOOP;
END $$;
--> statement-breakpoint
INSERT INTO "settings" ("id", "value", "version", "updated_at") VALUES (1, '{}', 1, now());
