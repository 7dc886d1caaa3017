import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root'

/** Settings may be kept in the file .env; what the environment says wins. */
export function loadEnvFile(): void {
  const file = join(ROOT, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}
