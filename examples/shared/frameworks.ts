/** The folders with the screen that is the same in each framework, in the order in which the demo leads to them. */
export const frameworks = ['vue', 'react', 'svelte', 'vanilla']
