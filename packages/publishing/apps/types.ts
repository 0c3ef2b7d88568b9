import type { Surroundings } from './try-app.js'
export const typeCases = (_isQuick: boolean): { name: string }[] => []
export const tryTypes = async (_each: { name: string }, _surroundings: Surroundings) => ''
