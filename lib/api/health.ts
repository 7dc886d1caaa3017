import { Hono } from 'hono'
import { pool } from '@/lib/db'
import { stopSignal } from '@/lib/lifecycle'

const DATABASE_PATIENCE_MS = 2000

/** Health, mounted at /api/health: `live` while the process answers, `ready` while it may be sent work. */
export function createHealthRoutes(): Hono {
  const app = new Hono()
  app.use(async (context, next) => {
    context.header('cache-control', 'no-store')
    await next()
  })
  app.get('/live', (context) => context.json({ status: 'live' }))
  for (const path of ['/', '/ready']) {
    app.get(path, async (context) => {
      if (stopSignal().aborted) return context.json({ status: 'stopping' }, 503)
      if (!(await isDatabaseUp()))
        return context.json({ status: 'unavailable', reason: 'The database does not answer.' }, 503)
      return context.json({ status: 'ready' })
    })
  }
  return app
}

async function isDatabaseUp(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), DATABASE_PATIENCE_MS)
  })
  const answer = pool()
    .query('SELECT 1')
    .then(
      () => true,
      () => false,
    )
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
