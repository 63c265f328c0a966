CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"actor_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"claimed_at" timestamp (3) with time zone NOT NULL,
	"result" jsonb,
	"answer" jsonb,
	CONSTRAINT "idempotency_keys_actor_id_key_pk" PRIMARY KEY("actor_id","key")
);
--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_hash" ON "api_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "api_tokens_user" ON "api_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_claimed" ON "idempotency_keys" USING btree ("claimed_at");--> statement-breakpoint
CREATE INDEX "events_created" ON "events" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "events_action" ON "events" USING btree ("action","seq");--> statement-breakpoint
CREATE INDEX "events_outcome" ON "events" USING btree ("outcome","seq") WHERE outcome <> 'done';--> statement-breakpoint
CREATE INDEX "events_via" ON "events" USING btree ("via","seq") WHERE via <> 'web';--> statement-breakpoint
CREATE INDEX "events_actor_label" ON "events" USING gin ("actor_label" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "events_subject_label" ON "events" USING gin ("subject_label" gin_trgm_ops);