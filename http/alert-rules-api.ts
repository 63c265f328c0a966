import { Hono } from 'hono'
import { isRuleKey, type Rule, type RuleKey, silenceSchema } from '@/server/alerts/rule'
import { getRule, listRules, silenceRule, testRule, updateRule } from '@/server/alerts/rule-service'
import { AppError } from '@/server/errors'
import { parse } from '@/server/parse'
import { alertJson, ruleJson } from './alert-json'
import { rulePatchSchema } from './alert-schemas'
import type { ApiContext, ApiEnv } from './api'
import { requireActorAndBody, requireApiActor } from './api-actor'
import { answerJson } from './json-answer'
import { etagOf, requireIfMatch } from './preconditions'
import { emptyBodySchema } from './user-changes-api'

/** When an alert fires: thresholds, and whom not to wake. */
export function alertRulesRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/', async (context) => {
    const actor = await requireApiActor(context)
    return answerJson(context, { data: (await listRules(actor)).map(ruleJson) })
  })

  routes.get('/:rule', async (context) => {
    const actor = await requireApiActor(context)
    return ruleAnswer(await getRule(actor, ruleOf(context)))
  })

  routes.patch('/:rule', async (context) => {
    const { actor, value } = await requireActorAndBody(context)
    const [rule, version] = [ruleOf(context), requireIfMatch(context)]
    return ruleAnswer(await updateRule(actor, rule, version, parse(rulePatchSchema, value)))
  })

  routes.post('/:rule/silence', async (context) => {
    const { actor, value } = await requireActorAndBody(context)
    return ruleAnswer(await silenceRule(actor, ruleOf(context), parse(silenceSchema, value)))
  })

  routes.post('/:rule/test', async (context) => {
    const { actor, value } = await requireActorAndBody(context)
    const rule = ruleOf(context)
    parse(emptyBodySchema, value)
    return answerJson(context, alertJson(await testRule(actor, rule)))
  })

  return routes
}

/** The rule in the path. Fails with `invalid_id`. */
function ruleOf(context: ApiContext): RuleKey {
  const rule = context.req.param('rule') ?? ''
  if (!isRuleKey(rule)) throw new AppError('invalid_id', 'There is no such rule.', { rule: ['There is no such rule'] })
  return rule
}

function ruleAnswer(rule: Rule): Response {
  return Response.json(ruleJson(rule), { headers: { ETag: etagOf(rule) } })
}
