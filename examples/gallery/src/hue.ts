/** The colour of a try or a call, as an angle: the same wherever it is shown. */
export const hueOf = (secret: string): number =>
  [...secret].reduce((hue, letter) => (hue * 31 + letter.charCodeAt(0)) % 360, 7)
