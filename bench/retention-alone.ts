import { measureRetention } from './retention'

// A process of its own: the bench's has one database open already.
process.send?.(await measureRetention(process.argv[2] === 'quick'), () => process.disconnect())
