import { decodeJwt } from 'jose'
import { closeDatabase } from '@/lib/db'
import { SessionError } from '../errors'
import { refreshSession } from '../service/refresh'

// Refreshes with one token so many times at once and prints what each came to: one of several processes of a test.
const [projectId = '', token = '', times = '1'] = process.argv.slice(2)
const outcomes = await Promise.all(
  Array.from({ length: Number(times) }, async () => {
    try {
      const { refreshJwt, sessionJwt } = await refreshSession({ projectId, token, ipAddress: '' })
      return { generation: decodeJwt(refreshJwt).gen, sessionJwt }
    } catch (error) {
      if (error instanceof SessionError) return { refused: error.reason }
      throw error
    }
  }),
)
process.stdout.write(JSON.stringify(outcomes))
await closeDatabase()
