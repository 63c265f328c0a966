import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  check,
  customType,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { ErrorCode } from '@/server/errors'
import type { EventAction, EventOutcome, FieldValues, SubjectKind } from '@/server/events/event'
import type { Figures } from '@/server/performance/figures'
import type { Settings } from '@/server/settings/settings'
import type { UserRole, UserStatus } from '@/server/users/user'

/** Milliseconds, as JavaScript has them: a cursor made from a row finds that row again. */
const time = (name: string) => timestamp(name, { precision: 3, withTimezone: true })
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
/** Compared byte by byte, so that order is the same on every database whatever its locale. */
const plainText = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

export const users = pgTable(
  'users',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    nameFolded: plainText('name_folded').notNull(),
    email: text('email').notNull(),
    emailCanonical: plainText('email_canonical').notNull(),
    passwordHash: text('password_hash'),
    mustChangePassword: boolean('must_change_password').notNull().default(false),
    role: plainText('role').$type<UserRole>().notNull(),
    status: plainText('status').$type<UserStatus>().notNull(),
    statusReason: text('status_reason'),
    statusUntil: time('status_until'),
    version: integer('version').notNull(),
    lastSignInAt: time('last_sign_in_at'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
    deletedAt: time('deleted_at'),
    searchText: text('search_text').generatedAlwaysAs(sql`name_folded || chr(10) || email_canonical`),
  },
  (table) => [
    check('users_role', sql`${table.role} in ('admin', 'manager', 'user')`),
    check('users_status', sql`${table.status} in ('active', 'suspended', 'locked')`),
    uniqueIndex('users_email_live').on(table.emailCanonical).where(sql`deleted_at is null`),
    index('users_created').on(table.createdAt, table.id),
    index('users_name').on(table.nameFolded, table.id),
    index('users_email').on(table.emailCanonical, table.id),
    index('users_role').on(table.role, table.id),
    index('users_status').on(table.status, table.id),
    index('users_last_sign_in').on(sql`(coalesce(last_sign_in_at, '-infinity'::timestamptz))`, table.id),
    index('users_deleted').on(table.deletedAt, table.id).where(sql`deleted_at is not null`),
    index('users_active_admins').on(table.id).where(sql`role = 'admin' and status = 'active' and deleted_at is null`),
    index('users_search').using('gin', table.searchText.op('gin_trgm_ops')),
  ],
)

export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey(),
    /** SHA-256 of the cookie's random token: whoever reads this table can't sign in with it. */
    tokenHash: bytea('token_hash').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: time('created_at').notNull(),
    lastUsedAt: time('last_used_at').notNull(),
    idleSeconds: integer('idle_seconds').notNull(),
    expiresAt: time('expires_at').notNull(),
    ip: text('ip'),
    userAgent: text('user_agent'),
  },
  (table) => [uniqueIndex('sessions_token').on(table.tokenHash), index('sessions_user').on(table.userId)],
)

/** What programs sign in with; each acts as its owner, with at most its own role. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid('id').primaryKey(),
    /** SHA-256: the token itself is shown once and kept nowhere. */
    tokenHash: bytea('token_hash').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    role: text('role').$type<UserRole>().notNull(),
    createdAt: time('created_at').notNull(),
    lastUsedAt: time('last_used_at'),
    expiresAt: time('expires_at'),
  },
  (table) => [uniqueIndex('api_tokens_hash').on(table.tokenHash), index('api_tokens_user').on(table.userId)],
)

/** Requests that may come twice and must have one effect; kept for a day. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    actorId: uuid('actor_id').notNull(),
    key: text('key').notNull(),
    /** Of method, path and body: the same key for another request is a mistake. */
    requestHash: bytea('request_hash').notNull(),
    claimedAt: time('claimed_at').notNull(),
    /** Written in the transaction of the change itself: what was done, should the answer be lost. */
    result: jsonb('result'),
    answer: jsonb('answer').$type<{ status: number; headers: Record<string, string>; body: string }>(),
  },
  (table) => [
    primaryKey({ columns: [table.actorId, table.key] }),
    index('idempotency_keys_claimed').on(table.claimedAt),
  ],
)

/** Token buckets of sign-in, shared by all instances; `key` names an account or an address. */
export const signInBrakes = pgTable('sign_in_brakes', {
  key: text('key').primaryKey(),
  /** Tokens left at `updatedAt`; they refill with time. */
  tokens: doublePrecision('tokens').notNull(),
  updatedAt: time('updated_at').notNull(),
  blockedUntil: time('blocked_until'),
  /** Refusals since the last event about them: a flood is one event a minute, not one each. */
  refused: integer('refused').notNull().default(0),
  refusedSince: time('refused_since'),
})

/** One row: what administrators set at run time. */
export const settings = pgTable(
  'settings',
  {
    id: integer('id').primaryKey(),
    value: jsonb('value').$type<Settings>().notNull(),
    version: integer('version').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [check('settings_one_row', sql`${table.id} = 1`)],
)

/** Everything that happened. Insert only; partitioned by month, so that retention drops whole partitions. */
export const events = pgTable(
  'events',
  {
    id: uuid('id').notNull(),
    seq: bigserial('seq', { mode: 'number' }),
    createdAt: time('created_at').notNull(),
    /** The writing transaction, so that followers can tell what may still commit before it. */
    transaction: customType<{ data: string }>({ dataType: () => 'xid8' })('transaction')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    actorId: uuid('actor_id'),
    actorLabel: text('actor_label').notNull(),
    impersonatorId: uuid('impersonator_id'),
    via: text('via').notNull(),
    action: text('action').$type<EventAction>().notNull(),
    subjectKind: text('subject_kind').$type<SubjectKind>(),
    subjectId: text('subject_id'),
    subjectLabel: text('subject_label'),
    outcome: text('outcome').$type<EventOutcome>().notNull(),
    code: text('code').$type<ErrorCode | 'bug'>(),
    reason: text('reason'),
    details: jsonb('details').$type<Record<string, string | number | boolean>>().notNull(),
    ip: text('ip'),
    userAgent: text('user_agent'),
    requestId: text('request_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.createdAt] }),
    index('events_seq').on(table.seq),
    // Followers ask for what was written by transactions since the last look
    index('events_transaction').on(table.transaction, table.seq),
    index('events_subject').on(table.subjectId, table.seq),
    index('events_actor').on(table.actorId, table.seq),
    index('events_request').on(table.requestId),
    index('events_created').on(table.createdAt),
    index('events_action').on(table.action, table.seq),
    // What stands out from the many that were done, and done on the web
    index('events_outcome').on(table.outcome, table.seq).where(sql`outcome <> 'done'`),
    index('events_via').on(table.via, table.seq).where(sql`via <> 'web'`),
    index('events_actor_label').using('gin', table.actorLabel.op('gin_trgm_ops')),
    index('events_subject_label').using('gin', table.subjectLabel.op('gin_trgm_ops')),
  ],
)

/** An event's field-by-field part: one row per touched record. Insert only, partitioned like `events`. */
export const changes = pgTable(
  'changes',
  {
    seq: bigserial('seq', { mode: 'number' }),
    eventId: uuid('event_id').notNull(),
    createdAt: time('created_at').notNull(),
    subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
    subjectId: text('subject_id').notNull(),
    subjectLabel: text('subject_label').notNull(),
    version: integer('version').notNull(),
    before: jsonb('before').$type<FieldValues>().notNull(),
    after: jsonb('after').$type<FieldValues>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.seq, table.createdAt] }),
    index('changes_event').on(table.eventId),
    index('changes_subject').on(table.subjectId, table.version),
  ],
)

/** Where followers of the event feed are, and other readers that must go on where they stopped. */
export const followers = pgTable('followers', {
  name: text('name').primaryKey(),
  position: jsonb('position').$type<unknown>().notNull(),
  updatedAt: time('updated_at').notNull(),
})

/**
 * What each instance measured, one row for each stretch of `step` seconds. Partitioned by step, then by time, and
 * dropped by partition: see keep_performance() in the migration.
 */
export const performanceWindows = pgTable(
  'performance_windows',
  {
    step: smallint('step').notNull(),
    at: time('at').notNull(),
    instance: text('instance').notNull(),
    /** Without labels: what the charts need. As text that is read as it was written, not as jsonb. */
    summary: json('summary').$type<Figures>().notNull(),
    /** With labels: routes, operations, statements. */
    details: json('details').$type<Figures>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.step, table.at, table.instance] })],
)

/** What administrators set about an alert; a rule that nobody touched has no row and its default. */
export const alertRules = pgTable('alert_rules', {
  rule: text('rule').primaryKey(),
  isOn: boolean('is_on').notNull(),
  threshold: doublePrecision('threshold').notNull(),
  forSeconds: integer('for_seconds').notNull(),
  severity: text('severity').notNull(),
  silencedUntil: time('silenced_until'),
  version: integer('version').notNull(),
  updatedAt: time('updated_at').notNull(),
})

export const alerts = pgTable(
  'alerts',
  {
    id: uuid('id').primaryKey(),
    rule: text('rule').notNull(),
    severity: text('severity').notNull(),
    isTest: boolean('is_test').notNull().default(false),
    threshold: doublePrecision('threshold').notNull(),
    forSeconds: integer('for_seconds').notNull(),
    /** When the figure first passed the threshold, and when that had lasted long enough. */
    beganAt: time('began_at').notNull(),
    firedAt: time('fired_at').notNull(),
    figure: doublePrecision('figure').notNull(),
    worst: doublePrecision('worst').notNull(),
    instance: text('instance'),
    acknowledgedAt: time('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    resolvedAt: time('resolved_at'),
    resolvedFigure: doublePrecision('resolved_figure'),
  },
  (table) => [
    // One alert however many instances see it
    uniqueIndex('alerts_open').on(table.rule).where(sql`resolved_at is null and not is_test`),
    index('alerts_fired').on(table.firedAt),
  ],
)

/** Where alerts are sent. */
export const webhooks = pgTable('webhooks', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  url: text('url').notNull(),
  /** Encrypted: it signs what is sent, so it can't be a hash. */
  secret: bytea('secret').notNull(),
  isOn: boolean('is_on').notNull(),
  version: integer('version').notNull(),
  createdAt: time('created_at').notNull(),
})

/** What is to be sent, written with what it is about, and kept until it has arrived or was given up. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: uuid('id').primaryKey(),
    webhookId: uuid('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    alertId: uuid('alert_id')
      .notNull()
      .references(() => alerts.id, { onDelete: 'cascade' }),
    occasion: text('occasion').notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** Null once it has arrived or was given up. */
    nextAt: time('next_at'),
    deliveredAt: time('delivered_at'),
    lastError: text('last_error'),
    createdAt: time('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('deliveries_once').on(table.alertId, table.webhookId, table.occasion),
    index('deliveries_next').on(table.nextAt).where(sql`next_at is not null`),
  ],
)
