import { api } from '@convex-action/example-backend/api'
import { useConvexAction, useConvexMutation } from '@convex-action/vue'
import { define } from '../entry.js'
import { file, image, text } from '../fields/index.js'

/** Functions that make something of files. */
export const files = {
  'ai.generateImage': define({
    title: 'Draw an image',
    about: 'It calls a service, and stores the image. The result is the address of the image.',
    form: { prompt: text('What to draw', 'A lighthouse at dawn') },
    use: () => useConvexAction(api.ai.generateImage),
    run: ({ execute }, wish) => execute(wish),
    show: (url) => ({ text: 'Here it is.', image: url }),
  }),

  'files.process': define({
    title: 'Process a file',
    about: 'The file travels in the arguments, as base64.',
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
    about: 'It takes some seconds. A live query tells how far it is.',
    form: { file: file('Text file', 'haiku.txt', 'An old silent pond.\n') },
    use: () => useConvexAction(api.files.upload, { callId: 'callId', progress: api.reports.progress }),
    run: ({ execute }, { file }) => execute(file),
    show: ({ words, fileId }) => ({ text: `${words} words are stored.`, code: fileId }),
  }),

  'images.generateUploadUrl': define({
    title: 'Ask for an upload address',
    about:
      'This is a mutation without arguments. The next two functions upload your image to such an address.',
    form: {},
    use: () => useConvexMutation(api.images.generateUploadUrl),
    run: ({ mutate }) => mutate(),
    show: (url) => ({ text: 'A file can be posted to this address.', code: url }),
  }),

  'thumbnails.generate': define({
    title: 'Make a thumbnail',
    about: 'It runs a native library in Node. The result is the id of a new file.',
    form: { imageId: image('Image') },
    use: () => useConvexAction(api.thumbnails.generate),
    run: ({ execute }, image) => execute(image),
    show: (id) => ({ text: 'Here it is, 200 pixels wide and high.', storedImage: id }),
  }),

  'images.describe': define({
    title: 'Describe an image',
    about: 'It is an action of the default runtime. It calls an action that runs in Node.',
    form: { imageId: image('Image') },
    use: () => useConvexAction(api.images.describe),
    run: ({ execute }, image) => execute(image),
    show: ({ format, width, height }) => ({ text: `A ${format} of ${width} × ${height} pixels.` }),
  }),
}
