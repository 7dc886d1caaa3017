import { measureTokens } from './tokens'

// A process of its own: the bench's has one database open already.
const figures = await measureTokens(process.argv[2] === 'quick', (line) => console.error(line))
process.send?.(figures, () => process.exit(0))
