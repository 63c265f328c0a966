-- Thirds of a day, out of which the routes of a month are told: hours with all their routes would be far too much to read.
-- The step is a small integer, which a whole day is not.
CREATE TABLE "performance_28800" PARTITION OF "performance_windows" FOR VALUES IN (28800) PARTITION BY RANGE ("at");
--> statement-breakpoint
-- Makes the partitions for what is about to be measured and drops those that are over: seconds are kept for an hour,
-- ten of them for a day, minutes, hours and thirds of a day for thirty
-- days. With the owner's rights, as the role that serves may not
-- make or drop tables; one at a time, and rather later than waiting for those who read.
CREATE OR REPLACE FUNCTION keep_performance(moment timestamptz) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' SET lock_timeout = '1s' AS $$
DECLARE
  kind record;
  first timestamptz;
  name text;
  old record;
BEGIN
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
