/**
 * What is in a file, as base64 without a `data:` prefix.
 *
 * @throws where the file cannot be read, because it was deleted since it was chosen, say
 */
export function fileToBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    // An empty file's address has no comma in every browser.
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}
