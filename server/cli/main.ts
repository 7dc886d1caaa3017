import { CommanderError } from 'commander'
import { speakPlainly } from '@/lib/input-messages'
import { EXIT, explain } from './errors'

// Standard output belongs to the command's answer. Set before anything is loaded that makes the logger.
process.env.LOG_LEVEL = 'silent'
// A reader that has seen enough (| head) closes the pipe.
process.stdout.on('error', () => process.exit(EXIT.done))
speakPlainly()

try {
  const { createProgram } = await import('./program')
  await createProgram().parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

function report(error: unknown): number {
  // Commander has printed its own text already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  const { text, code } = explain(error)
  process.stderr.write(`${text}\n`)
  return code
}
