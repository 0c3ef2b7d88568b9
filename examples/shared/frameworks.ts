/** The folders that show the same screen, one for each framework, in the order of the demo. */
export const frameworks = ['vue', 'react', 'svelte', 'vanilla']
