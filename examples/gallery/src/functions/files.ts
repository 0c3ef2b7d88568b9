import { api } from '@convex-action/example-backend/api'
import { useConvexAction, useConvexMutation } from '@convex-action/vue'
import { define } from '../entry.js'
import { file, image, text } from '../fields/index.js'

/** Functions that make something of files. */
export const files = {
  'ai.generateImage': define({
    title: 'Draw an image',
    about: 'Calls a service, and stores what comes back. The result is the address of an image.',
    form: { prompt: text('What it is to show', 'A lighthouse at dawn') },
    use: () => useConvexAction(api.ai.generateImage),
    run: ({ execute }, wish) => execute(wish),
    show: (url) => ({ text: 'Here it is.', image: url }),
  }),

  'files.process': define({
    title: 'Process a file',
    about: 'A file travels as base64 in the arguments.',
    form: {
      file: file(
        'Text file',
        'haiku.txt',
        'An old silent pond.\nA frog jumps into the pond:\nsplash! Silence again.\n',
      ),
    },
    use: () => useConvexAction(api.files.process, { concurrency: 'queue' }),
    run: ({ execute }, { file }) => execute(file),
    show: ({ fileName, sha256, ...counts }) => ({
      text: `${fileName} is processed.`,
      table: { columns: ['Of what', 'How many'], rows: Object.entries(counts) },
      code: sha256,
    }),
  }),

  'files.upload': define({
    title: 'Upload a file',
    about: 'Takes some seconds. A live query tells how far it is.',
    form: { file: file('Text file', 'haiku.txt', 'An old silent pond.\n') },
    use: () => useConvexAction(api.files.upload, { callId: 'callId', progress: api.reports.progress }),
    run: ({ execute }, { file }) => execute(file),
    show: ({ words, fileId }) => ({ text: `${words} words are stored.`, code: fileId }),
  }),

  'images.generateUploadUrl': define({
    title: 'Ask for an upload address',
    about:
      'A mutation without arguments. The two functions below upload what you give them to such an address.',
    form: {},
    use: () => useConvexMutation(api.images.generateUploadUrl),
    run: ({ mutate }) => mutate(),
    show: (url) => ({ text: 'A file can be posted to this address.', code: url }),
  }),

  'thumbnails.generate': define({
    title: 'Make a thumbnail',
    about: 'Runs a native library in Node. The result is the id of a new file.',
    form: { imageId: image('Image') },
    use: () => useConvexAction(api.thumbnails.generate),
    run: ({ execute }, image) => execute(image),
    show: (id) => ({ text: 'Here it is, 200 pixels wide and high.', storedImage: id }),
  }),

  'images.describe': define({
    title: 'Describe an image',
    about: 'An action of the default runtime that runs one of Node.',
    form: { imageId: image('Image') },
    use: () => useConvexAction(api.images.describe),
    run: ({ execute }, image) => execute(image),
    show: ({ format, width, height }) => ({ text: `A ${format} of ${width} × ${height} pixels.` }),
  }),
}
