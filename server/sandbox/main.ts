import { env } from '@/lib/env'
import { StartError } from '../start-error'
import { startSandbox } from './start'

try {
  const sandbox = await startSandbox({ port: env().SANDBOX_PORT, publicUrl: env().PUBLIC_URL })
  console.log(`The sandbox answers on ${sandbox.url} (open it in a browser for its endpoints; Ctrl+C stops it).`)
  const stop = () => void sandbox.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
}
