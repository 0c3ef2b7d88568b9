import type { Id } from '../backend/convex/_generated/dataModel.js'

/**
 * Sends a file to an address of Convex's storage.
 *
 * @throws where that cannot be done, with a message for the person in front of the screen
 */
export async function upload(file: File, url: string): Promise<Id<'_storage'>> {
  try {
    const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': file.type }, body: file })
    if (response.ok) return (await response.json()).storageId
  } catch {
    // What the browser says of a lost connection is not for people.
  }
  throw new Error('The file could not be uploaded. Please try again.')
}
