// What `npm run dev` runs through tsx
import { runScript } from './project.mjs'

await runScript(async () => {
  const { serve } = await import('../http/serve.ts')
  await serve()
})
