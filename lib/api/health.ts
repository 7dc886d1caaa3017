import { Hono } from 'hono'
import { stopSignal } from '@/lib/lifecycle'

const DATABASE_PATIENCE_MS = 2000

/**
 * Health at /api/health: `live` while the process answers, `ready` while it may be sent work.
 * @param askDatabase rejects when the database does not answer
 * @param pathOf the path of an address, in the form in which paths are compared
 */
export function createHealth(askDatabase: () => Promise<unknown>, pathOf: (url: string) => string): Hono {
  const app = new Hono({ getPath: (request) => pathOf(request.url) })
  app.use(async (context, next) => {
    await next()
    context.header('cache-control', 'no-store')
  })
  app.get('/api/health/live', (context) => context.json({ status: 'live' }))
  for (const path of ['/api/health', '/api/health/ready']) {
    app.get(path, async (context) => {
      const problem = stopSignal().aborted ? 'This process is stopping.' : await findDatabaseProblem(askDatabase)
      if (problem === null) return context.json({ status: 'ready' })
      return context.json({ status: 'unavailable', ...errorBody('E011503', 'Unavailable', problem) }, 503)
    })
  }
  app.notFound((context) =>
    context.json(
      errorBody('E011009', 'Not found', 'There is nothing at this path. Ask /api/health/live or /api/health/ready.'),
      404,
    ),
  )
  return app
}

function errorBody(errorCode: string, errorDescription: string, errorMessage: string) {
  return { errorCode, errorDescription, errorMessage }
}

async function findDatabaseProblem(askDatabase: () => Promise<unknown>): Promise<string | null> {
  const problem = 'The database does not answer.'
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(problem), DATABASE_PATIENCE_MS)
  })
  const answer = askDatabase().then(
    () => null,
    () => problem,
  )
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
