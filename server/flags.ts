import { parseArgs } from 'node:util'
import { StartError } from './start-error'

export interface Flags {
  dev: boolean
  /** Listens here instead of on PORT; the development server puts its API process behind the console's port. */
  listen?: number
  /** Sends API requests to a process of this port; development only. */
  apiPort?: number
  /** Makes the sample project when there is none, also on a database that another process has opened; development only. */
  sample: boolean
}

/**
 * Reads the server's flags. `--role` and `--port` are the settings ROLE and PORT and go into the environment, where
 * both planes read them.
 */
export function readFlags(args: readonly string[], environment: Record<string, string | undefined>): Flags {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        role: { type: 'string' },
        port: { type: 'string' },
        dev: { type: 'boolean', default: false },
        listen: { type: 'string' },
        'api-port': { type: 'string' },
        sample: { type: 'boolean', default: false },
      },
    })
    if (values.role !== undefined) environment.ROLE = values.role
    if (values.port !== undefined) environment.PORT = values.port
    return {
      dev: values.dev,
      listen: toPort(values.listen),
      apiPort: toPort(values['api-port']),
      sample: values.sample,
    }
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}. Known flags: --role, --port.`)
  }
}

function toPort(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}
