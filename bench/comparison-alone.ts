import { measureComparison } from './comparison'

// A process of its own, as a browser that has compared nothing yet.
process.send?.(measureComparison(), () => process.disconnect())
