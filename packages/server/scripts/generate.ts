import { writeFileSync } from 'node:fs'
import { component, componentApi } from './generated.js'

writeFileSync(`${component}/_generated/component.ts`, await componentApi())
