export { fileToBase64 } from '../../../shared/file-to-base64.js'
