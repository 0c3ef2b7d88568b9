import { Socket } from './network.js'

/** What the Convex client of each page is made with. */
export const clientOptions = {
  // The page can cut its own connection.
  webSocketConstructor: Socket,
  // The page says what happens. So the console stays for mistakes.
  logger: false,
}
