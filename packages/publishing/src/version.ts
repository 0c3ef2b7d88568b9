import { nextVersion } from './changes.js'

const version = await nextVersion()
console.log(`The version is ${version} now. Read CHANGELOG.md, commit, and run the workflow "Release".`)
