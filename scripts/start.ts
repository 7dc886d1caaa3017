import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuild } from './build.ts'

// npm start: builds when needed, then becomes the server, in this very process.
try {
  await ensureBuild()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
process.setSourceMapsEnabled(true)
await import(pathToFileURL(join(dirname(import.meta.dirname), 'dist', 'server', 'main.js')).href)
