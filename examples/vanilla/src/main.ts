import '../../shared/site/show-code.js'
import { ConvexClient } from 'convex/browser'
import { clientOptions } from '../../shared/client.js'
import { bindWhoAmI } from './ask-who-i-am.js'
import { bindPerUser } from './bind-per-user.js'
import { bindPurchase } from './buy.js'
import { bindCheckout } from './check-out.js'
import { showConnection } from './connection-panel.js'
import { bindImage } from './generate-image.js'
import { bindReport } from './generate-report.js'
import { bindToken } from './generate-token.js'
import { bindWeather } from './look-up-weather.js'
import { bindThumbnail } from './make-thumbnail.js'
import { bindPayment } from './pay.js'
import { bindOrder } from './pay-order.js'
import { bindNumbers } from './process-and-save.js'
import { bindFile } from './process-file.js'
import { bindReminder } from './schedule-reminder.js'
import { bindSearch } from './search-documents.js'
import { bindEmail } from './send-email.js'
import { showToasts } from './toasts.js'
import { bindUploads } from './upload-files.js'
import { bindWelcome } from './welcome-user.js'
import { showWorking } from './working.js'

const url = import.meta.env.VITE_CONVEX_URL

if (url) {
  const client = new ConvexClient(url, clientOptions)
  showConnection(client)
  showWorking()
  showToasts()
  bindEmail(client)
  bindImage(client)
  bindCheckout(client)
  bindWelcome(client)
  bindOrder(client)
  bindWeather(client)
  bindToken(client)
  bindReminder(client)
  bindWhoAmI(client)
  bindSearch(client)
  bindNumbers(client)
  // Where a card keeps more than its action's state, another user gets another card.
  bindPerUser('report-card', () => bindReport(client))
  bindPerUser('payment-card', () => bindPayment(client))
  bindPerUser('file-card', () => bindFile(client))
  bindPerUser('purchase-card', () => bindPurchase(client))
  bindPerUser('uploads-card', () => bindUploads(client))
  bindPerUser('thumbnail-card', () => bindThumbnail(client))
} else {
  document.body.textContent = 'No deployment is set: run "npm run demo", or set VITE_CONVEX_URL.'
}
