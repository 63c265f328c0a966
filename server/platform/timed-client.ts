import { SpanKind, trace } from '@opentelemetry/api'
import pg from 'pg'
import { timer } from '@/server/measure'
import { noteRoom } from '@/server/platform/disk-room'

const tracer = trace.getTracer('roster')
const kind = (name: string) => ({ name: `statement ${name}`, timer: timer('statement', name) })
const kinds = {
  s: kind('select'),
  i: kind('insert'),
  u: kind('update'),
  d: kind('delete'),
  b: kind('begin'),
  c: kind('commit'),
  other: kind('other'),
}

const ofPostgres = { 'db.system.name': 'postgresql' }

/** Measures each statement from being sent to its answer, whether that is good or bad, under what it does. */
export class TimedClient extends pg.Client {
  // pg takes a statement in many forms; what it answers is what it answered before
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg
  override query(...given: any[]): any {
    const beganAt = performance.now()
    const { name, timer } = kindOf(given[0])
    // Only as a part of something: what the program looks at each second by itself would drown the rest
    const span = trace.getActiveSpan() && tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: ofPostgres })
    const done = (error?: unknown) => {
      if (error) noteRoom(error)
      timer.record((performance.now() - beganAt) * 1000)
      span?.end()
    }
    const last = given.at(-1)
    if (typeof last === 'function') {
      given[given.length - 1] = (error: unknown, result: unknown) => {
        done(error)
        last(error, result)
      }
      return Reflect.apply(super.query, this, given)
    }
    const answer = Reflect.apply(super.query, this, given)
    if (answer instanceof Promise) answer.then(() => done(), done)
    return answer
  }
}

/** By the first word. Drizzle and we write them in small letters; a `with` may be anything. */
function kindOf(statement: unknown): (typeof kinds)['other'] {
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
