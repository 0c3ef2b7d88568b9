// Measures one contender once: `node child.js <measure> <contender> [--quick]`. Prints the figure.
import { contenderOf } from './contenders/index.js'
import { measureOf } from './measures/index.js'

const [measure = '', contender = '', quick] = process.argv.slice(2)
const figure = await measureOf(measure).run(() => contenderOf(contender), { isQuick: quick === '--quick' })
console.log(figure)
// A contender may have left timers behind.
process.exit(0)
