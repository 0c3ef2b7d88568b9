import { api } from '~~/convex/_generated/api'

const { execute } = useConvexAction(api.reports.generate)
