import { defineComponent } from 'convex/server'
import journal from './journal/convex.config'

const component = defineComponent('tally')
component.use(journal)
export default component
