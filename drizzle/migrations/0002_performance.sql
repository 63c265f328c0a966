CREATE TABLE "alert_rules" (
	"rule" text PRIMARY KEY NOT NULL,
	"is_on" boolean NOT NULL,
	"threshold" double precision NOT NULL,
	"for_seconds" integer NOT NULL,
	"severity" text NOT NULL,
	"silenced_until" timestamp (3) with time zone,
	"version" integer NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"severity" text NOT NULL,
	"is_test" boolean DEFAULT false NOT NULL,
	"threshold" double precision NOT NULL,
	"for_seconds" integer NOT NULL,
	"began_at" timestamp (3) with time zone NOT NULL,
	"fired_at" timestamp (3) with time zone NOT NULL,
	"figure" double precision NOT NULL,
	"worst" double precision NOT NULL,
	"instance" text,
	"acknowledged_at" timestamp (3) with time zone,
	"acknowledged_by" text,
	"resolved_at" timestamp (3) with time zone,
	"resolved_figure" double precision
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"webhook_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"occasion" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	"last_error" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "followers" (
	"name" text PRIMARY KEY NOT NULL,
	"position" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "performance_windows" (
	"step" smallint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"instance" text NOT NULL,
	"summary" json NOT NULL,
	"details" json NOT NULL,
	CONSTRAINT "performance_windows_step_at_instance_pk" PRIMARY KEY("step","at","instance")
) PARTITION BY LIST ("step");
--> statement-breakpoint
CREATE TABLE "performance_1" PARTITION OF "performance_windows" FOR VALUES IN (1) PARTITION BY RANGE ("at");--> statement-breakpoint
CREATE TABLE "performance_10" PARTITION OF "performance_windows" FOR VALUES IN (10) PARTITION BY RANGE ("at");--> statement-breakpoint
CREATE TABLE "performance_60" PARTITION OF "performance_windows" FOR VALUES IN (60) PARTITION BY RANGE ("at");--> statement-breakpoint
CREATE TABLE "performance_3600" PARTITION OF "performance_windows" FOR VALUES IN (3600) PARTITION BY RANGE ("at");--> statement-breakpoint
-- Thirds of a day, out of which the routes of a month are told: hours with all their routes would be far too much to read.
-- The step is a small integer, which a whole day is not.
CREATE TABLE "performance_28800" PARTITION OF "performance_windows" FOR VALUES IN (28800) PARTITION BY RANGE ("at");--> statement-breakpoint
-- Makes the partitions for what is about to be measured and drops those that are over: seconds are kept for an hour,
-- ten of them for a day, minutes, hours and thirds of a day for thirty days. With the owner's rights, as the role that
-- serves may not make or drop tables; one at a time, and rather later than waiting for those who read. An instance whose
-- clock is far ahead must not drop what everybody has kept.
CREATE FUNCTION keep_performance(moment timestamptz) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' SET lock_timeout = '1s' AS $$
DECLARE
  kind record;
  first timestamptz;
  name text;
  old record;
BEGIN
  IF moment > now() + interval '2 hours' THEN
    RAISE 'the clock of this instance is more than two hours ahead of that of the database: nothing was dropped';
  END IF;
  IF NOT pg_try_advisory_xact_lock(7263502) THEN RETURN; END IF;
  FOR kind IN SELECT * FROM (VALUES
    (1, interval '10 minutes', interval '1 hour'),
    (10, interval '2 hours', interval '24 hours'),
    (60, interval '1 day', interval '30 days'),
    (3600, interval '10 days', interval '30 days'),
    (28800, interval '30 days', interval '30 days')
  ) AS kinds(step, span, kept) LOOP
    -- One back, as what was measured before a start or a database that was away is written late
    FOR ahead IN -1..2 LOOP
      first := date_bin(kind.span, moment, timestamptz '2000-01-01') + ahead * kind.span;
      name := format('performance_%s_%s', kind.step, to_char(first, 'YYYYMMDD_HH24MI'));
      CONTINUE WHEN to_regclass(name) IS NOT NULL;
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
        name, 'performance_' || kind.step, first, first + kind.span);
    END LOOP;
    FOR old IN
      SELECT child.relname FROM pg_inherits
      JOIN pg_class child ON child.oid = inhrelid
      WHERE inhparent = ('performance_' || kind.step)::regclass
        AND to_timestamp(right(child.relname, 13), 'YYYYMMDD_HH24MI') + kind.span < moment - kind.kept
    LOOP
      EXECUTE format('DROP TABLE %I', old.relname);
    END LOOP;
  END LOOP;
END $$;
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"secret" "bytea" NOT NULL,
	"is_on" boolean NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open" ON "alerts" USING btree ("rule") WHERE resolved_at is null and not is_test;--> statement-breakpoint
CREATE INDEX "alerts_fired" ON "alerts" USING btree ("fired_at");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_once" ON "deliveries" USING btree ("alert_id","webhook_id","occasion");--> statement-breakpoint
CREATE INDEX "deliveries_next" ON "deliveries" USING btree ("next_at") WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX "events_transaction" ON "events" USING btree ("transaction","seq");