import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

// What the linter cannot say about the plan of the house: see docs/architecture.md

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
const paths = listed.split('\n').filter((path) => /\.(ts|tsx|mts|mjs)$/.test(path) && !path.endsWith('.d.ts'))
const program = paths.filter((path) => !/\.test\.tsx?$|^(e2e|bench|scripts)\/|\.config\.\w+$/.test(path))
const source = new Map(program.flatMap((path) => (exists(path) ? [[path, readFileSync(path, 'utf8')]] : [])))

const filesWith = (pattern: RegExp) => [...source].filter(([, text]) => pattern.test(text)).map(([path]) => path)

describe('one door for every write', () => {
  test('only the write repository has SQL that writes users', () => {
    expect(filesWith(/\.(insert|update|delete)\(users\)/)).toEqual(['server/users/user-write-repository.ts'])
  })

  test('only the door uses it', () => {
    expect(filesWith(/^import (?!type\b)[^\n]*users\/user-write-repository'/m)).toEqual([
      'server/users/user-changes.ts',
    ])
  })

  test('only the event repository writes events and changes, and only adds to them', () => {
    expect(filesWith(/\.insert\((events|changes)\)/)).toEqual(['server/events/event-repository.ts'])
    expect(filesWith(/\.(update|delete)\((events|changes)\)/)).toEqual([])
    expect(filesWith(/events\/event-repository'/)).toEqual(['server/events/event-service.ts'])
  })

  test('every transaction is one that gives its connection back', () => {
    expect(filesWith(/\.transaction\(/)).toEqual([])
  })

  test('no statement of plain SQL goes around them, but for the made-up people of the seed', () => {
    const writes = /\b(insert\s+into|update|delete\s+from|truncate|merge\s+into)\s+"?(users|events|changes)\b/i
    expect(filesWith(writes)).toEqual(['drizzle/seed.ts'])
  })
})

describe('who asks is always known', () => {
  /** Doors that must open before anybody is known. */
  const anonymousActions = ['signInAction', 'signOutAction', 'setUpAction']
  const actionFiles = [...source].filter(([path]) => /^app\/.*actions\.ts$/.test(path))

  test('there are actions to look at', () => expect(actionFiles.length).toBeGreaterThan(0))

  test.each(actionFiles)('every action of %s asks for the actor', (_, text) => {
    expect(text).toMatch(/^'use server'/)
    const actions = text.split(/^export async function /m).slice(1)
    for (const action of actions) {
      const name = action.slice(0, action.indexOf('('))
      if (!anonymousActions.includes(name)) expect(action, name).toMatch(/await requireActor\(/)
    }
  })

  test('every route asks for the actor, but for health and what describes the API', () => {
    const files = [...source].filter(([path]) => /^http\/(.*-api|events-export)\.ts$/.test(path))
    expect(files.length).toBeGreaterThan(3)
    for (const [path, text] of files) {
      const routes = text.split(/\broutes\.(?:get|post|put|patch|delete)\(/).slice(1)
      expect(routes.length, path).toBeGreaterThan(0)
      for (const route of routes) {
        expect(route, `${path}: ${route.slice(0, 40)}`).toMatch(/await require(ApiActor|ActorAndBody)\(context\)/)
      }
    }
  })
})

describe('what the console does is measured', () => {
  test('everything that pages and routes ask of a service for somebody is an operation', () => {
    const site = [...source].filter(([path]) => /^(app|http)\//.test(path)).map(([, text]) => text)
    const imported = new Set(
      site.flatMap((text) =>
        [...text.matchAll(/^import \{([^}]*)\} from '@\/(server\/[\w/-]+-service)'/gm)].flatMap(
          ([, names = '', path]) => names.split(',').map((name) => `${path}.ts ${name.trim().split(' as ')[0]}`),
        ),
      ),
    )
    expect(imported.size).toBeGreaterThan(20)
    const asked = [...source].flatMap(([path, text]) =>
      [...text.matchAll(/^export (?:async )?function\*? (\w+)\(\s*actor: Actor\b/gm)].map(
        ([, name]) => `${path} ${name}`,
      ),
    )
    expect(asked.filter((each) => imported.has(each))).toEqual([])
  })
})

describe('the file tree explains itself', () => {
  test('nothing is called index, utils, helpers, common or misc', () => {
    expect(paths.filter((path) => /(^|\/)(index|utils?|helpers?|common|misc)\.\w+$/.test(path))).toEqual([])
  })

  test('settings are read in one place', () => {
    const readers = filesWith(/process\.env/)
    // http/pages.ts tells Next something there; it reads nothing
    const allowed = ['http/pages.ts', 'server/env.ts']
    expect(readers.filter((path) => !path.startsWith('drizzle/test-database'))).toEqual(allowed)
  })

  test.each(['README.md', '.env.example'])('%s names every setting', (page) => {
    const settings = [...(source.get('server/env.ts') ?? '').matchAll(/^ {4}([A-Z][A-Z_]+):/gm)].map(([, name]) => name)
    expect(settings.length).toBeGreaterThan(10)
    const words = new Set(readFileSync(page, 'utf8').match(/[A-Z_]+/g))
    // Set by what starts Roster, not by people
    expect(settings.filter((name) => name !== 'NODE_ENV' && !words.has(name ?? ''))).toEqual([])
  })

  test('no noun, policy or filter imports anything but zod and its like', () => {
    const nouns = program.filter((path) =>
      /^server\/\w+\/[a-z]+\.ts$|-policy\.ts$|^server\/(errors|parse)\.ts$/.test(path),
    )
    expect(nouns.length).toBeGreaterThan(5)
    for (const path of nouns.filter((each) => !each.startsWith('server/platform/'))) {
      for (const imported of importsOf(path)) {
        expect(imported, path).toMatch(/^(zod|server\/(errors|parse)\.ts|server\/\w+\/([a-z]+|[\w-]+-policy)\.ts)$/)
      }
    }
  })

  test('there is no circle of imports', () => {
    const done = new Set<string>()
    const visit = (path: string, trail: string[]): void => {
      if (trail.includes(path)) throw new Error(`a circle: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`)
      if (done.has(path)) return
      for (const imported of importsOf(path)) if (source.has(imported)) visit(imported, [...trail, path])
      done.add(path)
    }
    expect(() => [...source.keys()].forEach((path) => void visit(path, []))).not.toThrow()
  })
})

/** What a file imports when it runs: paths of the project, names of packages. Types leave no trace. */
function importsOf(path: string): string[] {
  const text = source.get(path) ?? ''
  const found = text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)
  return [...found].map(([, name = '']) => {
    if (!/^(@\/|\.)/.test(name)) return name
    const base = name.startsWith('@/') ? name.slice(2) : normalize(join(dirname(path), name))
    return [base, `${base}.ts`, `${base}.tsx`].find((candidate) => source.has(candidate)) ?? base
  })
}

function exists(path: string): boolean {
  try {
    readFileSync(path)
    return true
  } catch {
    return false
  }
}
