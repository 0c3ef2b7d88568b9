import { api } from '~~/convex/_generated/api'

useConvexAction(api.reports.generate)
