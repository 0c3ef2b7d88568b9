import { ConvexPayment } from './convex'

export const dynamic = 'force-dynamic'

export default function Page() {
  return <ConvexPayment />
}
