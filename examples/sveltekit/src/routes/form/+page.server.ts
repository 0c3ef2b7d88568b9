import { createActionStore } from '@convex-action/svelte'
import { fail } from '@sveltejs/kit'
import { ConvexHttpClient } from 'convex/browser'
import { PUBLIC_CONVEX_URL } from '$env/static/public'
import { api } from '~/convex/_generated/api'
import type { Actions } from './$types'

export const actions: Actions = {
  async default({ request }) {
    const month = String((await request.formData()).get('month'))
    const client = new ConvexHttpClient(PUBLIC_CONVEX_URL)
    const report = createActionStore(api.reports.generate, { client })
    await report.execute({ month }).catch(() => {})
    const { data, error } = report.getState()
    return error ? fail(400, { month, message: error.message }) : { month, rows: data?.rows }
  },
}
