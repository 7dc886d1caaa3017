import { measureRotation } from './rotation'

// A process of its own: the bench's has one database open already.
process.send?.(await measureRotation(process.argv[2] === 'quick'), () => process.disconnect())
