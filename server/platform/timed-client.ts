import pg from 'pg'
import { timer } from '@/server/measure'

const kinds = {
  s: timer('statement', 'select'),
  i: timer('statement', 'insert'),
  u: timer('statement', 'update'),
  d: timer('statement', 'delete'),
  b: timer('statement', 'begin'),
  c: timer('statement', 'commit'),
  other: timer('statement', 'other'),
}

/** Measures each statement from being sent to its answer, whether that is good or bad, under what it does. */
export class TimedClient extends pg.Client {
  // pg takes a statement in many forms; what it answers is what it answered before
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg
  override query(...given: any[]): any {
    const beganAt = performance.now()
    const kind = kindOf(given[0])
    const done = () => kind.record((performance.now() - beganAt) * 1000)
    const last = given.at(-1)
    if (typeof last === 'function') {
      given[given.length - 1] = (error: unknown, result: unknown) => {
        done()
        last(error, result)
      }
      return Reflect.apply(super.query, this, given)
    }
    const answer = Reflect.apply(super.query, this, given)
    if (answer instanceof Promise) answer.then(done, done)
    return answer
  }
}

/** By the first word. Drizzle and we write them in small letters; a `with` may be anything. */
function kindOf(statement: unknown): { record(us: number): void } {
  const text = typeof statement === 'string' ? statement : textOf(statement)
  const first = text[0]
  if (first === 's') return text.startsWith('select') ? kinds.s : kinds.other
  if (first === 'i' || first === 'u' || first === 'd' || first === 'b') return kinds[first]
  return text === 'commit' ? kinds.c : kinds.other
}

function textOf(statement: unknown): string {
  const isOne = typeof statement === 'object' && statement !== null && 'text' in statement
  return isOne && typeof statement.text === 'string' ? statement.text : ''
}
