const [width, height] = [640, 400]

/** An evening by the sea, as a PNG: something to upload for those who have no image at hand. */
export async function drawSample(): Promise<File> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot draw.')
  const sky = context.createLinearGradient(0, 0, 0, height)
  for (const [at, colour] of [
    [0, '#2b2a6f'],
    [0.55, '#e8795a'],
    [0.7, '#f7c873'],
    [0.7, '#27457a'],
    [1, '#101c3c'],
  ] as const) {
    sky.addColorStop(at, colour)
  }
  context.fillStyle = sky
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#fff1c9'
  context.beginPath()
  context.arc(width / 2, height * 0.7, 70, Math.PI, 0)
  context.fill()
  return new File([await canvas.convertToBlob()], 'evening.png', { type: 'image/png' })
}
