import { sql } from 'drizzle-orm'
import { alertRules } from '@/drizzle/schema'
import { type Rule, type RuleKey, ruleDefinitions, ruleKeys, type Severity } from '@/server/alerts/rule'
import type { Database } from '@/server/platform/database'

const columns = {
  key: sql<RuleKey>`${alertRules.rule}`,
  isOn: alertRules.isOn,
  threshold: alertRules.threshold,
  forSeconds: alertRules.forSeconds,
  severity: sql<Severity>`${alertRules.severity}`,
  silencedUntil: alertRules.silencedUntil,
  version: alertRules.version,
}

export function ruleRepository(db: Database) {
  return {
    /** All of them in their order: one that nobody touched is at version 1 with its defaults. */
    async list(): Promise<Rule[]> {
      const kept = new Map((await db.select(columns).from(alertRules)).map((row) => [row.key, row]))
      return ruleKeys.map((key) => kept.get(key) ?? untouched(key))
    },

    /** One of them, kept from changing until the transaction ends; a row is made for it, as what is not there can't be locked. */
    async lock(key: RuleKey, now: Date): Promise<Rule> {
      const { silencedUntil, version, isOn, threshold, forSeconds, severity } = untouched(key)
      await db
        .insert(alertRules)
        .values({ rule: key, isOn, threshold, forSeconds, severity, silencedUntil, version, updatedAt: now })
        .onConflictDoNothing()
      const [row] = await db.select(columns).from(alertRules).where(sql`${alertRules.rule} = ${key}`).for('update')
      if (!row) throw new Error(`the row of the rule ${key} is missing`)
      return row
    },

    async update({ key, ...rule }: Rule, updatedAt: Date): Promise<void> {
      await db
        .update(alertRules)
        .set({ ...rule, updatedAt })
        .where(sql`${alertRules.rule} = ${key}`)
    },
  }
}

function untouched(key: RuleKey): Rule {
  return { key, ...ruleDefinitions[key].defaults, silencedUntil: null, version: 1 }
}
