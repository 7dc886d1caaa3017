import { measureConnector } from './connector'

// A process of its own, as the API plane is one.
const [upstream = '', rounds = '', seconds = ''] = process.argv.slice(2)
process.send?.(await measureConnector(upstream, Number(rounds), Number(seconds)), () => process.disconnect())
